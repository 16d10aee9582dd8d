"""Ease of reading of a Spanish text: the Szigriszt-Pazos index with the INFLESZ bands, and Fernández Huerta.

    Szigriszt-Pazos   206.835 - 62.3 (syllables / words) - words / sentences       (Szigriszt Pazos 1993)
    Fernández Huerta  206.84 - 60 (syllables / words) - 1.02 (words / sentences)   (Fernández Huerta 1959, as corrected)
    INFLESZ bands     <= 40 muy difícil, <= 55 algo difícil, <= 65 normal, <= 80 bastante fácil, above muy fácil
                      (Barrio-Cantalejo et al., An. Sist. Sanit. Navar. 31, 2008)

What stands between «» is the law's wording, which we may not make easier, and is left out.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

_QUOTED = re.compile(r"«[^»]*»")
_WORD = re.compile(r"[a-záéíóúüñ]+", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?;:\n]*[a-záéíóúüñ][^.!?;:\n]*", re.IGNORECASE)
_NUCLEUS = re.compile(r"[aeiouáéíóúü]+")
_STRONG, _STRESSED_WEAK = "aeoáéó", "íú"
_BANDS = ((40.0, "muy difícil"), (55.0, "algo difícil"), (65.0, "normal"), (80.0, "bastante fácil"))


def syllables(word: str) -> int:
    """Syllables of a Spanish word; two strong vowels, or a stressed weak one beside a strong one, are two."""
    written = unicodedata.normalize("NFC", word.lower())
    written = re.sub(r"([gq])u(?=[eiéí])", r"\1", written)
    written = re.sub(r"y$", "i", written)
    return max(1, sum(_in_group(group) for group in _NUCLEUS.findall(written)))


def szigriszt(text: str) -> float | None:
    """The perspicuity index of our own words, mostly 0 to 100, higher easier; absent where there are none."""
    counts = _counts(text)
    return None if counts is None else 206.835 - 62.3 * counts[0] - counts[1]


def fernandez_huerta(text: str) -> float | None:
    """The same by Fernández Huerta."""
    counts = _counts(text)
    return None if counts is None else 206.84 - 60 * counts[0] - 1.02 * counts[1]


def band(index: float) -> str:
    """The INFLESZ word for a Szigriszt-Pazos index."""
    return next((word for limit, word in _BANDS if index <= limit), "muy fácil")


def _counts(text: str) -> tuple[float, float] | None:
    """Syllables for each word and words for each sentence."""
    own = _QUOTED.sub(" ", text)
    words = _WORD.findall(own)
    sentences = len(_SENTENCE.findall(own))
    return (sum(map(syllables, words)) / len(words), len(words) / sentences) if words else None


def _in_group(group: str) -> int:
    count = 1
    for left, right in pairwise(group):
        both_strong = left in _STRONG and right in _STRONG
        broken = (left in _STRESSED_WEAK and right in _STRONG) or (left in _STRONG and right in _STRESSED_WEAK)
        count += both_strong or broken
    return count
