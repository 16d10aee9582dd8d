"""Spanish numerals as laws write them: roman numbers, ordinals and the Latin suffixes of articles.

Everything here takes accent-folded lower-case words (`fold`), so that "VIGÉSIMO" and "vigesimo" are one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ROMAN = re.compile(r"(?:c{0,1})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})$")
_ROMAN_VALUES = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_DIGIT = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}

_UNITS = ("", "primero", "segundo", "tercero", "cuarto", "quinto", "sexto", "septimo", "octavo", "noveno")
_UNIT_LABELS = ("", "Primero", "Segundo", "Tercero", "Cuarto", "Quinto", "Sexto", "Séptimo", "Octavo", "Noveno")
_TENS = ("", "decimo", "vigesimo", "trigesimo", "cuadragesimo", "quincuagesimo", "sexagesimo")
_TEN_LABELS = ("", "Décimo", "Vigésimo", "Trigésimo", "Cuadragésimo", "Quincuagésimo", "Sexagésimo")
_VARIANTS = {"primer": 1, "tercer": 3, "nono": 9, "setimo": 7, "undecimo": 11, "duodecimo": 12, "unico": 0}

ONLY = 0
"""The value of "Único"."""

FROM_THE_END = {"ultimo": -1, "penultimo": -2, "antepenultimo": -3}

MONTHS = {
    name: number
    for number, name in enumerate(
        (
            "enero",
            "febrero",
            "marzo",
            "abril",
            "mayo",
            "junio",
            "julio",
            "agosto",
            "septiembre",
            "octubre",
            "noviembre",
            "diciembre",
        ),
        1,
    )
} | {"setiembre": 9}


def word_set(words: str) -> frozenset[str]:
    """A vocabulary written as one text, words separated by white space."""
    return frozenset(words.split())


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Lower case without accents; the eñe becomes n."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@lru_cache(maxsize=4096)
def roman_value(word: str) -> int | None:
    """The number that a canonical roman numeral of at most 199 writes, in any case; None if it is not one."""
    lowered = word.lower()
    if not lowered or len(lowered) > 10 or not _ROMAN.match(lowered):
        return None
    total = 0
    for index, char in enumerate(lowered):
        value = _DIGIT[char]
        following = _DIGIT[lowered[index + 1]] if index + 1 < len(lowered) else 0
        total += -value if value < following else value
    return total or None


def roman(number: int) -> str:
    """The roman numeral of a positive number."""
    written = ""
    for value, letters in _ROMAN_VALUES:
        while number >= value:
            written += letters
            number -= value
    return written


def _masculine(word: str) -> str:
    if word.endswith("as") or word.endswith("os"):
        word = word[:-1]
    return word[:-1] + "o" if word.endswith("a") else word


def ordinal_unit(word: str) -> int | None:
    """1 to 9 for "primero" ... "novena"; also "primer" and "tercer"."""
    if word in ("primer", "tercer"):
        return _VARIANTS[word]
    word = _masculine(word)
    return _UNITS.index(word) if word in _UNITS[1:] else None


def ordinal_ten(word: str) -> int | None:
    """10, 20 ... 60 for "décimo", "vigésima" ..."""
    word = _masculine(word)
    return _TENS.index(word) * 10 if word in _TENS[1:] else None


@lru_cache(maxsize=4096)
def ordinal_value(word: str) -> int | None:
    """The number of one ordinal word, joined forms included ("decimoséptimo", "vigesimocuarta"); 0 for "único"."""
    simple = ordinal_unit(word) or ordinal_ten(word)
    if simple:
        return simple
    masculine = _masculine(word)
    if masculine in _VARIANTS:
        return _VARIANTS[masculine]
    for index, ten in enumerate(_TENS[1:], 1):
        if masculine.startswith(ten):
            rest = masculine[len(ten) :]
            unit = ordinal_unit(rest) if rest else None
            if unit:
                return index * 10 + unit
    return None


def ordinal_label(number: int) -> str:
    """ "Séptimo", "Décimo Primero", "Vigésimo Tercero", "Único": the written form in ids of transitorios."""
    if number == ONLY:
        return "Único"
    ten, unit = divmod(number, 10)
    if ten >= len(_TEN_LABELS):
        return str(number)
    return " ".join(part for part in (_TEN_LABELS[ten], _UNIT_LABELS[unit]) if part)
