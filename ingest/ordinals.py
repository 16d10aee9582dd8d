"""Spanish ordinals as transitorios are numbered: read in any spelling, written in one.

`read_ordinal("VIGESIMO SEPTIMO")` and `read_ordinal("Vigésimoséptimo")` give 27; `ordinal_name(27)` gives
"Vigésimo Séptimo". Eleven and twelve are written "Décimo Primero" and "Décimo Segundo" whatever the source prints
(UNDECIMO, DUODECIMO), so that one transitorio has one name.
"""

from __future__ import annotations

import re
import unicodedata

_UNITS = ["", "Primero", "Segundo", "Tercero", "Cuarto", "Quinto", "Sexto", "Séptimo", "Octavo", "Noveno"]
_TENS = [
    "",
    "Décimo",
    "Vigésimo",
    "Trigésimo",
    "Cuadragésimo",
    "Quincuagésimo",
    "Sexagésimo",
    "Septuagésimo",
    "Octogésimo",
    "Nonagésimo",
]
SOLE = "Único"


_PLAIN = str.maketrans("áéíóúüñ", "aeiouun")


def fold(text: str) -> str:
    """Lower case without accents; the ñ goes too, which no ordinal minds."""
    lowered = text.lower().translate(_PLAIN)
    if lowered.isascii():
        return lowered
    decomposed = unicodedata.normalize("NFD", lowered)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _feminine(word: str) -> str:
    return word[:-1] + "a" if word.endswith("o") else word


def _spellings() -> dict[str, int]:
    """Every written form, folded and without spaces, with its number; 0 is the only one there is (único)."""
    forms = {"unico": 0, "unica": 0, "undecimo": 11, "duodecimo": 12, "primer": 1, "tercer": 3, "septima": 7}
    for tens in range(10):
        for units in range(10):
            if tens or units:
                name = fold(_TENS[tens] + _UNITS[units])
                forms[name] = forms[_feminine(name)] = tens * 10 + units
    return forms


_FORMS = _spellings()
_WORD = r"[A-Za-zÁÉÍÓÚÜáéíóúü]+"
_ORDINAL = re.compile(rf"({_WORD})(?:(\s+)({_WORD}))?")
_ARABIC = re.compile(r"(\d{1,3})(?:[oº°a]\b\.?)?(?=[\s.\-:]|$)")


def read_ordinal(text: str) -> tuple[int, int] | None:
    """The ordinal at the start of a text as (number, characters read); number 0 stands for "único".

    Takes one or two words ("Décimo Primero", "Decimoprimero"), or arabic figures ("1o.", "2"). None otherwise.
    """
    arabic = _ARABIC.match(text)
    if arabic:
        return int(arabic[1]), arabic.end()
    words = _ORDINAL.match(text)
    if not words:
        return None
    if words[3]:
        both = _FORMS.get(fold(words[1] + words[3]))
        if both is not None:
            return both, words.end()
    one = _FORMS.get(fold(words[1]))
    return None if one is None else (one, words.end(1))


def ordinal_name(number: int) -> str:
    """The one written form: 0 "Único", 7 "Séptimo", 27 "Vigésimo Séptimo"; arabic from 100 on."""
    if number == 0:
        return SOLE
    if number >= 100:
        return str(number)
    tens, units = divmod(number, 10)
    return f"{_TENS[tens]} {_UNITS[units]}".strip()
