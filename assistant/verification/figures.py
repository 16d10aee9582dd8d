"""Every quantity of a sentence stands in its cited text or in a tool's result, beside the same things."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from corpus.citations.words import fold, ordinal_value

from .cadence import cadence_fault, is_cadence
from .cases import Cases, same_value
from .claim import Claim
from .evidence import Unit
from .likeness import matches
from .numerals import ARTICLES
from .quantities import Quantity
from .text import Kind, Term, word_at

_FRACTION = re.compile(r"fracci[oó]n(?:es)? ([IVXLC]+)\b")
_ITEM = re.compile(r"([IVXLC]+)[.)]")
_YEARS = range(1900, 2101)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_COUNT = 10
"""What is counted up to here may be counted by the reader and not by the law: "los dos supuestos"."""
_DETERMINERS = frozenset({"los", "las", "son", "estos", "estas", "esos", "esas", "sus", "cada", "de"})


def figure_fault(claim: Claim, units: Sequence[Unit], extra: Sequence[Quantity]) -> str:
    """The first quantity that the cited units do not hold or that they give to another case; "" where all stand."""
    cases = Cases(claim, units)
    for quantity in claim.quantities:
        if any(same_value(quantity, other) for other in extra) or is_cadence(claim, quantity):
            continue
        if not _stands(claim, quantity, cases):
            return f"el texto citado no dice «{quantity.text}»"
        if cases.other_case(quantity):
            return f"«{quantity.text}» es, en el texto citado, de otro supuesto"
    if any(cases.swapped(one, two) for one, two in combinations(claim.quantities, 2)):
        return "cambia de lugar las cantidades del texto citado"
    return cadence_fault(claim, units) or _label(claim, units)


def absent_fault(claim: Claim, units: Sequence[Unit], extra: Sequence[Quantity]) -> str:
    """The first quantity that stands nowhere in the cited units nor in a tool's result; "" where all stand.

    Whose it is, and whether it is a limit, is not looked at: that is for who reads the sentence.
    """
    cases = Cases(claim, units)
    for quantity in claim.quantities:
        counted = not quantity.unit and quantity.value <= _COUNT
        there = counted or cases.holds(quantity) or any(same_value(quantity, other) for other in extra)
        if not (there or is_cadence(claim, quantity) or _stands(claim, quantity, cases)):
            return f"el texto citado no dice «{quantity.text}»"
    return ""


def order_number_fault(claim: Claim, unit: Unit) -> str:
    """An ordinal ("la segunda postura") that the source has with another value for the same noun."""
    theirs = _ordinals(unit.terms)
    for value, key, text in _ordinals(claim.terms):
        others = {other for other, its, _ in theirs if matches(key, its)}
        if others and value not in others:
            return f"el texto citado no dice «{text}»"
    if (
        claim.has_mark("MISMO_DIA")
        and not unit.has_mark("MISMO_DIA")
        and any(fold(term.text) == "siguiente" for term in unit.terms)
    ):
        return "el texto citado no dice «mismo día»"
    return ""


def _stands(claim: Claim, quantity: Quantity, cases: Cases) -> bool:
    if _is_year(quantity):
        told = {year for unit in cases.units for year in _YEAR.findall(f"{unit.provision} {unit.text}")}
        # Transitory articles write years in words.
        written = {other.value for unit in cases.units for other in unit.quantities if _is_year(other)}
        return str(quantity.value) in told or quantity.value in written
    counted = _counts(claim, quantity, cases.units)
    if counted is not None:
        return counted
    # "Las dos opciones": the reader counts what the law does not.
    return _reader_counts(claim.terms, quantity) or cases.holds(quantity) or _unsaid_one(claim, quantity, cases.units)


def _reader_counts(found: Sequence[Term], quantity: Quantity) -> bool:
    if quantity.unit or quantity.value > _COUNT or quantity.value != int(quantity.value):
        return False
    before = word_at(found, quantity.first - 1)
    following = found[quantity.last + 1 : quantity.last + 2]
    return before in _DETERMINERS or (bool(following) and following[0].kind in (Kind.CONCEPT, Kind.ACTOR))


def _is_year(quantity: Quantity) -> bool:
    return quantity.unit == "" and quantity.value in _YEARS and "," not in quantity.text


def _unsaid_one(claim: Claim, quantity: Quantity, units: Sequence[Unit]) -> bool:
    """ "Un año" where the law says "el año siguiente"."""
    if fold(claim.terms[quantity.first].text) not in ARTICLES:
        return False
    noun = fold(claim.terms[quantity.last].text)
    return any(fold(term.text) == noun for unit in units for term in unit.terms)


def _counts(claim: Claim, quantity: Quantity, units: Sequence[Unit]) -> bool | None:
    """Whether the law counts the same noun with a small bare number; None where it counts no such noun."""
    if quantity.unit or quantity.value > _COUNT or quantity.value != int(quantity.value):
        return None
    noun = _counted(claim.terms, quantity)
    values = {
        other.value
        for unit in units
        for other in unit.quantities
        if noun and not other.unit and matches(noun, _counted(unit.terms, other))
    }
    return quantity.value in values if values else None


def _counted(found: Sequence[Term], quantity: Quantity) -> str:
    """The noun that a bare number counts."""
    following = found[quantity.last + 1 : quantity.last + 2]
    return following[0].key if following and following[0].kind is Kind.CONCEPT else ""


def _label(claim: Claim, units: Sequence[Unit]) -> str:
    """A fraction that the claim names where the source names others, and has no item so called."""
    theirs = {match.group(1) for unit in units for match in _FRACTION.finditer(f"{unit.intro} {unit.text}")}
    items = {match.group(1) for unit in units if (match := _ITEM.match(unit.text))}
    other = next((match for match in _FRACTION.finditer(claim.text) if match.group(1) not in theirs | items), None)
    return f"el texto citado no dice «{other.group()}»" if theirs and other else ""


def _ordinals(found: Sequence[Term]) -> list[tuple[Decimal, str, str]]:
    out = []
    for index, term in enumerate(found[:-1]):
        value = ordinal_value(fold(term.text))
        following = found[index + 1]
        if value and following.kind is Kind.CONCEPT:
            out.append((Decimal(value), following.key, f"{term.text} {following.text}"))
    return out
