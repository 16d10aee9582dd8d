"""The cited text in units that a sentence can be compared with: one sentence of the law with what introduces it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from corpus.citations.words import fold

from .quantities import Quantity, quantities
from .quotes import plain
from .text import Kind, Term, concept, terms

_SENTENCE_END = re.compile(
    r"(?<=[.;])\s+(?=[A-ZÁÉÍÓÚÑ«“\"])|(?<=;)\s+(?=(?:si|cuando|en caso de que|tratándose) )"
    r"|,\s+(?=en tanto que|mientras que)"
)
_LONGEST = 2500
_SHORT = 4
_ROMAN_ITEM = re.compile(r"[IVXL]+(?:\s?(?:Bis|Ter))?[.)]")
_ANAPHOR = re.compile(
    r"(?:Dich[oa]s?|(?:Si )?[EeÉé]st[aeo]s?|Lo anterior|Para (?:los )?(?:est|efectos)"
    r"|También|Asimismo|En est[aeo]s?|La misma|El mismo)\b"
)
_ITEM = re.compile(r"(?:[IVXL]+(?:\s?(?:Bis|Ter))?|[A-Za-zñ]|\d{1,2})[.)]\s*-?\s*")


@dataclass(frozen=True)
class Unit:
    """A sentence of the cited text; `intro` is the opening of the enumeration that it is an item of."""

    provision: str
    text: str
    intro: str = ""
    pair: bool = False
    """Two sentences or a whole enumeration: tried only where no single sentence holds the claim."""
    before: str = ""
    """The sentence before, whose actors this one may go on with."""
    title: str = ""
    """The titles and chapters that the provision stands under."""

    @cached_property
    def terms(self) -> list[Term]:
        """The terms of the introduction and of the sentence."""
        return _terms(f"{self.intro} {self.text}".strip())

    @cached_property
    def own_terms(self) -> int:
        """How many of its terms are of the sentence and not of the introduction."""
        return len(_terms(self.text))

    @cached_property
    def concepts(self) -> frozenset[str]:
        """What the unit speaks of, actors included."""
        return frozenset(term.key for term in self.terms if term.kind in (Kind.CONCEPT, Kind.ACTOR))

    @cached_property
    def light(self) -> frozenset[str]:
        """Its light words as concepts, because "legales" is light and "legalidad" is not."""
        return frozenset(concept(fold(term.text)) for term in self.terms if term.kind is Kind.LIGHT)

    @cached_property
    def context(self) -> frozenset[str]:
        """What the sentence before speaks of."""
        return frozenset(term.key for term in _terms(self.before) if term.kind in (Kind.CONCEPT, Kind.ACTOR))

    @cached_property
    def quantities(self) -> list[Quantity]:
        """The quantities of the introduction and of the sentence."""
        return quantities(self.terms)

    def has_mark(self, *keys: str) -> bool:
        """Whether one of these marks (EXC, SOLO, MOD_PUEDE...) stands in it."""
        return any(term.key in keys for term in self.terms if term.kind in (Kind.MARK, Kind.NEGATION))


@lru_cache(maxsize=20000)
def _terms(text: str) -> list[Term]:
    return terms(text)


def units_of(provision: str, text: str, intro: str = "", title: str = "") -> list[Unit]:
    """The sentences of a text, each two that follow, and each enumeration whole.

    Items carry the last line that ends in a colon, which introduces them.
    """
    units: list[Unit] = []
    items: list[str] = []
    opening, inner, previous = intro, "", ""
    for block in text.split("\n"):
        block = block.strip()
        if not block:
            continue
        item = _ITEM.match(block)
        if item and _ROMAN_ITEM.match(block):
            inner = ""
        shown = f"{opening} {inner}".strip() if item else ""
        sentences = [sentence for sentence in _SENTENCE_END.split(block) if sentence.strip()]
        for sentence in sentences:
            # "Las controversias ..., en tanto que las que ...": the second half keeps the noun of the first.
            contrast = sentence.startswith(("en tanto que", "mientras que"))
            noun = " ".join(block.split()[:2]) if contrast else ""
            said_before = "" if contrast else previous
            units.append(Unit(provision, sentence, f"{shown} {noun}".strip(), before=said_before, title=title))
            previous = sentence
        units += [
            Unit(provision, f"{a} {b}", shown, pair=True, title=title)
            for a, b in pairwise(sentences)
            if _ANAPHOR.match(b)
        ]
        if item:
            items.append(block)
        elif len(items) > 1:
            units.append(Unit(provision, " ".join(items), opening, pair=True, title=title))
            items = []
        if block.endswith(":"):
            opening, inner = (opening, block) if item else (block, "")
    if len(items) > 1:
        units.append(Unit(provision, " ".join(items), opening, pair=True, title=title))
    return [unit for unit in units if len(unit.text) <= _LONGEST]


def is_whole(text: str, units: Sequence[Unit]) -> bool:
    """Whether a text is made of whole sentences of the law, letter by letter: a part of one may lose its exception."""
    held = {_bare(unit.text) for unit in units}
    said = [_bare(sentence) for block in text.split("\n") for sentence in _SENTENCE_END.split(block)]
    return _bare(text) in held or all(sentence in held for sentence in said if sentence)


def _bare(text: str) -> str:
    return plain(text).strip(" .;,")


def best(concepts: Sequence[str], units: Sequence[Unit], weight: Weights) -> list[tuple[float, Unit]]:
    """Units by how much of the concepts they hold, best first; short units win ties."""
    scored = [(coverage(concepts, unit, weight), unit) for unit in units]
    return sorted(scored, key=lambda pair: (-round(pair[0], 4), len(pair[1].terms)))


def coverage(concepts: Sequence[str], unit: Unit, weight: Weights) -> float:
    """The weighted share of concepts that stand in a unit."""
    total = sum(weight.of(key) for key in concepts)
    if not total:
        return 1.0
    return sum(weight.of(key) for key in concepts if holds(unit, key)) / total


def holds(unit: Unit, key: str) -> bool:
    """Whether a unit speaks of a concept: the same key, or a word that shares its beginning."""
    return key in unit.concepts or key in unit.light or _near(key, unit)


def _near(key: str, unit: Unit) -> bool:
    if len(key) < _SHORT or key.isupper():
        return False
    if len(key) == _SHORT:
        return any(other.startswith(key) and len(other) <= _SHORT + 3 for other in unit.concepts)
    size = max(5, len(key) - 2)
    return any(other[:size] == key[:size] for other in unit.concepts if not other.isupper())


@dataclass(frozen=True)
class Weights:
    """How telling a concept is: rare ones of the corpus weigh more. Without counts all weigh the same."""

    counts: dict[str, float] | None = None

    def of(self, key: str) -> float:
        """The weight of a concept, between 0.5 and 2."""
        return 1.0 if self.counts is None else self.counts.get(key, 1.5)
