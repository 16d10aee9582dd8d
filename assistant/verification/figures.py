"""Every quantity of a sentence stands in its cited text or in a tool's result, beside the same things."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from .claim import Claim
from .evidence import Unit
from .polarity import matches
from .quantities import Quantity, unit_before
from .text import Kind, Term, lexicon

_BREAKS = frozenset({",", ";", ".", ":"})


def figure_fault(claim: Claim, units: Sequence[Unit], extra: Sequence[Quantity]) -> str:
    """The first quantity that no aligned unit nor tool result holds; "" where all stand."""
    for quantity in claim.quantities:
        if any(_equal(quantity, other, None) for other in extra):
            continue
        held = any(_equal(quantity, other, unit.terms) for unit in units for other in unit.quantities)
        if not held and not any(_said_otherwise(quantity, unit) for unit in units):
            return f"el texto citado no dice «{quantity.text}»"
    for unit in units[:1]:
        fault = _calendar(claim, unit) or _other_value(claim, unit)
        if not fault and len(claim.quantities) > 1:
            fault = _misplaced(claim, unit)
        if fault:
            return fault
    return ""


_COMMON = frozenset({"plaz", "plazo", "dia", "mes", "ano", "vencer", "fech", "posterior"})
_EVERY = {"dia": "diari", "mes": "mensual", "ano": "anual", "bimestre": "bimestral"}


def _said_otherwise(quantity: Quantity, unit: Unit) -> bool:
    """ "cada año" says what "anualmente" says."""
    stem = _EVERY.get(quantity.unit, "")
    return bool(stem) and quantity.text.startswith("cada") and any(key.startswith(stem) for key in unit.concepts)


def _calendar(claim: Claim, unit: Unit) -> str:
    """A word of time ("bimestre", "jueves", "natural") that the source does not have."""
    if claim.has_mark("MISMO_DIA") and not unit.has_mark("MISMO_DIA"):
        return "el texto citado no dice «mismo día»"
    held = {term.key for term in unit.terms}
    for term in claim.terms:
        if term.kind is Kind.CONCEPT and term.key in lexicon().calendar and term.key not in held:
            return f"el texto citado no dice «{term.text}»"
    return ""


def _other_value(claim: Claim, unit: Unit) -> str:
    """A value of the source that goes, there, with the words of another value of the same unit.

    "Tratándose de cuotas... treinta días": in CFF 144 the words of the claim stand nearest to "quince días".
    """
    if len(claim.quantities) != 1:
        return ""
    mine = claim.quantities[0]
    rivals = [other for other in unit.quantities if other.unit == mine.unit]
    if len({rival.value for rival in rivals}) < 2:
        return ""
    votes: dict[Decimal, int] = {}
    for key in dict.fromkeys(claim.concepts):
        if key in _COMMON:
            continue
        places = [index for index, term in enumerate(unit.terms) if term.kind is Kind.CONCEPT and term.key == key]
        nearest = {min(rivals, key=lambda rival: _distance(rival, place)).value for place in places}
        if len(nearest) == 1:
            value = nearest.pop()
            votes[value] = votes.get(value, 0) + 1
    for value, count in votes.items():
        if value != mine.value and count > votes.get(mine.value, 0):
            return f"«{mine.text}» es, en el texto citado, de otro supuesto"
    return ""


def _distance(quantity: Quantity, place: int) -> int:
    return min(abs(quantity.first - place), abs(quantity.last - place))


def _equal(mine: Quantity, theirs: Quantity, source: list[Term] | None) -> bool:
    if mine.unit.endswith("_n"):
        unit = unit_before(source, theirs) if source is not None else ""
        return mine.value == theirs.value and (f"{unit}_n" == mine.unit or theirs.unit == mine.unit[:-2])
    if mine.unit == "" or theirs.unit == "":
        return mine.value == theirs.value
    if mine.unit == "por_ciento" == theirs.unit:
        return mine.value == theirs.value and (not mine.qualifier or mine.qualifier == theirs.qualifier)
    return mine.same(theirs)


def _misplaced(claim: Claim, unit: Unit) -> str:
    """Two values of one sentence that changed places: each word goes with the value of its own clause."""
    for name in {quantity.unit for quantity in claim.quantities}:
        mine = _companions(claim.terms, [quantity for quantity in claim.quantities if quantity.unit == name])
        theirs = _companions(unit.terms, [quantity for quantity in unit.quantities if quantity.unit == name])
        if len(set(mine.values())) < 2 or len(set(theirs.values())) < 2:
            continue
        for key, value in mine.items():
            for other, its in theirs.items():
                if matches(key, other) and value != its and value in theirs.values() and its in mine.values():
                    return "cambia de lugar las cantidades del texto citado"
    return ""


def _companions(found: Sequence[Term], held: Sequence[Quantity]) -> dict[str, Decimal]:
    """Concepts that stand with exactly one value, cut at commas and at "y"."""
    out: dict[str, Decimal] = {}
    clash: set[str] = set()
    for quantity in held:
        for direction in (1, -1):
            at = quantity.last + 1 if direction == 1 else quantity.first - 1
            while 0 <= at < len(found) and found[at].key not in _BREAKS and found[at].key not in ("y", "e", "o"):
                term = found[at]
                if any(other is not quantity and other.first <= at <= other.last for other in held):
                    break
                if term.kind is Kind.CONCEPT:
                    if term.key in out and out[term.key] != quantity.value:
                        clash.add(term.key)
                    out[term.key] = quantity.value
                at += direction
    return {key: value for key, value in out.items() if key not in clash}
