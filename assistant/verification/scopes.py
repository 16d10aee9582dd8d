"""What a text excepts, denies, limits, makes a condition of and concedes: the words that each of these falls on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.citations.words import fold

from .evidence import Unit
from .likeness import matches
from .text import Kind, Term, lexicon

STOPS = frozenset({",", ";", ".", ":", "(", ")"})
ENDS = frozenset({";", "."})
ALONE = frozenset({"un", "uno", "una", "por", "es"})
"""Before "solo" they make it "single" ("un solo pago"), "by itself" ("por sí solo") or what something amounts to."""
_KINDS = (Kind.CONCEPT, Kind.ACTOR, Kind.NUMBER)
_LEFT_OUT = ("except", "exclu", "exent", "prohib")
_OTHER_THAN = frozenset({"menos", "distinto", "distinta", "distintos", "distintas", "fuera", "diversos", "diversas"})
_HALF = 0.5

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class Scopes:
    """The words of a cited text, sentence by sentence, by what is said of them."""

    every: Words
    affirmed: tuple[Words, ...]
    denied: tuple[Words, ...]
    excepted: tuple[Words, ...]
    """What follows an exception, to the end of its sentence."""
    limited: tuple[Words, ...]
    """What follows "sólo" or "siempre que", to the end of its sentence."""
    conceded: tuple[Words, ...]


def words_of(found: Sequence[Term]) -> list[str]:
    """The telling concepts, actors and numbers, each once."""
    weak = lexicon().weak
    return list(dict.fromkeys(term.key for term in found if term.kind in _KINDS and term.key not in weak))


def share(mine: Sequence[str], theirs: Words) -> float:
    """How much of some words stands among others."""
    held = sum(key in theirs or any(matches(key, other) for other in theirs) for key in mine)
    return held / len(mine) if mine else 0.0


def stands_in(mine: Sequence[str], *groups: Sequence[Words]) -> bool:
    """Whether half of some words stand together in one sentence of some of these scopes."""
    return any(share(mine, held) >= _HALF for group in groups for held in group)


def clause_after(found: Sequence[Term], index: int) -> Sequence[Term]:
    """The terms after a place, up to the next comma or stop."""
    end = next((place for place in range(index + 1, len(found)) if found[place].key in STOPS), len(found))
    return found[index + 1 : end]


def runs(found: Sequence[Term], stops: frozenset[str]) -> Iterator[Sequence[Term]]:
    """The runs of terms between these stops."""
    start = 0
    for index, term in enumerate(found):
        if term.key in stops:
            yield found[start:index]
            start = index + 1
    yield found[start:]


def scopes_of(units: Sequence[Unit]) -> Scopes:
    """The scopes of all the cited text."""
    return _scopes(tuple(dict.fromkeys((unit.intro, unit.text) for unit in units if not unit.pair)))


@lru_cache(maxsize=512)
def _scopes(texts: tuple[tuple[str, str], ...]) -> Scopes:
    names = ("affirmed", "denied", "excepted", "limited", "conceded")
    groups: dict[str, list[Words]] = {name: [] for name in names}
    every: set[str] = set()
    for intro, text in texts:
        for sentence in runs(Unit("", text, intro).terms, ENDS):
            every.update(words_of(sentence))
            for name, held in _said_of(sentence).items():
                groups[name].append(held)
    return Scopes(frozenset(every), *(tuple(groups[name]) for name in names))


def _said_of(sentence: Sequence[Term]) -> dict[str, Words]:
    """The words of each scope of one sentence; an exception and a limit last to its end, the others a clause."""
    out: dict[str, set[str]] = {}
    excepting = limiting = False
    for clause in runs(sentence, STOPS):
        excepting = excepting or any(_excepts(term) for term in clause)
        limiting = limiting or any(term.key in ("SOLO", "SIEMPRE_QUE") for term in clause)
        denying = any(term.kind is Kind.NEGATION for term in clause)
        told = {
            "excepted": excepting,
            "limited": limiting,
            "denied": denying,
            "affirmed": not denying and not excepting,
            "conceded": any(_concedes(term) for term in clause),
        }
        for name in (name for name, holds in told.items() if holds):
            out.setdefault(name, set()).update(words_of(clause))
    return {name: frozenset(held) for name, held in out.items() if held}


def _excepts(term: Term) -> bool:
    word = fold(term.text)
    return term.key == "EXC" or word.startswith(_LEFT_OUT) or word in _OTHER_THAN


def _concedes(term: Term) -> bool:
    return term.key in ("AUN", "UNIVERSAL", "SIN_PERJUICIO") or fold(term.text).startswith("independiente")
