"""What a question takes for granted and the corpus denies: an article that does not exist, a wrong term or rate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.answers import Verdict
from assistant.understanding.premised import CONDITION
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
_TOLD = 4
_STATES = re.compile(
    rf"{CONDITION}|^\W*por que\b|\b(?:verdad|cierto|correcto|entonces)\b"
    r"|\b(?:es|son|da|dan|fija|dice|tienen?|tengo|tenemos|marca|establece|va|dura|solo|hasta|maximo|plazo|tasa|"
    r"prescribe\w*|caduca\w*|vence\w*|autoriza\w*|otorga\w*)\b.{0,48}?(?:\d|\w+\s+(?:dias|meses|anos|por ciento))"
)
"""Words that state a figure, not those of a case."""


def false_premises(question: str, references: References, sources: Sequence[str]) -> Iterator[Premise]:
    """Premises of a question that the corpus denies, each with the sentence that corrects it.

    Figures are compared with what the question names, else with the first of `sources`, best first.
    """
    named = []
    for citation in parse_query(question):
        resolution = resolve(citation, references.catalogue)
        if resolution.outcome is Outcome.MISSING:
            wanted = citation.id or citation.raw
            yield Premise(citation.raw, no_such(wanted, resolution.nearest, resolution.bounds), resolution.nearest)
        elif resolution.outcome is Outcome.EXTERNAL and citation.kind is CitationKind.DOCUMENT and citation.candidates:
            yield Premise(citation.raw, f"El acervo no tiene «{citation.raw}»: no se sabe lo que dice.")
        elif resolution.outcome is Outcome.UNRESOLVED and citation.path[:1].isdigit() and not citation.instrument:
            yield _in_no_law(citation, references)
        elif resolution.outcome is Outcome.FOUND:
            named += list(resolution.ids)
            yield from _repealed(citation.raw, resolution.ids[0], references)
    yield from _wrong_figures(question, named or list(sources[:_SOURCES]), references)


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
    """A term or percentage that the question states and that what it speaks of in a provision does not hold.

    Only what is stated: "faltó 3 días" tells a case. All that the provision says in that unit is told, the nearest
    first, because which of it applies is for the reader to see.
    """
    claim = Claim.read(question)
    asked = [quantity for quantity in claim.quantities if quantity.unit in _CHECKED]
    if not asked or not _STATES.search(fold(question)) or _asks_for_calculation(question):
        return
    for source in sources:
        provision = references.provision(source)
        if provision is None:
            continue
        units = units_of(provision.id, provision.text)
        ranked = best(claim.concepts, units, Weights())
        if not ranked or ranked[0][0] < _ASKED_FOR:
            continue
        for quantity in asked:
            rivals = [other for other in ranked[0][1].quantities if other.unit == quantity.unit]
            if rivals and not any(quantity.same(other) for other in rivals):
                rest = [other for unit in units for other in unit.quantities if other.unit == quantity.unit]
                rivals += [other for other in rest if not quantity.same(other)]
                label = format_citation(provision.id, "formal")
                said = "», «".join(list(dict.fromkeys(rival.text for rival in rivals))[:_TOLD])
                yield Premise(
                    quantity.text,
                    f"La pregunta dice «{quantity.text}», pero el {label} dice «{said}».",
                    (provision.id,),
                )
        return


def _asks_for_calculation(question: str) -> bool:
    """Amounts in pesos are data of a case, not a premise about the law."""
    return any(term.kind is Kind.NUMBER and fold(term.text).startswith("$") for term in terms(question))
