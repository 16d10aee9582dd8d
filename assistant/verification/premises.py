"""What a question takes for granted and the corpus denies: an article that does not exist, a wrong term or rate."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.answers import Verdict
from corpus.citations import Citation, CitationKind, Outcome, format_citation, locate, missing, parse_query, resolve
from corpus.citations.words import fold
from corpus.provisions import Status, root_id

from .claim import Claim
from .evidence import Weights, best, units_of
from .references import References, no_such
from .report import Premise
from .text import Kind, terms

_CHECKED = frozenset({"dia", "mes", "ano", "por_ciento", "hora", "bimestre"})
_ASKED_FOR = 0.6
_SOURCES = 3


def false_premises(question: str, references: References, retrieved: frozenset[str] | None) -> Iterator[Premise]:
    """Premises of a question that the corpus denies, each with the sentence that corrects it."""
    named = []
    for citation in parse_query(question):
        resolution = resolve(citation, references.catalogue)
        if resolution.outcome is Outcome.MISSING:
            wanted = citation.id or citation.raw
            yield Premise(citation.raw, no_such(wanted, resolution.nearest, resolution.bounds), resolution.nearest)
        elif resolution.outcome is Outcome.EXTERNAL and citation.kind is CitationKind.DOCUMENT and citation.candidates:
            yield Premise(citation.raw, f"El acervo no tiene «{citation.raw}»: no se sabe lo que dice.")
        elif resolution.outcome is Outcome.UNRESOLVED and citation.path and not citation.instrument:
            yield _in_no_law(citation, references)
        elif resolution.outcome is Outcome.FOUND:
            named += list(resolution.ids)
            yield from _repealed(citation.raw, resolution.ids[0], references)
    yield from _wrong_figures(question, named or sorted(retrieved or ())[:_SOURCES], references)


def _in_no_law(citation: Citation, references: References) -> Premise:
    """A provision named without its law that no law has; the law that has its article tells how far it goes."""
    article = citation.path.partition("/")[0]
    for instrument in references.store.instruments():
        if locate(f"{instrument.id}:{article}", references.catalogue):
            wanted = f"{instrument.id}:{citation.path}"
            absent = missing(wanted, references.catalogue)
            return Premise(citation.raw, no_such(wanted, absent.nearest, absent.bounds), absent.nearest)
    return Premise(citation.raw, f"Ningún ordenamiento del acervo tiene «{citation.raw}».")


def _repealed(raw: str, provision_id: str, references: References) -> Iterator[Premise]:
    provision = references.store.get(root_id(provision_id), references.as_of)
    if provision is not None and provision.status is Status.DEROGADO:
        label = format_citation(provision_id, "short")
        yield Premise(raw, f"{label} está derogado ({Verdict.DEROGADA.value}).", (provision_id,))
    elif provision is not None and provision.status is Status.SIN_EFECTO:
        yield Premise(raw, f"{format_citation(provision_id)} quedó sin efectos.", (provision_id,))


def _wrong_figures(question: str, sources: list[str], references: References) -> Iterator[Premise]:
    """A term or percentage of the question that the provision it speaks of sets otherwise."""
    claim = Claim.read(question)
    asked = [quantity for quantity in claim.quantities if quantity.unit in _CHECKED]
    if not asked or _asks_for_calculation(question):
        return
    for source in sources:
        provision = references.provision(source)
        if provision is None:
            continue
        ranked = best(claim.concepts, units_of(provision.id, provision.text), Weights())
        if not ranked or ranked[0][0] < _ASKED_FOR:
            continue
        unit = ranked[0][1]
        for quantity in asked:
            rivals = [other for other in unit.quantities if other.unit == quantity.unit]
            if rivals and not any(quantity.same(other) for other in rivals):
                label = format_citation(provision.id, "formal")
                said = " o ".join(dict.fromkeys(rival.text for rival in rivals))
                yield Premise(
                    quantity.text, f"La pregunta dice «{quantity.text}», pero {label} dice «{said}».", (provision.id,)
                )
        return


def _asks_for_calculation(question: str) -> bool:
    """Amounts in pesos are data of a case, not a premise about the law."""
    return any(term.kind is Kind.NUMBER and fold(term.text).startswith("$") for term in terms(question))
