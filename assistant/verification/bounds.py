"""Whether a value is a least or a most: "menos de trescientos" is not "trescientos o más"."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.citations.words import fold

from .claim import Claim
from .evidence import Unit
from .quantities import Quantity
from .text import Kind, Term

_BACK = 5
_LEAST = ("por lo menos", "cuando menos", "al menos", "minimo", "como minimo", "no menor", "no menos", "no inferior")
_MOST = (
    "hasta",
    "maximo",
    "a lo mas",
    "no mas",
    "no de",
    "no mayor",
    "no superior",
    "menos de",
    "menos del",
    "menor",
    "inferior",
)
_AT_LEAST = ("por lo menos", "cuando menos", "al menos", "como minimo")
_AT_MOST = ("a lo mas", "cuando mas", "como maximo", "a lo sumo")
_ABOVE = ("mas de", "mas del", "mayor", "mayores", "superior", "superiores")
_EXCEED = ("exced", "rebas", "pase", "pasar", "sobrepas", "supere", "superar")


def bound_fault(claim: Claim, unit: Unit) -> str:
    """A value that is a least in the claim and a most in the source, or the other way; "" where none is."""
    for mine in claim.quantities:
        side = _side(claim.terms, mine)
        same = [other for other in unit.quantities if other.value == mine.value]
        theirs = {_side(unit.terms, other) for other in same}
        if side and theirs and all(other == -side for other in theirs):
            return f"cambia el límite de «{mine.text}»"
    return _turned(claim, unit)


def _turned(claim: Claim, unit: Unit) -> str:
    """ "A lo más" where the source says "cuando menos", with no value."""
    mine, theirs = (f" {' '.join(fold(term.text) for term in found)} " for found in (claim.terms, unit.terms))
    least = tuple(any(f" {mark} " in text for mark in _AT_LEAST) for text in (mine, theirs))
    most = tuple(any(f" {mark} " in text for mark in _AT_MOST) for text in (mine, theirs))
    if (least[0] and most[1] and not least[1]) or (most[0] and least[1] and not most[1]):
        return "cambia un mínimo por un máximo"
    return ""


def _side(found: Sequence[Term], quantity: Quantity) -> int:
    """1 for a least, -1 for a most, 0 where nothing says it."""
    after = [fold(term.text) for term in found[quantity.last + 1 : quantity.last + 3]]
    if after == ["o", "mas"]:
        return 1
    if after == ["o", "menos"]:
        return -1
    start = next((i for i in range(quantity.first - 1, -1, -1) if found[i].key in (";", ".")), 0)
    denied = any(term.kind is Kind.NEGATION for term in found[start : quantity.first])
    before = found[max(0, quantity.first - _BACK) : quantity.first]
    for index in range(len(before) - 1, -1, -1):
        if before[index].kind is Kind.SIGN:
            before = before[index + 1 :]
            break
    words = [fold(term.text) for term in before]
    near = f" {' '.join(words)} "
    if "limite superior" in near or "limite inferior" in near:
        return -1 if "superior" in near else 1
    if any(word.startswith(_EXCEED) for word in words):
        return -1 if denied else 1
    if any(f" {mark} " in near for mark in _LEAST):
        return 1
    if any(f" {mark} " in near for mark in _MOST):
        return -1
    return 1 if any(f" {mark} " in near for mark in _ABOVE) else 0
