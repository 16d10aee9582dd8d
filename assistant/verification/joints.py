"""Conditions: one that becomes the only one ("sólo si"), and alternatives that become one lot, or the other way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.citations.words import fold

from .claim import Claim
from .evidence import Unit
from .likeness import matches
from .scopes import ALONE, ENDS, clause_after, scopes_of, stands_in, words_of
from .text import Kind, Term, lexicon, word_at

_JOINTS = {"y": "y", "e": "y", "o": "o", "u": "o"}
_BESIDE = 2
"""Words of each side of a joint that are looked for in the cited text."""
_REACH = 7
_FAR = 16
_LIST = 20
_TOGETHER = frozenset({"ademas", "ambas", "ambos", "conjunto", "juntos", "juntas"})
_INSTEAD = ("bien", "en su lugar", "en su defecto", ", en su", "a su")
_EITHER = frozenset({"basta", "cualquiera", "eleccion", "indistintamente"})
_ALSO = frozenset({"ademas", "asimismo", "tambien", "igualmente", "simultaneamente"})
_TURNED = {
    "y": "exige todo junto lo que el texto citado da a elegir",
    "o": "da a elegir lo que el texto citado exige junto",
}
_HEDGES = ("CONDICION", "SIEMPRE_QUE", "SOLO", "EXC")


def joint_fault(claim: Claim, units: Sequence[Unit]) -> str:
    """Why the conditions of a claim are not joined, or not as strict, as those of the cited text."""
    return _only_if(claim, units) or _heaped(claim.terms, units) or _rejoined(claim.terms, units)


def _only_if(claim: Claim, units: Sequence[Unit]) -> str:
    """ "Sólo si" and "sólo cuando" of what the cited text does not limit."""
    found = claim.terms
    for index, term in enumerate(found[:-1]):
        strict = found[index + 1].key == "CONDICION"
        before = found[index - 1] if index else None
        if term.key != "SOLO" or not strict:
            continue
        if before and (before.kind is Kind.NEGATION or fold(before.text) in ALONE):
            continue
        mine = words_of(clause_after(found, index))
        scopes = scopes_of(units)
        if mine and not stands_in(mine, scopes.limited, scopes.excepted):
            return "hace única una condición que el texto citado no hace única"
    return ""


def _heaped(found: Sequence[Term], units: Sequence[Unit]) -> str:
    """ "Si además", "y además", "a la vez": conditions heaped up where the cited text heaps up nothing."""
    for index, term in enumerate(found):
        if not _heaps(found, index) or not words_of(clause_after(found, index)):
            continue
        start = next((place for place in range(index, 0, -1) if found[place].key in ENDS), 0)
        hedged = any(other.key in _HEDGES for other in found[start:index])
        if not hedged and not (fold(term.text) == "ademas" and word_at(found, index - 1) == "y"):
            continue
        if not any(fold(other.text) in _ALSO for unit in units for other in unit.terms):
            return "junta condiciones que el texto citado no junta"
    return ""


def _heaps(found: Sequence[Term], index: int) -> bool:
    here, before = fold(found[index].text), word_at(found, index - 1)
    at_once = here == "vez" and before == "la" and word_at(found, index - 2) == "a"
    return (
        (here == "ademas" and word_at(found, index + 1) not in ("de", "del"))
        or at_once
        or (here == "cosas" and before == "dos")
    )


def _rejoined(found: Sequence[Term], units: Sequence[Unit]) -> str:
    """ "A y además B" for "A o B"; "A o, en su lugar, B" for "A y B"."""
    for index, joint, pairs in _joined(found):
        if not _stressed(found, index, joint):
            continue
        theirs = {held for a, b in pairs for unit in units if not unit.pair for held in _between(a, b, unit.terms)}
        if theirs and joint not in theirs:
            return _TURNED[joint]
    return ""


def _joined(found: Sequence[Term]) -> Iterator[tuple[int, str, list[tuple[str, str]]]]:
    """(place, "y" or "o", the pairs of words around it) of each conjunction."""
    for index, term in enumerate(found):
        joint = _JOINTS.get(fold(term.text))
        if joint:
            left, right = _beside(found, index, -1), _beside(found, index, 1)
            yield index, joint, [(a, b) for a in left for b in right if not matches(a, b)]


def _beside(found: Sequence[Term], index: int, step: int) -> list[str]:
    out: list[str] = []
    place = index + step
    while 0 <= place < len(found) and len(out) < _BESIDE and abs(place - index) <= _REACH:
        if found[place].key in ENDS:
            break
        if _telling(found[place]):
            out.append(found[place].key)
        place += step
    return out


def _telling(term: Term) -> bool:
    return term.kind in (Kind.CONCEPT, Kind.ACTOR) and term.key not in lexicon().weak


def _between(left: str, right: str, source: Sequence[Term]) -> set[str]:
    """The conjunctions between two words of the cited text; in a list, that before its last member."""
    out: set[str] = set()
    heres = [place for place, term in enumerate(source) if _telling(term) and matches(term.key, left)]
    theres = [place for place, term in enumerate(source) if _telling(term) and matches(term.key, right)]
    for here in heres:
        for there in theres:
            first, last = min(here, there), max(here, there)
            if 0 < last - first <= _FAR:
                out |= _conjunctions(source, first, last)
    return out


def _conjunctions(source: Sequence[Term], first: int, last: int) -> set[str]:
    between = [fold(term.text) for term in source[first + 1 : last]]
    if ENDS & set(between):
        return set()
    out = {"y" if word == "ademas" else _JOINTS[word] for word in between if word in _JOINTS or word == "ademas"}
    if out or "," not in between:
        return out
    for term in source[last + 1 : last + _LIST]:
        word = fold(term.text)
        if word in ENDS:
            break
        if word in _JOINTS:
            return {_JOINTS[word]}
    return set()


def _stressed(found: Sequence[Term], index: int, joint: str) -> bool:
    """Whether a claim insists that both are meant, or either: a bare "y" or "o" is often told for the other."""
    texts = [fold(term.text) for term in found[max(0, index - 12) : index + 14]]
    if joint == "o":
        following = " ".join(fold(term.text) for term in found[index + 1 : index + 4])
        return following.startswith(_INSTEAD) or bool(_EITHER & set(texts))
    near = " ".join(texts)
    return bool(_TOGETHER & set(texts)) or "a la vez" in near or "dos cosas" in near
