"""Article numbers as they are spoken: "artículo ciento cincuenta y uno bis", "del 144 segundo párrafo"."""

from __future__ import annotations

import re

from retriever.terms import fold

_VALUES = {
    word: value
    for value, words in {
        1: "uno un primero", 2: "dos", 3: "tres", 4: "cuatro", 5: "cinco", 6: "seis", 7: "siete", 8: "ocho", 9: "nueve",
        10: "diez", 11: "once", 12: "doce", 13: "trece", 14: "catorce", 15: "quince", 16: "dieciseis",
        17: "diecisiete", 18: "dieciocho", 19: "diecinueve", 20: "veinte", 21: "veintiuno veintiun", 22: "veintidos",
        23: "veintitres", 24: "veinticuatro", 25: "veinticinco", 26: "veintiseis", 27: "veintisiete",
        28: "veintiocho", 29: "veintinueve", 30: "treinta", 40: "cuarenta", 50: "cincuenta", 60: "sesenta",
        70: "setenta", 80: "ochenta", 90: "noventa", 100: "cien ciento", 200: "doscientos", 300: "trescientos",
        400: "cuatrocientos", 500: "quinientos",
    }.items()
    for word in words.split()
}  # fmt: skip
_NAMED = re.compile(r"\b(art[íi]culos?|arts?\.?|numeral(?:es)?)\s+((?:[^\W\d_]+\s*){1,7})", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_ORDINAL_PARAGRAPH = re.compile(
    r"(?<![\w-])(?<!culo )(?<!art )(?<!art\. )(\d{1,3}(?:[- ]?[A-Z])?)\s+"
    r"(?=(?:primer|segundo|tercer|cuarto|quinto|sexto|s[ée]ptimo|octavo|noveno|pen[úu]ltimo|[úu]ltimo)\s+p[áa]rr)",
    re.IGNORECASE,
)


def with_digits(question: str) -> str:
    """The question with its spoken article numbers in the form that the citation grammar reads."""
    written = _NAMED.sub(_digits, question)
    return _ORDINAL_PARAGRAPH.sub(r"artículo \1, ", written)


def _digits(match: re.Match[str]) -> str:
    """ "artículo ciento cincuenta y uno bis" gives "artículo 151 bis"; anything else stays."""
    number, end, last = 0, 0, 1000
    for word in _WORD.finditer(match[2]):
        folded = fold(word[0])
        if folded == "y" and number > 10 and last >= 10:
            continue
        value = _VALUES.get(folded)
        # Hundreds, then tens, then units: "cuarenta cincuenta" is not a number.
        if value is None or value >= last or (last < 100 and last % 10) or (value >= 10 and last < 100):
            break
        number, last, end = number + value, value, word.end()
    return f"{match[1]} {number}{match[2][end:]}" if number else match[0]
