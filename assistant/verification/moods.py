"""Stretches of a sentence by their mood: what may be done, what must be done, and what only comes before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from corpus.citations.words import fold

from .evidence import Unit
from .likeness import matches
from .text import Kind, Term, lexicon

_FUTURE = re.compile(r"(?:[aei]r|[dblr]r|ndr|ldr)(?:á|án)$")
_STATES = ("sera", "estara", "tendr", "habra", "podra", "resultara", "correspondera")
_GERUND = re.compile(r"(?:ando|[iy]endo)(?:se|l[aeo]s?)?$")
_SUBORDINATE = re.compile(r"(?:pued|pud|deb)(?:an?|ier[ae]n?|iesen?)$")
_TERMS = ("oblig", "necesario", "requisit", "condicion")
_BACK = 3
_CLAUSE = 14
_NOBODY = re.compile(r"(?:nadie|ningun\w*|nunca|tampoco|ni)$")
_ACT = 14


_RELATIVE = frozenset({"que", "quien", "quienes", "cual", "cuales"})


class Mood(StrEnum):
    MAY = "may"
    MUST = "must"
    TERMS = "terms"
    """A condition of what may be done: "siempre que", "con los requisitos", "garantizando"."""
    OPEN = "open"
    """What comes before any modal: who, when, under which condition."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The concepts that one modal governs, up to the next modal."""

    mood: Mood
    keys: tuple[str, ...]


def stretches(found: Sequence[Term]) -> list[Stretch]:
    """A sentence of the law cut at its modals, its verbs in the future and its gerunds."""
    out: list[tuple[Mood, list[str]]] = [(Mood.OPEN, [])]
    for index, term in enumerate(found):
        mood = _mood_at(found, index)
        if mood:
            out.append((mood, []))
        if term.kind in (Kind.CONCEPT, Kind.ACTOR):
            out[-1][1].append(term.key)
    return [Stretch(mood, tuple(keys)) for mood, keys in out]


@lru_cache(maxsize=20000)
def stretches_of(unit: Unit) -> list[Stretch]:
    """The stretches of a sentence of the law with what introduces it."""
    return stretches(unit.terms)


def elsewhere(keys: Sequence[str], units: Sequence[Unit], *moods: Mood) -> int:
    """How many concepts of an act the best stretch of these moods holds in any sentence cited, letter by letter."""
    wanted = set(keys)
    return max((len(wanted.intersection(i.keys)) for u in units for i in stretches_of(u) if i.mood in moods), default=0)


def leads(act: Sequence[str], held: Sequence[Stretch], least: int = 1) -> bool:
    """Whether the verb of an act is the very one that is ordered, with so many of its concepts, and nowhere allowed."""
    orders = [item.keys for item in held if item.mood is Mood.MUST and item.keys]
    ordered = any(matches(act[0], keys[0]) and len(set(act).intersection(keys)) >= least for keys in orders)
    return ordered and not governed(act[:1], held, Mood.MAY)


def _mood_at(found: Sequence[Term], index: int) -> Mood | None:
    term = found[index]
    if is_subordinate(term):
        return None
    if term.key == "MOD_PUEDE":
        return Mood.MUST if denied(found, index) else Mood.MAY
    if term.key == "MOD_DEBE":
        if index and fold(found[index - 1].text) in _RELATIVE and fold(term.text) in ("debe", "deben"):
            return None
        free = denied(found, index) and "oblig" in fold(term.text)
        return Mood.MAY if free else Mood.MUST
    if term.key in ("SIEMPRE_QUE", "SOLO"):
        return Mood.TERMS
    if term.kind is not Kind.CONCEPT:
        return None
    if _is_future(term) or (term.key.startswith(_TERMS) and _opens_list(found, index)):
        return Mood.MUST
    return Mood.TERMS if term.key.startswith(_TERMS) or _GERUND.search(fold(term.text)) else None


def is_subordinate(term: Term) -> bool:
    """Whether a modal is a subjunctive, which neither allows nor orders: "hechos que puedan entrañar"."""
    return term.key in ("MOD_PUEDE", "MOD_DEBE") and _SUBORDINATE.search(fold(term.text)) is not None


def _opens_list(found: Sequence[Term], index: int) -> bool:
    """ "Tendrá las siguientes obligaciones:", "con los requisitos siguientes:"."""
    return any(term.key == ":" for term in found[index + 1 : index + _BACK])


def _is_future(term: Term) -> bool:
    return _FUTURE.search(term.text.lower()) is not None and not fold(term.text).startswith(_STATES)


def denied(found: Sequence[Term], index: int) -> bool:
    """Whether a modal is negated: "no podrá", "en ningún caso podrá", "ninguna adecuación presupuestal puede"."""
    for back, term in enumerate(reversed(found[max(0, index - _CLAUSE) : index])):
        if term.kind is Kind.SIGN:
            return False
        near = back < _BACK and not any(t.kind is Kind.CONCEPT for t in found[index - back : index])
        if _NOBODY.match(fold(term.text)) or (term.kind is Kind.NEGATION and near):
            return True
    return False


def act_after(found: Sequence[Term], index: int) -> list[str]:
    """What a modal of the sentence governs: the telling concepts after it, up to the next modal or stop."""
    keys: list[str] = []
    for term in found[index + 1 : index + _ACT]:
        if term.key in (";", ".", "MOD_PUEDE", "MOD_DEBE"):
            break
        if term.kind is Kind.CONCEPT and term.key not in lexicon().weak:
            keys.append(term.key)
    return keys


def governed(keys: Sequence[str], held: Sequence[Stretch], *moods: Mood) -> int:
    """How many concepts of an act the best stretch of these moods holds."""
    counts = [sum(any(matches(key, own) for own in item.keys) for key in keys) for item in held if item.mood in moods]
    return max(counts, default=0)
