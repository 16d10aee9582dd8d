"""Negations: what a sentence denies its source must deny, and what the source denies the sentence may not state."""

from __future__ import annotations

from collections.abc import Sequence

from .evidence import Unit
from .text import Kind, Term

_SPAN = 6
_CONTEXT = 6
_DENIERS = ("except", "improced", "prohib", "exent", "inembarg")
_BOUNDARY = frozenset({",", ";", ":", "."})


def negated(found: Sequence[Term]) -> set[int]:
    """Indexes of the terms that a negation falls on: the first concept after it ("no se podrá -> condonar")."""
    out: set[int] = set()
    for index, term in enumerate(found):
        if term.kind is Kind.NEGATION:
            heads = 2 if term.key == "NEG" else 1
            out.update(_heads(found, index + 1, heads, term.key))
        elif term.kind is Kind.CONCEPT and term.key.startswith(_DENIERS):
            out.update(_heads(found, index + 1, 1, ""))
    return out


def _heads(found: Sequence[Term], start: int, wanted: int, negator: str) -> list[int]:
    heads: list[int] = []
    span = 14 if negator == "NEG" else _SPAN
    for index in range(start, min(len(found), start + span)):
        term = found[index]
        if term.kind is Kind.SIGN and term.key in _BOUNDARY and heads:
            break
        if term.kind is Kind.NEGATION:
            break
        if term.kind is Kind.CONCEPT:
            heads.append(index)
            if len(heads) == wanted:
                break
    return heads


def _matches(left: str, right: str) -> bool:
    if left == right:
        return True
    size = max(5, min(len(left), len(right)) - 2)
    return len(left) >= 5 and len(right) >= 5 and left[:size] == right[:size]


def _context(found: Sequence[Term], index: int) -> set[str]:
    near = found[max(0, index - _CONTEXT * 2) : index + _CONTEXT * 2 + 1]
    return {term.key for term in near if term.kind in (Kind.CONCEPT, Kind.ACTOR)}


def _occurrence(found: Sequence[Term], key: str, context: set[str]) -> int | None:
    """The place in a text where a concept stands in surroundings most like `context`."""
    places = [i for i, term in enumerate(found) if term.kind is Kind.CONCEPT and _matches(term.key, key)]
    if not places:
        return None
    return max(places, key=lambda index: (len(_context(found, index) & context), -index))


def polarity_fault(claim: Sequence[Term], unit: Unit) -> str:
    """Why the negations of a claim and of its source disagree; "" where they agree."""
    mine, theirs = negated(claim), negated(unit.terms)
    denies = bool(theirs) or unit.has_mark("EXC", "SOLO", "NEG")
    for index in sorted(mine):
        place = _occurrence(unit.terms, claim[index].key, _context(claim, index))
        if place is not None and place not in theirs and not _any_negated(unit.terms, claim[index].key, theirs):
            return f"niega «{claim[index].text}» y el texto citado lo afirma"
        if place is None and not denies:
            return f"niega «{claim[index].text}» y el texto citado no lo niega"
    for place in sorted(theirs):
        term = unit.terms[place]
        index = _occurrence(claim, term.key, _context(unit.terms, place))
        if index is None or index in mine or _any_negated(claim, term.key, mine):
            continue
        back = _occurrence(unit.terms, claim[index].key, _context(claim, index))
        if back in theirs:
            return f"afirma «{claim[index].text}» y el texto citado lo niega"
    return ""


def _any_negated(found: Sequence[Term], key: str, places: set[int]) -> bool:
    return any(_matches(found[index].key, key) for index in places)
