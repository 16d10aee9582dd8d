"""The labels of lists: fractions, incisos, numerals and apartados at the start of a paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from ingest.article_labels import LATIN_WORD, in_one_form
from ingest.repealed import is_repealed

ListType = Literal["roman", "upper", "letter", "figure", "small_roman"]


@dataclass(frozen=True, slots=True)
class ItemLabel:
    """One reading of a list label: what kind of numbering, which place in it, "Bis" and the like, its width."""

    type: ListType
    value: int
    suffix: str
    name: str
    length: int
    last: int = 0
    """The place of the last of several, for labels like "II a IV"; 0 for one."""

    @property
    def opens_list(self) -> bool:
        """Whether it is the first of its kind of numbering: I, A, a, 1, i."""
        return self.value == 100 and not self.suffix

    def precedes(self, other: ItemLabel) -> bool:
        """Whether another may come right after it in one list: the next value, or a Bis of the same one."""
        if self.type != other.type:
            return False
        if self.value == other.value:
            return bool(other.suffix) and other.suffix.lower() != self.suffix.lower()
        return 0 < other.value - (self.last or self.value) <= 100


_ROMAN = re.compile(r"(?=[IVXLC])(?:C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})$", re.IGNORECASE)
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ITEM = re.compile(
    r"\(?(?P<name>[IVXLC]{1,8}|[a-zñ]{1,2}|[A-ZÑ]|[ivxl]{1,6}|\d{1,3})(?:(?<=\d)(?:[oaº]\b|°))?"
    rf"(?:\s?-?\s?(?P<suffix>{LATIN_WORD}(?:\s\d)?))?\s?(?P<stop>\)\.?[-–—]?|\.[-–—]|\.|-(?=\s))(?=\s|$|\(|(?<=\.[-–—])[A-ZÁÉÍÓÚ])\s*"
)
_SEVERAL = re.compile(
    r"(?P<first>[IVXLC]{1,8}|[a-zñ])[.)]?(?:,\s(?:[IVXLC]{1,8}|[a-zñ])[.)]?){0,6}\s+(?P<word>a|al|y)\s+"
    r"(?P<last>[IVXLC]{1,8}|[a-zñ])\s?(?:\)|\.-|\.|-(?=\s))\s*"
)
_APARTADO = re.compile(r"Apartado\s+(?P<name>[A-ZÑ])\s?(?:\.[-–—]?|\))\s+")
_ITEM_BARE = re.compile(rf"(?P<name>[IVXLC]{{1,8}})(?:\s(?P<suffix>{LATIN_WORD}))?\s+(?=[A-ZÁÉÍÓÚ])")


def roman_value(text: str) -> int | None:
    """The value of a Roman numeral, None where it is not one."""
    if not text or not _ROMAN.match(text):
        return None
    total, previous = 0, 0
    for char in reversed(text.upper()):
        value = _ROMAN_VALUES[char]
        total += value if value >= previous else -value
        previous = max(previous, value)
    return total


_LETTERS = "abcdefghijklmnopqrstuvwxyz"


_OLD_LETTERS = {"ñ": 1450, "ch": 350, "ll": 1250}


def _letter_values(text: str) -> list[int]:
    """Places of an inciso: a = 1, b = 2 ... z = 26; aa and bb go on after z.

    Between them stand ñ, ch and ll, where a law has them: "ll" may come after l, or after kk.
    """
    lowered = text.lower()
    found = [_OLD_LETTERS[lowered]] if lowered in _OLD_LETTERS else []
    place = _LETTERS.find(lowered[0])
    if place >= 0 and lowered == lowered[0] * len(lowered):
        found.append((place + 1 + (len(_LETTERS) if len(lowered) == 2 else 0)) * 100)
    return found


def _letter_value(text: str) -> int | None:
    return next(iter(_letter_values(text)), None)


def read_items(text: str, bare: bool = False) -> list[ItemLabel]:
    """Every reading of the list label that a paragraph starts with; letters may also be Roman numerals.

    `bare` allows an upper Roman numeral without stop ("II Se encuentren"), for bold labels.
    Values are hundredfold, so that an ñ may stand between n and o.
    """
    several = _read_several(text)
    if several is not None:
        return [several]
    apartado = _APARTADO.match(text)
    if apartado:
        return [ItemLabel("upper", _letter_value(apartado["name"]) or 0, "", apartado["name"], apartado.end())]
    match = _ITEM.match(text) or (_ITEM_BARE.match(text) if bare else None)
    if not match:
        return []
    name, suffix, length = match["name"], match["suffix"] or "", match.end()
    found: list[ItemLabel] = []

    def add(kind: ListType, value: int | None) -> None:
        if value is not None:
            found.append(ItemLabel(kind, value, suffix, f"{name} {in_one_form(suffix)}".strip(), length))

    if name.isdigit():
        add("figure", int(name) * 100)
    elif name.isupper():
        roman = roman_value(name)
        add("roman", roman * 100 if roman else None)
        if len(name) == 1:
            add("upper", _letter_value(name))
    else:
        for value in _letter_values(name) if len(name) <= 2 else ():
            add("letter", value)
        roman = roman_value(name)
        add("small_roman", roman * 100 if roman else None)
    return found


def _read_several(text: str) -> ItemLabel | None:
    """Several repealed items in one: "II a IV. Se derogan.", "b) y c) (Se derogan)."."""
    match = _SEVERAL.match(text)
    if not match or not is_repealed(text[match.end() :]):
        return None
    upper = match["first"].isupper()
    read = roman_value if upper else _letter_value
    first, last = read(match["first"]), read(match["last"])
    if first is None or last is None or first >= last:
        return None
    scale = 100 if upper else 1
    name = f"{match['first']} {match['word']} {match['last']}"
    return ItemLabel("roman" if upper else "letter", first * scale, "", name, match.end(), last * scale)
