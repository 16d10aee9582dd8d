"""Text to search terms: accents folded, Spanish stems, and exact forms for numbers, article labels and acronyms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

import Stemmer

_WORD = re.compile(r"(\d+)(?:-?([a-z]{1,2})(?![a-z0-9]))?|([a-z]+)")
# "40 A" is a label; "de 40 a 50" and "15 Y 16" are not.
_SPACED_LETTER = re.compile(r"(\d)\s+([A-DF-NP-TV-XZ])\b(?!\s*\d)")
_MARK = re.compile(r"[^\x00-\x7f]+")
_STEMMER = Stemmer.Stemmer("spanish")

# Function words carry no subject. Negations and times ("no", "sin", "antes") do, and stay.
_FUNCTION_WORDS = """
    a al algo algun alguna algunas alguno algunos ante aquel aquella aquellas aquello aquellos asi aun
    aunque bien cada como con cual cuales cualquier cuando cuyo cuya de del desde donde dos e el ella ellas
    ello ellos en entonces entre era eran es esa esas ese eso esos esta estan estar estas este esto estos
    estoy fue fueron ha han hasta hay he la las le les lo los mas me mi mis mucho muy nada ni nos o os otra
    otras otro otros para pero poco por porque pues que quien quienes se sea sean segun ser si sido sino
    sobre solo son soy su sus tal tales tambien tan tanto te tengo tiene tienen toda todas todo todos tu tus
    un una unas uno unos usted ustedes va van y ya yo d q k x pa oye oiga articulo articulos art ley hola
    gracias favor quiero quisiera saber necesito pregunta duda
"""
STOP_WORDS = frozenset(_FUNCTION_WORDS.split())


def fold(text: str) -> str:
    """Lower case without accents; "ñ" becomes "n", as people without the key type it."""
    if text.isascii():
        return text.lower()
    return _MARK.sub(_without_marks, unicodedata.normalize("NFKD", text)).lower()


def _without_marks(run: re.Match[str]) -> str:
    return "".join(c for c in run.group() if not unicodedata.combining(c))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of a folded word; what has a digit or fewer than four letters stays as it is."""
    if len(word) < 4 or any(c.isdigit() for c in word):
        return word
    stemmed: str = _STEMMER.stemWord(word)
    return stemmed


def words(text: str) -> list[str]:
    """Folded words and numbers in order; "40-A", "40 A" and "40a" give `40a` and also `40`."""
    found = []
    for match in _WORD.finditer(fold(_SPACED_LETTER.sub(r"\1\2", text))):
        number, letters, word = match.groups()
        found += [word] if word else [number + letters, number] if letters else [number]
    return found


def terms(text: str) -> list[str]:
    """Stems of the words that carry a subject."""
    return [stem(word) for word in words(text) if word not in STOP_WORDS]


def trigrams(folded_words: Iterable[str]) -> Iterator[str]:
    """Letter trigrams of each word, with its edges marked."""
    for word in folded_words:
        marked = f"^{word}$"
        yield from (marked[i : i + 3] for i in range(len(marked) - 2))
