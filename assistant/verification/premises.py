"""What a question takes for granted and the corpus denies: an article that does not exist, a wrong term or rate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.answers import Verdict
from assistant.understanding.premised import CONDITION, taken_for_granted
from corpus.citations import Citation, CitationKind, Outcome, format_citation, locate, missing, parse_query, resolve
from corpus.citations.words import fold
from corpus.provisions import Status, root_id

from .claim import Claim
from .evidence import Unit, Weights, best, units_of
from .quantities import Quantity
from .references import References, no_such
from .report import Premise
from .text import Kind, terms

_CHECKED = frozenset({"dia", "mes", "ano", "por_ciento", "hora", "bimestre"})
_ASKED_FOR = 0.5
_SOURCES = 3
_TOLD = 4
_EACH = re.compile(r"cada\b", re.IGNORECASE)
_STATES = re.compile(
    rf"{CONDITION}|^\W*por que\b|\b(?:verdad|cierto|correcto|entonces)\b"
    r"|\b(?:es|son|da|dan|fij[aoe]n?|limitan?|dice|habla|marca|establece|va|dura|solo|hasta|"
    r"maximo|plazo|tasa|prescribe\w*|caduca\w*|vence\w*|autoriza\w*|otorga\w*)\b.{0,48}?"
    r"(?:\d|\w+\s+(?:dias|meses|anos|por ciento))"
    r"|\b(?:tienen?|tengo|tenemos)\b.{0,24}?(?:dias|meses|anos)(?: \w+)? (?:para|de plazo)\b"
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
    stated = Claim.read(taken_for_granted(question)).quantities
    asked = [quantity for quantity in stated if quantity.unit in _CHECKED and not _EACH.match(quantity.text)]
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
        held = {other.unit for other in ranked[0][1].quantities}
        if not any(quantity.unit in held for quantity in asked):
            continue
        for quantity in asked:
            if rivals := _rivals(quantity, ranked[0][1], units):
                said = "», «".join(rivals[:_TOLD])
                told = f"La pregunta dice «{quantity.text}», pero el {format_citation(provision.id)} dice «{said}»."
                yield Premise(quantity.text, told, (provision.id,))
        return


def _rivals(quantity: Quantity, nearest: Unit, units: Sequence[Unit]) -> list[str]:
    """What a provision says in the unit of a quantity, the nearest sentence first; none where that one agrees."""
    rivals = [other for other in nearest.quantities if other.unit == quantity.unit]
    if not rivals or any(_agree(quantity, other) for other in rivals) or _in_range(quantity, nearest):
        return []
    rest = [other for unit in units for other in unit.quantities if other.unit == quantity.unit]
    rivals += [other for other in rest if not quantity.same(other)]
    return list(dict.fromkeys(rival.text for rival in rivals))


def _agree(said: Quantity, held: Quantity) -> bool:
    """The same, or said in fewer words: "15 días" of "quince días hábiles"."""
    return said.same(held if said.qualifier else replace(held, qualifier=""))


def _in_range(quantity: Quantity, unit: Unit) -> bool:
    """Whether it lies between the two ends that the text sets: "del cuarenta al cien por ciento"."""
    return any(
        low.unit in ("", quantity.unit)
        and high.unit == quantity.unit
        and {fold(term.text) for term in unit.terms[low.last + 1 : high.first]} in ({"a"}, {"al"})
        and low.value <= quantity.value <= high.value
        for low, high in pairwise(unit.quantities)
    )


def _asks_for_calculation(question: str) -> bool:
    """Amounts in pesos are data of a case, not a premise about the law."""
    return any(term.kind is Kind.NUMBER and fold(term.text).startswith("$") for term in terms(question))
