"""The labels of articles: how they announce themselves at the start of a paragraph, and the order of their numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.latin_numbers import LATIN
from ingest.ordinals import ordinal_name, read_ordinal
from ingest.repealed import is_repealed

LATIN_WORD = rf"(?i:{'|'.join(sorted(LATIN, key=len, reverse=True))})(?![a-záéíóú])"
"""A pattern for any of the words in `LATIN`, in any case."""
# 5 A, 40-A, 17-H Bis, 4o.-A, 156-Bis, 69 C Bis, 18 Bis 1, 7o Bis, 58-2
_NUMBER = (
    r"(?:\d{1,4}|\d,\d{3})(?:\s?(?:[oOaº]\b|°)\.?)?"
    r"(?:\s?-?\s?[A-ZÑ]{1,2}(?=[\s.\-–:]|$)(?<![a-z])(?!\s+[a-z]))?"
    rf"(?:\s?-?\s?{LATIN_WORD}(?:\s?-?\s?\d{{1,2}})?(?:\s?-?\s?[A-Z](?=[.\-–]))?|-\d{{1,2}}(?=[.\s]))?"
)
_ARTICLE = re.compile(
    rf"(?P<word>Art[ií]culo|ART[IÍ]CULO|Art\.|ART\.)\s+(?P<number>{_NUMBER})(?P<stop>\s*[.\-–—:]+|\s*(?=\())\s*"
)
_ARTICLE_BARE = re.compile(r"(?:Art[ií]culo|ART[IÍ]CULO)\s+(?P<number>\d{1,4}(?:[oº°]\.?)?)(?P<stop>)\s+(?=[A-ZÁÉÍÓÚ])")


@dataclass(frozen=True, slots=True)
class ArticleLabel:
    """An article's label: its number as printed, and how many characters the label takes."""

    number: str
    length: int
    name: str = ""
    """The number as a person says it, where that is not `number`: "Primero" for 1."""


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
    return in_one_form(re.sub(r"\s+", " ", plain))


def in_one_form(text: str) -> str:
    """Latin suffixes as they are always written: "BIS" gives "Bis", "quater" gives "Quáter"."""
    return re.sub(LATIN_WORD, lambda found: LATIN[found[0].lower()], text)


_PLACES = {word: place for place, word in enumerate(dict.fromkeys(LATIN.values()))}


def article_key(number: str) -> tuple[int, str]:
    """A key that sorts article numbers as the law does: 40 < 40 A < 40 B < 41; 17-H < 17-H Bis < 17-I."""
    digits = re.match(r"\d+", number)
    rest = re.sub(r"[\s-]+", " ", number[digits.end() :] if digits else number).strip()
    ordered = (f"!{_PLACES[word]:02}" if word in _PLACES else word for word in rest.split(" "))
    return (int(digits[0]) if digits else 0, " ".join(ordered))
