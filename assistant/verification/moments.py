"""When: until or after something, and from what moment a term runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.citations.words import fold

from .evidence import Unit
from .likeness import matches
from .text import Kind, Term, lexicon

_STOPS = frozenset({",", ";", ".", ":", "CONDICION"})
_AHEAD = 10
_CLAUSE = 4
_ANCHOR = 5
_FAR = 14
"""A source may name several moments, one after another."""
_GENERIC = frozenset(
    {"fech", "dia", "posterior", "momento", "moment", "previo", "efect", "surtir", "mes", "ano", "habil"}
)
_AFTER_WORDS = frozenset({"partir", "desde", "transcurrido", "transcurridos", "transcurra", "luego", "vez", "ultimo"})
_BEFORE_WORDS = frozenset({"tanto", "mientras", "hasta", "dentro", "tardar", "previo", "previamente", "ya", "primero"})
_ORDERS = ("anticip", "anterior", "antel", "primer", "siguient", "venc", "agot", "concl")
"""Words that put one thing after another: a paraphrase tells them as "antes" or "después"."""


def moment_fault(claim: Sequence[Term], unit: Unit, whole: frozenset[str]) -> str:
    """Why the moments of a claim are not those of its source; `whole` is all that the cited provisions speak of."""
    return _turned(claim, unit.terms) or _out_of_order(claim, unit) or _other_start(claim, unit, whole)


def waits(found: Sequence[Term]) -> bool:
    """Whether a text says "en tanto no", "mientras no" or "hasta que": something must not have happened yet."""
    return any(until for until, _ in _limits(found))


def _turned(claim: Sequence[Term], source: Sequence[Term]) -> str:
    """ "Una vez rematados" where the source says "en tanto no se hubieran rematado", or the other way."""
    theirs = list(_limits(source))
    for until, keys in _limits(claim):
        alike = [other for other, held in theirs if any(matches(key, its) for key in keys for its in held)]
        if alike and until not in alike:
            return "cambia el momento: antes o después de lo que dice el texto citado"
    return ""


def _limits(found: Sequence[Term]) -> Iterator[tuple[bool, list[str]]]:
    """(until, what happens then) of each "en tanto no", "hasta que", "antes de" (until) or "una vez" (after)."""
    for index, term in enumerate(found):
        word, following = fold(term.text), _word(found, index + 1)
        if word in ("tanto", "mientras") and following != "que":
            if word == "tanto" and _word(found, index - 2) == "hasta":
                yield True, _concepts(found, index, _CLAUSE)
                continue
            denial = next((i for i in _clause(found, index) if found[i].key == "no"), None)
            yield denial is not None, _concepts(found, index if denial is None else denial, _CLAUSE)
        elif (word == "hasta" and following == "que") or (word == "antes" and following in ("de", "del")):
            yield True, _concepts(found, index, _CLAUSE)
        elif (word == "vez" and _word(found, index - 1) == "una") or (word == "despues" and following in ("de", "del")):
            yield False, _concepts(found, index, _CLAUSE)


def _out_of_order(claim: Sequence[Term], unit: Unit) -> str:
    """ "Después" or "antes" of something, where the source puts nothing after or before anything."""
    words = {fold(term.text) for term in unit.terms}
    said = {fold(term.text): term.text for term in claim}
    if any(word.startswith(_ORDERS) for word in words):
        return ""
    if "despues" in said and "posterior" not in unit.concepts and not words & _AFTER_WORDS:
        return f"dice «{said['despues']}» y el texto citado no"
    order = any(fold(a.text) == "antes" and fold(b.text) == "que" for a, b in pairwise(claim))
    if "antes" in said and not order and "previo" not in unit.concepts and not words & _BEFORE_WORDS:
        return f"dice «{said['antes']}» y el texto citado no"
    return ""


def _other_start(claim: Sequence[Term], unit: Unit, whole: frozenset[str]) -> str:
    """A term that runs from a moment which the source names for something else."""
    theirs = [keys for keys, _ in _starts(unit.terms, _FAR)]
    for keys, text in _starts(claim, _ANCHOR):
        known = [key for key in keys if any(matches(key, other) for other in whole)]
        if not theirs or not known or len(known) * 2 < len(keys):
            continue
        if not any(matches(key, other) for key in keys for held in theirs for other in held):
            return f"cuenta desde otro momento: «{text}»"
    return ""


def _starts(found: Sequence[Term], most: int) -> Iterator[tuple[list[str], str]]:
    """(what happens, text) after "a partir de", "desde" and "siguientes a"."""
    for index, term in enumerate(found):
        word, following = fold(term.text), _word(found, index + 1)
        opens = word == "partir" or (word == "desde" and following != "luego")
        opens = opens or (term.key == "posterior" and following in ("a", "al"))
        if not opens:
            continue
        keys = [key for key in _concepts(found, index, most) if key not in _GENERIC | lexicon().weak]
        places = list(_clause(found, index))
        if keys and places:
            yield keys, " ".join(other.text for other in found[index : places[-1] + 1])


def _clause(found: Sequence[Term], index: int, far: bool = False) -> Iterator[int]:
    for place in range(index + 1, min(len(found), index + _AHEAD * (5 if far else 2))):
        if found[place].key in _STOPS and not (far and found[place].key == ","):
            return
        yield place


def _concepts(found: Sequence[Term], index: int, most: int) -> list[str]:
    return [found[i].key for i in _clause(found, index, most == _FAR) if found[i].kind is Kind.CONCEPT][:most]


def _word(found: Sequence[Term], index: int) -> str:
    return fold(found[index].text) if 0 <= index < len(found) else ""
