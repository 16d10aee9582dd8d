"""The grammar of labels: how articles, lists and divisions announce themselves at the start of a paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from corpus.latin_numbers import LATIN
from ingest.ordinals import fold, ordinal_name, read_ordinal

_LATIN = rf"(?i:{'|'.join(sorted(LATIN, key=len, reverse=True))})(?![a-záéíóú])"
# 5 A, 40-A, 17-H Bis, 4o.-A, 156-Bis, 69 C Bis, 18 Bis 1, 7o Bis, 58-2
_NUMBER = (
    r"(?:\d{1,4}|\d,\d{3})(?:\s?(?:[oOaº]\b|°)\.?)?"
    r"(?:\s?-?\s?[A-ZÑ]{1,2}(?=[\s.\-–:]|$)(?<![a-z])(?!\s+[a-z]))?"
    rf"(?:\s?-?\s?{_LATIN}(?:\s?-?\s?\d{{1,2}})?(?:\s?-?\s?[A-Z](?=[.\-–]))?|-\d{{1,2}}(?=[.\s]))?"
)
_ARTICLE = re.compile(
    rf"(?P<word>Art[ií]culo|ART[IÍ]CULO|Art\.|ART\.)\s+(?P<number>{_NUMBER})(?P<stop>\s*[.\-–—:]+|\s*(?=\())\s*"
)
_ARTICLE_BARE = re.compile(r"(?:Art[ií]culo|ART[IÍ]CULO)\s+(?P<number>\d{1,4}(?:[oº°]\.?)?)(?P<stop>)\s+(?=[A-ZÁÉÍÓÚ])")

ListType = Literal["roman", "upper", "letter", "figure", "small_roman"]


@dataclass(frozen=True, slots=True)
class ArticleLabel:
    """An article's label: its number as printed, and how many characters the label takes."""

    number: str
    length: int
    name: str = ""
    """The number as a person says it, where that is not `number`: "Primero" for 1."""


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


def read_article(text: str) -> ArticleLabel | None:
    """The article label that a paragraph starts with: "Artículo 4o.-A.- ..." gives number "4-A"."""
    match = _ARTICLE.match(text) or _ARTICLE_BARE.match(text)
    if not match:
        return None
    return ArticleLabel(article_number(match["number"]), match.end())


_NUMBERED = re.compile(r"(?:art[ií]culo|art\.)\s+\d", re.IGNORECASE)


def names_article(text: str) -> bool:
    """Whether a paragraph starts as an article does, whatever its number looks like."""
    return _NUMBERED.match(text) is not None


_ORDINAL_ARTICLE = re.compile(r"(?:Art[ií]culo|ART[IÍ]CULO|Art\.|ART\.)\s+(?=[A-ZÁÉÍÓÚa-z])")
_ORDINAL_STOP = re.compile(r"\s*[.\-–—:]+\s*")


def read_ordinal_article(text: str) -> ArticleLabel | None:
    """The label of an article numbered in words: "ARTÍCULO PRIMERO.-" gives 1, "Artículo Único." gives "Único"."""
    word = _ORDINAL_ARTICLE.match(text)
    found = read_ordinal(text[word.end() :]) if word else None
    stop = _ORDINAL_STOP.match(text, word.end() + found[1]) if word and found else None
    if found is None or stop is None:
        return None
    name = ordinal_name(found[0])
    return ArticleLabel(str(found[0]) if found[0] else name, stop.end(), name)


@dataclass(frozen=True, slots=True)
class RepealedRange:
    """Several repealed articles in one heading: their numbers, and how many characters the label takes."""

    numbers: tuple[str, ...]
    length: int


_RANGE = re.compile(
    rf"(?:Art[ií]culos?|ART[IÍ]CULOS?|Arts?\.|ARTS?\.)\s+(?P<first>{_NUMBER})\s+(?P<word>[aA]|[aA][lL]|[yY])\s+(?P<last>{_NUMBER})[.\-–—:\s]+",
)
_WIDEST_RANGE = 600  # whole books of the old codes are repealed in one heading


def read_repealed_range(text: str) -> RepealedRange | None:
    """A heading like "Artículos 76 a 79.- (Se derogan).": 76, 77, 78, 79; None for any other text."""
    match = _RANGE.match(text)
    if not match or not is_repealed(text[match.end() :]):
        return None
    first, last = article_number(match["first"]), article_number(match["last"])
    numbers: tuple[str, ...] = (first, last)
    if match["word"] not in "yY" and first.isdigit() and last.isdigit():
        if not 0 < int(last) - int(first) <= _WIDEST_RANGE:
            return None
        numbers = tuple(str(number) for number in range(int(first), int(last) + 1))
    return RepealedRange(numbers, match.end())


def article_number(printed: str) -> str:
    """The number without ordinal marks and with single separators: "4o.-A" gives "4-A", "40 A" stays."""
    plain = re.sub(r"(?<=\d)\s?[oOaº°]\.?(?![a-zA-Z])", "", printed)
    plain = re.sub(r"\s*-\s*", "-", plain).strip().replace(",", "")
    return _in_one_form(re.sub(r"\s+", " ", plain))


def _in_one_form(text: str) -> str:
    """Latin suffixes as they are always written: "BIS" gives "Bis", "quater" gives "Quáter"."""
    return re.sub(_LATIN, lambda found: LATIN[found[0].lower()], text)


