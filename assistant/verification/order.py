"""Order and opposition: reversed conditions, "antes" for "después", the quotient upside down."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.citations.words import fold

from .denials import negated
from .evidence import Unit
from .likeness import matches
from .moments import waits
from .text import Kind, Term, lexicon, word_at

_WINDOW = 14
_CLEARLY = 2


def opposition_fault(claim: Sequence[Term], unit: Unit) -> str:
    """A word of the claim whose opposite, and not itself, stands in the source."""
    return _out_of_place(claim, unit.terms) or _other_side(claim, unit.terms) or _opposite(claim, unit)


def _out_of_place(claim: Sequence[Term], source: Sequence[Term]) -> str:
    """ "Dentro de la circunscripción" where the source says "fuera de la circunscripción"."""
    theirs = _sites(source)
    for word, key in _sites(claim):
        others = {other for other, its in theirs if matches(key, its)}
        if others and word not in others:
            return f"dice «{word}» y el texto citado dice lo contrario"
    return ""


def _sites(found: Sequence[Term]) -> list[tuple[str, str]]:
    """("dentro" or "fuera", the concept that it is of)."""
    out = []
    for index, term in enumerate(found):
        if fold(term.text) in ("dentro", "fuera"):
            near = [other for other in found[index + 1 : index + 5] if other.kind in (Kind.CONCEPT, Kind.NUMBER)]
            if near and near[0].kind is Kind.CONCEPT:
                out.append((fold(term.text), near[0].key))
    return out


def _other_side(claim: Sequence[Term], source: Sequence[Term]) -> str:
    """A word whose opposite stands in the source too: the words around it decide which of them is meant."""
    for index, term in enumerate(claim):
        if term.kind is not Kind.CONCEPT:
            continue
        here = [place for place, other in enumerate(source) if other.key == term.key]
        against = {other for one, other in lexicon().antonyms if one == term.key}
        there = [place for place, other in enumerate(source) if other.key in against]
        if not here or not there or any(other.key in against for other in claim):
            continue
        mine = _after(claim, index) - {term.key}
        own = max(_common(mine, _after(source, place)) for place in here)
        rival = max(_common(mine, _after(source, place)) for place in there)
        if rival >= own + _CLEARLY:
            return f"dice «{term.text}» y el texto citado dice lo contrario"
    return ""


def _after(found: Sequence[Term], index: int) -> set[str]:
    """The numbers, concepts and actors that follow a word, up to the next conjunction of clauses."""
    out: set[str] = set()
    for term in found[index + 1 : index + _WINDOW]:
        if term.key in (";", ".", ","):
            break
        if term.kind in (Kind.CONCEPT, Kind.ACTOR, Kind.NUMBER):
            out.add(term.key)
    return out


def _opposite(claim: Sequence[Term], unit: Unit) -> str:
    denied = negated(claim)
    waiting, there = waits(unit.terms), negated(unit.terms)
    for index, term in enumerate(claim):
        if index in denied or term.kind is not Kind.CONCEPT or any(matches(term.key, key) for key in unit.concepts):
            continue
        for one, other in lexicon().antonyms:
            if term.key == "previo" and (waiting or word_at(claim, index + 1) == "que"):
                continue
            if term.key == "incumplir" and any(unit.terms[place].key == "cumplir" for place in there):
                continue
            if term.key == one and other in unit.concepts | unit.context and not _told_backwards(claim, unit.terms):
                return f"dice «{term.text}» y el texto citado dice lo contrario"
    return ""


def order_fault(claim: Sequence[Term], unit: Unit) -> str:
    """The two sides of a condition, or of a before and after, that changed places."""
    for split in (_condition, _pivot):
        mine, theirs = split(claim), split(unit.terms)
        if mine is None or theirs is None or (split is _pivot and _opposed(claim, unit.terms)):
            continue
        straight = _common(mine[0], theirs[0]) + _common(mine[1], theirs[1])
        crossed = _common(mine[0], theirs[1]) + _common(mine[1], theirs[0])
        both = _common(mine[0], theirs[1]) and _common(mine[1], theirs[0])
        turned = split is _pivot and not _common(mine[1], theirs[1])
        if both and (crossed > straight + (split is _condition) or turned):
            return "invierte la condición y la consecuencia del texto citado"
    return ""


def _opposed(claim: Sequence[Term], source: Sequence[Term]) -> bool:
    words = [{fold(term.text) for term in found} & {"antes", "despues"} for found in (claim, source)]
    return bool(words[0] and words[1] and words[0] != words[1])


def _told_backwards(claim: Sequence[Term], source: Sequence[Term]) -> bool:
    """ "A antes que B" says what "B después de A" says."""
    mine, theirs = _pivot(claim), _pivot(source)
    if mine is None or theirs is None:
        return False
    straight = _common(mine[0], theirs[0]) + _common(mine[1], theirs[1])
    return _common(mine[0], theirs[1]) + _common(mine[1], theirs[0]) > straight


def _condition(found: Sequence[Term]) -> tuple[set[str], set[str]] | None:
    """(what conditions, what follows) of a sentence with "cuando" or "si"; words on both sides tell nothing."""
    at = next((index for index, term in enumerate(found) if term.key == "CONDICION"), None)
    if at is None:
        return None
    end = next((i for i in range(at, len(found)) if found[i].key in (",", ";", ".")), len(found))
    return _sides(found[at + 1 : end], [*found[:at], *found[end:]])


def _pivot(found: Sequence[Term]) -> tuple[set[str], set[str]] | None:
    """What stands before and after "entre", "después de" or "menor que"."""
    for index, term in enumerate(found):
        word = fold(term.text)
        compared = term.key in ("menor", "mayor") and word_at(found, index + 1) in ("a", "que")
        if index and (word in ("entre", "despues", "antes") or compared):
            left = "," if compared else ";"
            right = ";" if word == "entre" else ","
            return _sides(_until(found, index, -1, left), _until(found, index, 1, right))
    return None


def _until(found: Sequence[Term], index: int, step: int, stop: str) -> list[Term]:
    out: list[Term] = []
    at = index + step
    while 0 <= at < len(found) and len(out) < _WINDOW and found[at].key not in (stop, ";", "."):
        out.append(found[at])
        at += step
    return out


def _sides(left: Sequence[Term], right: Sequence[Term]) -> tuple[set[str], set[str]]:
    first = {term.key for term in left if term.kind in (Kind.CONCEPT, Kind.ACTOR)}
    second = {term.key for term in right if term.kind in (Kind.CONCEPT, Kind.ACTOR)}
    return first - second, second - first


def _common(left: set[str], right: set[str]) -> int:
    return sum(any(matches(key, other) for other in right) for key in left)
