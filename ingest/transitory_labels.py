"""How transitorios announce themselves: "PRIMERO.-", "Artículo Segundo.", "1o.", "SEGUNDO A NOVENO.-"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.ordinals import read_ordinal

_WORD = re.compile(r"(?:Art[ií]culo|ART[IÍ]CULO|Transitorio|TRANSITORIO)s?\s+", re.IGNORECASE)
_LIST_ITEM = re.compile(r"\d+[.)]")
_STOP = re.compile(r"\s*[.\-–:)]+\s*")
_RANGE = re.compile(r"\s+(?P<word>a|al|y|e)\s+", re.IGNORECASE)
_WIDEST = 40


@dataclass(frozen=True, slots=True)
class TransitoryLabel:
    """The ordinals that a label names (several in "SEGUNDO A NOVENO"), and how many characters it takes."""

    numbers: tuple[int, ...]
    length: int


def read_transitory(text: str, special: bool) -> TransitoryLabel | None:
    """The label of a transitorio at the start of a paragraph; None for any other text.

    `special` is for transitorios "de la Ley ..." inside a decree, which always say "Artículo": there, and before
    every "1.", what has no such word is a list inside a transitorio.
    """
    word = _WORD.match(text)
    at = word.end() if word else 0
    if not at and (special or _LIST_ITEM.match(text)):
        return None
    first = read_ordinal(text[at:])
    if first is None:
        return None
    at += first[1]
    numbers: tuple[int, ...] = (first[0],)
    between = _RANGE.match(text, at)
    last = read_ordinal(text[between.end() :]) if between else None
    if between and last and first[0] < last[0] <= first[0] + _WIDEST:
        at = between.end() + last[1]
        numbers = (first[0], last[0]) if between["word"].lower() in "ye" else tuple(range(first[0], last[0] + 1))
    stop = _STOP.match(text, at)
    return TransitoryLabel(numbers, stop.end()) if stop else None


def is_lone_transitory(text: str) -> bool:
    """Whether a paragraph is a transitorio that no heading announces: "TRANSITORIO ÚNICO.- ..."."""
    label = read_transitory(text, special=False)
    return label is not None and label.numbers == (0,) and text[:11].lower() == "transitorio"