_PLACES = {word: place for place, word in enumerate(dict.fromkeys(LATIN.values()))}


def article_key(number: str) -> tuple[int, str]:
    """A key that sorts article numbers as the law does: 40 < 40 A < 40 B < 41; 17-H < 17-H Bis < 17-I."""
    digits = re.match(r"\d+", number)
    rest = re.sub(r"[\s-]+", " ", number[digits.end() :] if digits else number).strip()
    ordered = (f"!{_PLACES[word]:02}" if word in _PLACES else word for word in rest.split(" "))
    return (int(digits[0]) if digits else 0, " ".join(ordered))


_ROMAN = re.compile(r"(?=[IVXLC])(?:C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})$", re.IGNORECASE)
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ITEM = re.compile(
    r"\(?(?P<name>[IVXLC]{1,8}|[a-zñ]{1,2}|[A-ZÑ]|[ivxl]{1,6}|\d{1,3})(?:(?<=\d)(?:[oaº]\b|°))?"
    rf"(?:\s?-?\s?(?P<suffix>{_LATIN}(?:\s\d)?))?\s?(?P<stop>\)\.?[-–—]?|\.[-–—]|\.|-(?=\s))(?=\s|$|\(|(?<=\.[-–—])[A-ZÁÉÍÓÚ])\s*"
)
_SEVERAL = re.compile(
    r"(?P<first>[IVXLC]{1,8}|[a-zñ])[.)]?(?:,\s(?:[IVXLC]{1,8}|[a-zñ])[.)]?){0,6}\s+(?P<word>a|al|y)\s+"
    r"(?P<last>[IVXLC]{1,8}|[a-zñ])\s?(?:\)|\.-|\.|-(?=\s))\s*"
)
_APARTADO = re.compile(r"Apartado\s+(?P<name>[A-ZÑ])\s?(?:\.[-–—]?|\))\s+")
_ITEM_BARE = re.compile(rf"(?P<name>[IVXLC]{{1,8}})(?:\s(?P<suffix>{_LATIN}))?\s+(?=[A-ZÁÉÍÓÚ])")


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


def _letter_value(text: str) -> int | None:
    """Place of an inciso: a = 1 ... z = 27 with ñ = 15; aa and bb go on after z. As printed, ñ may be missing."""
    if len(text) == 2 and text[0] != text[1]:
        return None
    letter = text[0].lower()
    base = 26.5 if len(text) == 2 else 0
    if letter == "ñ":
        return None if base else 1450
    place = _LETTERS.find(letter)
    return None if place < 0 else int((place + 1 + base) * 100)


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
            found.append(ItemLabel(kind, value, suffix, f"{name} {_in_one_form(suffix)}".strip(), length))

    if name.isdigit():
        add("figure", int(name) * 100)
    elif name.isupper():
        roman = roman_value(name)
        add("roman", roman * 100 if roman else None)
        if len(name) == 1:
            add("upper", _letter_value(name))
    else:
        add("letter", _letter_value(name) if len(name) <= 2 else None)
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


_DIVISIONS = ("libro", "titulo", "capitulo", "seccion", "subseccion", "apartado")
_DIVISION = re.compile(r"(libro|titulo|capitulo|seccion|subseccion|apartado)\b")


def division_level(text: str) -> int | None:
    """The depth of a division heading (libro 0, título 1, capítulo 2, sección 3...), None for other text."""
    match = _DIVISION.match(fold(unspaced(text)))
    return _DIVISIONS.index(match[1]) if match else None


def unspaced(text: str) -> str:
    """Letter-spaced words put together: "C A P Í T U L O  I" gives "CAPÍTULO I"."""
    if not re.fullmatch(r"(?:\S ){4,}\S+", text):
        return text
    return re.sub(r"^(LIBRO|T[IÍ]TULO|CAP[IÍ]TULO|SECCI[OÓ]N)(?=\S)", r"\1 ", text.replace(" ", ""))


_TRANSITORIOS = re.compile(
    r"(?:(?:articulos?|disposicion(?:es)?|regimen)\s+)?transitori[oa]s?(?:\s+unic[oa])?(?:\s*[.:])?$"
)
_SPECIAL_TRANSITORIOS = re.compile(r"disposicion(?:es)? transitorias?\s+(?:de|del|para)\b")


def transitory_heading(text: str) -> Literal["plain", "special"] | None:
    """Whether a heading opens transitorios: the decree's own, or those "de la Ley ..." inside a decree."""
    plain = fold(unspaced(text)).strip()
    if _TRANSITORIOS.match(plain):
        return "plain"
    return "special" if _SPECIAL_TRANSITORIOS.match(plain) else None


_REPEALED = re.compile(
    r"\(?\s*(?:se deroga[n]?|derogad[oa]s?|\(?derogad[oa]\)?|se suprime)\s*\)?[.;,]?(?:\s*[yo])?[.;,]?$"
)


_LONGEST_REPEAL = 60


def is_repealed(text: str) -> bool:
    """Whether all that is left of a provision says that it is gone: "(Se deroga).", "Derogado"."""
    return len(text) <= _LONGEST_REPEAL and bool(_REPEALED.match(fold(text).strip()))
