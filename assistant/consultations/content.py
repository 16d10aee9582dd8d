"""What the oficio says, part by part, ready to be laid out: the same for Word and for PDF, and what its hash covers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from string import ascii_uppercase
from typing import Any

from assistant.consultations.draft import MISSING, ConsultationDraft, Scope
from assistant.consultations.words import amount_in_words
from tools.wording import long_date

UNNUMBERED = "[se asigna al firmar]"
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII")
_SECTIONS = {
    "antecedentes": "Antecedentes",
    "planteamiento": "Planteamiento",
    "marco": "Marco aplicable",
    "alternativas": "Alternativas",
    "opinion": "Criterio propuesto u opinión de esta área",
    "peticion": "Petición",
    "anexos": "Anexos",
}
CIRCULAR = "0952179000/UFC/USE/UISS/23 del 28 de septiembre de 2018"


def content(
    draft: ConsultationDraft,
    number: str | None,
    day: date,
    digest: str | None,
    files: Sequence[tuple[str, str]] = (),
) -> dict[str, Any]:
    """The parts of the oficio as text; a part that is empty is left out of the document.

    `files` are the annexes, name and SHA-256: each stands in the list with its own, also where the draft forgot it.
    """
    return {
        "institucion": "Instituto Mexicano del Seguro Social",
        "organo": draft.unit.organ,
        "oficina": [draft.unit.signing_office, draft.unit.department],
        "numero": number or UNNUMBERED,
        "expediente": draft.file,
        "lugar_fecha": f"{draft.place}, a {long_date(day)}",
        "asunto": draft.subject,
        "destinatario": draft.addressee.name,
        "cargo": draft.addressee.post,
        "apertura": _opening(draft.scope),
        "titulos": _titles(draft, files),
        "requisitos_circular": draft.circular_requirements,
        "antecedentes": _paragraphs(draft.background),
        "preguntas": [f"{place}. {text}" for place, text in enumerate(draft.questions, 1)],
        "marco": [
            {
                "numero": place,
                "cita": basis.label or basis.id,
                "texto": basis.quote,
                "parrafos": _paragraphs(f"«{basis.quote}»"),
                "version": _version(basis.version),
            }
            for place, basis in enumerate(draft.provisions, 1)
        ],
        "revisado": draft.searched,
        "alternativas": [
            {"letra": ascii_uppercase[place], "texto": option.text, "consecuencia": option.consequence}
            for place, option in enumerate(draft.alternatives)
        ],
        "opinion": _paragraphs(draft.opinion),
        "fundamento": _basis(draft),
        "calculos": [f"{item.name}: {item.summary}" for item in draft.calculations],
        "importe": amount_in_words(draft.amount) if draft.amount is not None else "",
        "peticion": _request(draft),
        "anexos": [f"{place}. {text}" for place, text in enumerate(_annexes(draft.annexes, files), 1)],
        "firma": draft.signer.name,
        "cargo_firma": draft.signer.post,
        "copias": draft.copies,
        "iniciales": draft.initials,
        "huella": digest or "",
    }


def _opening(scope: Scope) -> str:
    """What is consulted and in exercise of which functions (manual 7.1.3, 27 and 77)."""
    kind = "operativa" if scope is Scope.OPERATIVE else "técnica"
    reach = "sobre un caso concreto" if scope is Scope.CONCRETE else "de carácter general"
    return (
        f"En ejercicio de las funciones 27 y 77 que el numeral 7.1.3 del Manual de Organización de la Jefatura de "
        f"Servicios de Afiliación y Cobranza asigna al Departamento de Supervisión de Cobranza, y con referencia al "
        f"oficio circular {CIRCULAR}, se somete a su consideración una consulta {kind} {reach}."
    )


def _titles(draft: ConsultationDraft, files: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The headings by part, numbered one after another: a part that is left out leaves no gap."""
    left_out = {"alternativas": not draft.alternatives, "anexos": not (draft.annexes or files)}
    held = [(part, title) for part, title in _SECTIONS.items() if not left_out.get(part)]
    return {part: f"{numeral}. {title}" for numeral, (part, title) in zip(_ROMAN, held, strict=False)}


def content_hash(draft: ConsultationDraft, number: str, annexes: Sequence[str]) -> str:
    """SHA-256 over body, recipients and annexes (their own SHA-256): any later change shows."""
    whole = {"number": number, "draft": draft.model_dump(mode="json"), "annexes": sorted(annexes)}
    return hashlib.sha256(json.dumps(whole, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _annexes(listed: Sequence[str], files: Sequence[tuple[str, str]]) -> list[str]:
    left, told = list(files), []
    for line in listed:
        own = next((file for file in left if file[0] in line), None)
        if own is not None:
            left.remove(own)
        told.append(f"{line} {_digest(own[1])}" if own else line)
    return [*told, *(f"{name}. {_digest(sha256)}" for name, sha256 in left)]


def _digest(sha256: str) -> str:
    return f"SHA-256 {sha256[:16]}…"


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _version(version: str) -> str:
    try:
        return f"texto con reformas al {long_date(date.fromisoformat(version))}"
    except ValueError:
        return ""


def _basis(draft: ConsultationDraft) -> str:
    places = {basis.id: place for place, basis in enumerate(draft.provisions, 1)}
    names = {basis.id: basis.label or basis.id for basis in draft.provisions}
    held = [item for item in draft.opinion_basis if item in places]
    return "; ".join(f"{names[item]} [{places[item]}]" for item in held)


def _request(draft: ConsultationDraft) -> list[str]:
    said = ["Se solicita confirmar la opinión de esta área o indicar el criterio aplicable."]
    if draft.urgency.strip() and MISSING not in draft.urgency:
        said.append(f"Urgencia: {draft.urgency}")
    if draft.limit:
        said.append(f"Corre un plazo que vence el {long_date(draft.limit)}.")
    return said
