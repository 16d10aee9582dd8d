"""Every quantity of a sentence stands in its cited text or in a tool's result, beside the same things."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from corpus.citations.words import fold, ordinal_value

from .claim import Claim
from .denials import negated
from .evidence import Unit
from .likeness import matches
from .quantities import Quantity, unit_before
from .text import Kind, Term, lexicon

_OPENING = 0.5
_APART = 100
_STARTS = frozenset({"partir", "desde"})
_FRACTION = re.compile(r"fracci[oó]n(?:es)? ([IVXLC]+)\b")
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
        fault = _ordinal(claim, unit) or _label(claim, unit)
        if fault:
            return fault
        fault = _calendar(claim, unit) or _other_value(claim, unit)
        if not fault and len(claim.quantities) > 1:
            fault = _misplaced(claim, unit)
        if fault:
            return fault
    return ""


_COMMON = frozenset({"plaz", "plazo", "dia", "mes", "ano", "vencer", "fech", "posterior"})
_EVERY_FEW = {(2, "mes"): "bimestr", (3, "mes"): "trimestr", (4, "mes"): "cuatrimestr", (6, "mes"): "semestr"}
_EVERY = {"dia": "diari", "mes": "mensual", "ano": "anual", "bimestre": "bimestral"}


def _said_otherwise(quantity: Quantity, unit: Unit) -> bool:
    """ "cada año" says what "anualmente" says."""
    stem = _EVERY_FEW.get((int(quantity.value), quantity.unit), "")
    if stem and any(key.startswith(stem) for key in unit.concepts):
        return True
    stem = _EVERY.get(quantity.unit, "")
    return bool(stem) and quantity.text.startswith("cada") and any(key.startswith(stem) for key in unit.concepts)


def _ordinal(claim: Claim, unit: Unit) -> str:
    """An ordinal ("la segunda postura") that the source has with another value for the same noun."""
    theirs = _ordinals(unit.terms)
    for value, key, text in _ordinals(claim.terms):
        others = {other for other, its, _ in theirs if matches(key, its)}
        if others and value not in others:
            return f"el texto citado no dice «{text}»"
    return ""


def _label(claim: Claim, unit: Unit) -> str:
    """A fraction that the claim names where the source names another."""
    theirs = {match.group(1) for match in _FRACTION.finditer(f"{unit.intro} {unit.text}")}
    other = next((match for match in _FRACTION.finditer(claim.text) if match.group(1) not in theirs), None)
    return f"el texto citado no dice «{other.group()}»" if theirs and other else ""


def _ordinals(found: Sequence[Term]) -> list[tuple[int, str, str]]:
    out = []
    for index, term in enumerate(found[:-1]):
        value = ordinal_value(fold(term.text))
        following = found[index + 1]
        if value and following.kind is Kind.CONCEPT:
            out.append((value, following.key, f"{term.text} {following.text}"))
    return out


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
    for mine in claim.quantities:
        if mine.unit and sum(other.unit == mine.unit for other in claim.quantities) == 1:
            fault = _voted(claim, mine, unit)
            if fault:
                return fault
    return ""


def _voted(claim: Claim, mine: Quantity, unit: Unit) -> str:
    rivals = [other for other in unit.quantities if other.unit == mine.unit]
    if len({rival.value for rival in rivals}) < 2:
        return ""
    votes: dict[Decimal, float] = {}
    mine_denied, denied = (negated(found) for found in (claim.terms, unit.terms))
    start = next((i for i, term in enumerate(claim.terms) if fold(term.text) in _STARTS), len(claim.terms))
    said = {term.key: index for index, term in enumerate(claim.terms) if term.kind is Kind.CONCEPT}
    for key in dict.fromkeys(claim.concepts):
        if key in _COMMON:
            continue
        places = [index for index, term in enumerate(unit.terms) if term.kind is Kind.CONCEPT and term.key == key]
        places = [place for place in places if (place in denied) == (said[key] in mine_denied)] or places
        if not places:
            continue
        opening = all(place < min(rival.first for rival in rivals) for place in places)
        nearest = {min(rivals, key=lambda rival: _distance(rival, place, unit.terms)).value for place in places}
        if len(nearest) == 1:
            value = nearest.pop()
            # What opens a sentence is said of all its values, unless they come after it too.
            votes[value] = votes.get(value, 0) + (_OPENING if opening else 2 if said[key] > start else 1)
    both = {"ambos", "ambas"} & ({fold(term.text) for term in unit.terms} - {fold(term.text) for term in claim.terms})
    if both:
        return ""
    for value, count in votes.items():
        if value != mine.value and count > votes.get(mine.value, 0):
            return f"«{mine.text}» es, en el texto citado, de otro supuesto"
    return ""


def _distance(quantity: Quantity, place: int, found: Sequence[Term]) -> int:
    """How far a word stands from a value; another clause or another condition between them is very far."""
    low, high = sorted((quantity.first, place))
    apart = any(term.key in (";", ".", "CONDICION") for term in found[low + 1 : high])
    return min(abs(quantity.first - place), abs(quantity.last - place)) + (_APART if apart else 0)


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
                if term.kind in (Kind.CONCEPT, Kind.ACTOR):
                    if term.key in out and out[term.key] != quantity.value:
                        clash.add(term.key)
                    out[term.key] = quantity.value
                at += direction
    return {key: value for key, value in out.items() if key not in clash}
