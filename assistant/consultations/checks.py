"""What is missing or wrong before a draft can advance. Each check reads the draft and, for citations, the corpus."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from assistant.answers import Verdict
from assistant.consultations.draft import MISSING, NAMES, ConsultationDraft, Scope
from assistant.verification import Cited
from assistant.verification.quotes import is_verbatim, quoted_in
from assistant.verification.references import References
from corpus.citations import find_citations
from corpus.store import CorpusStore

_VAGUE = re.compile(r"\b(?:el|lo) que se indica\b", re.IGNORECASE)
_BROKEN = (Verdict.NO_EXISTE, Verdict.DEROGADA, Verdict.TEXTO_NO_COINCIDE)


@dataclass(frozen=True, slots=True)
class Check:
    """One finding. A `blocking` one stops the draft from advancing; the others are warnings."""

    code: str
    message: str
    section: str
    blocking: bool = True

    @property
    def place(self) -> str:
        """The name that a person gives to the section."""
        return NAMES[self.section.partition("[")[0]]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def check(draft: ConsultationDraft, store: CorpusStore) -> list[Check]:
    """Every finding, in the order of the document."""
    found = [*_parts(draft), *_routing(draft), *_provisions(draft, store), *_prose(draft, store)]
    return list(dict.fromkeys(found))


def _parts(draft: ConsultationDraft) -> Iterator[Check]:
    needed = (
        ("SIN_CLAVE", "Falta la clave de la unidad, con la que se forma el número.", "unit", draft.unit.key),
        ("SIN_ASUNTO", "Falta el asunto.", "subject", draft.subject),
        ("SIN_ANTECEDENTES", "Faltan los antecedentes.", "background", draft.background),
        ("SIN_PLANTEAMIENTO", "Falta el planteamiento concreto.", "questions", "".join(draft.questions)),
        ("SIN_OPINION", "Falta la opinión del área.", "opinion", draft.opinion),
    )
    for code, message, section, value in needed:
        if not value.strip():
            yield Check(code, message, section)
    if _VAGUE.search(draft.subject):
        yield Check("ASUNTO_VAGO", "El asunto no dice de qué trata: evite «el que se indica».", "subject")
    if not draft.provisions:
        yield Check("SIN_MARCO", "Falta el marco aplicable: ningún precepto con su texto.", "provisions")
    if draft.opinion.strip() and not draft.opinion_basis:
        yield Check("OPINION_SIN_FUNDAMENTO", "La opinión del área no cita fundamento.", "opinion")
    held = {basis.id for basis in draft.provisions}
    for identifier in draft.opinion_basis:
        if identifier not in held:
            yield Check("FUNDAMENTO_AJENO", f"«{identifier}» no está en el marco aplicable.", "opinion_basis")
    for section, text in _texts(draft):
        if MISSING in text:
            yield Check("FALTA_DATO", f"Queda un {MISSING} por llenar.", section)
    if len(draft.alternatives) < 2:
        yield Check("UNA_ALTERNATIVA", "Conviene exponer al menos dos alternativas.", "alternatives", blocking=False)


def _routing(draft: ConsultationDraft) -> Iterator[Check]:
    if draft.scope is Scope.CONCRETE and not draft.scope_reason.strip():
        yield Check(
            "CASO_CONCRETO",
            "El caso real y concreto de un patrón se remite a la Subdelegación competente (manual 7.3.1.2, numeral "
            "17). Si aun así procede la consulta, escriba la razón.",
            "scope_reason",
        )


def _provisions(draft: ConsultationDraft, store: CorpusStore) -> Iterator[Check]:
    references = References(store, None, None)
    for position, basis in enumerate(draft.provisions):
        found = references.cited(Cited(basis.id, basis.quote), position)
        if found.verdict is Verdict.NO_EXISTE:
            yield Check("CITA_INEXISTENTE", found.message, f"provisions[{position}]")
        elif found.verdict is not Verdict.VERIFICADA:
            yield Check(_code(found.verdict), f"{basis.label or basis.id}: {found.message}", f"provisions[{position}]")


def _prose(draft: ConsultationDraft, store: CorpusStore) -> Iterator[Check]:
    """References and quotes in what a person wrote: a draft cannot cite what does not exist."""
    references = References(store, None, None)
    sources = [basis.quote for basis in draft.provisions]
    for basis in draft.provisions:
        provision = references.provision(basis.id)
        root = store.get(provision.root) if provision else None
        sources.append(root.text if root else "")
    for section, text in _texts(draft):
        for citation in find_citations(text):
            found = references.named(citation, 0)
            if found.verdict in _BROKEN:
                yield Check(_code(found.verdict), found.message, section)
        if section in ("opinion", "alternatives"):
            for quote in quoted_in(text):
                if not any(is_verbatim(quote, source) for source in sources):
                    shown = quote if len(quote) <= 60 else quote[:60] + "…"
                    yield Check("TEXTO_NO_COINCIDE", f"«{shown}» no está en los preceptos del marco.", section)


def _code(verdict: Verdict) -> str:
    return "CITA_INEXISTENTE" if verdict is Verdict.NO_EXISTE else f"CITA_{verdict.value.removeprefix('TEXTO_')}"


def _texts(draft: ConsultationDraft) -> Iterator[tuple[str, str]]:
    yield "unit", draft.unit.organ
    yield "place", draft.place
    yield "addressee", f"{draft.addressee.name} {draft.addressee.post}"
    yield "subject", draft.subject
    yield "background", draft.background
    for question in draft.questions:
        yield "questions", question
    for option in draft.alternatives:
        yield "alternatives", f"{option.text} {option.consequence}"
    yield "opinion", draft.opinion
    yield "urgency", draft.urgency
    yield "signer", f"{draft.signer.name} {draft.signer.post}"
