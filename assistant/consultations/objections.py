"""What speaks against a criterion before it is published: no basis, a basis that is gone, a law that says otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from assistant.answers import Verdict
from assistant.verification import Cited, Draft, Fault, Stated, Verifier
from corpus.citations import format_citation
from corpus.citations.points import sentences
from corpus.store import CorpusStore

_AGAINST = (Fault.CIFRA, Fault.NEGACION, Fault.POLARIDAD, Fault.OPOSICION, Fault.MODALIDAD, Fault.EXCEPCION)
_BROKEN = (Verdict.NO_EXISTE, Verdict.DEROGADA)


@dataclass(frozen=True, slots=True)
class Objection:
    """One warning: the person may publish in spite of it, knowingly."""

    code: str
    message: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def objections(text: str, basis: Sequence[str], store: CorpusStore) -> list[Objection]:
    """Every warning about a criterion with this text and basis."""
    return [*_about_basis(basis, store), *_about_text(text, basis, store)]


def _about_basis(basis: Sequence[str], store: CorpusStore) -> Iterator[Objection]:
    if not basis:
        yield Objection("CRITERIO_SIN_FUNDAMENTO", "El criterio no cita ningún precepto.")
    report = Verifier(store).verify(Draft([Stated("", tuple(Cited(item) for item in basis), "rule")]))
    for found in report.references:
        if found.verdict is not Verdict.VERIFICADA:
            yield Objection("FUNDAMENTO_NO_VIGENTE", found.message or f"No se puede verificar {found.id}.")


def _about_text(text: str, basis: Sequence[str], store: CorpusStore) -> Iterator[Objection]:
    cited = tuple(Cited(item) for item in basis if store.get(item) is not None)
    names = ", ".join(format_citation(item.id, "short") for item in cited)
    verifier = Verifier(store)
    for start, end in sentences(text):
        sentence = text[start:end].strip()
        if not sentence:
            continue
        report = verifier.verify(Draft([Stated(sentence, cited, "rule")]))
        for reference in report.references:
            if reference.verdict in _BROKEN and reference.id not in basis:
                yield Objection("CITA_INEXISTENTE", reference.message)
        faults = [fault for found in report.sentences for fault in found.faults if fault.fault in _AGAINST]
        if cited and faults:
            shown = sentence if len(sentence) <= 120 else sentence[:120] + "…"
            yield Objection("POSIBLE_CONTRADICCION", f"«{shown}» podría contradecir {names}: {faults[0].message}")
