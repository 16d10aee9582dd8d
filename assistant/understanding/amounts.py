"""Amounts of money as people write them: "$84,321.55", "84 mil", "1.5 millones", "84321.55 pesos", "diez mil pesos"."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.understanding.spans import Found, fold

_SCALES = {
    "mil": Decimal(1000),
    "millon": Decimal(1_000_000),
    "millones": Decimal(1_000_000),
    "mdp": Decimal(1_000_000),
}
_NUMBER = re.compile(
    r"(?P<sign>\$|mxn)?\s*(?P<minus>-)?\s*(?P<digits>\d{1,3}(?:[, ]\d{3})+(?!\d)|\d+)(?P<cents>\.\d{1,2}(?!\d))?"
    r"(?:\s*(?P<scale>mil(?:lones|lon)?|mdp|k)\b)?(?:\s*(?P<unit>de pesos|pesos?|mxn|m\.?n\.?)\b)?"
)
_UNITS = {
    "un": 1, "uno": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8,
    "nueve": 9, "diez": 10, "once": 11, "doce": 12, "trece": 13, "catorce": 14, "quince": 15, "dieciseis": 16,
    "diecisiete": 17, "dieciocho": 18, "diecinueve": 19, "veinte": 20, "veintiun": 21, "veintiuno": 21,
    "veintidos": 22, "veintitres": 23, "veinticuatro": 24, "veinticinco": 25, "veintiseis": 26, "veintisiete": 27,
    "veintiocho": 28, "veintinueve": 29, "treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60,
    "setenta": 70, "ochenta": 80, "noventa": 90, "cien": 100, "ciento": 100, "doscientos": 200, "trescientos": 300,
    "cuatrocientos": 400, "quinientos": 500, "seiscientos": 600, "setecientos": 700, "ochocientos": 800,
    "novecientos": 900,
}  # fmt: skip
_WORD = "|".join(sorted([*_UNITS, "mil", "millon", "millones", "y"], key=len, reverse=True))
_WORDS = re.compile(rf"\b(?:(?:{_WORD})\s+)*(?:{_WORD})\s+(?:de\s+)?pesos\b")
_NOT_MONEY_BEFORE = re.compile(
    r"(?:art(?:iculos?|s)?\.?|fracc?(?:ion)?\.?|numeral|credito|periodo|bimestre|parcialidades)\s*$"
)


_OWED_BEFORE = re.compile(
    r"\b(?:gastos|recargos?|multas?|principal|indemnizacion|adeud\w+|debe|deben|pago|importe|monto)(?:\s+(?:de|por|es))*\s*$"
)
_OWED_AFTER = re.compile(r"^\s+de\s+(?:la\s+|las\s+)?(?:cop|rcv|cuotas?|multas?|capital|recargos|principal)\b")
_COUNTED_AFTER = re.compile(
    r"^\s*(?:%|por ciento|parcialidad|mes|dia|ano|trabajador|patron|credito|bimestre|"
    r"de\s+(?:ene|feb|mar|abr|may|jun|jul|ago|sep|oct|nov|dic))"
)


def find_amounts(text: str) -> list[Found[Decimal]]:
    """Amounts in pesos, in order. A bare number counts only with a peso sign, cents, a scale or a unit.

    Nine- to eleven-digit runs are identifiers, not money; four-digit years are not money either.
    """
    folded = fold(text)
    found = [item for match in _NUMBER.finditer(folded) if (item := _from_digits(match, text)) is not None]
    taken = [(item.start, item.end) for item in found]
    for match in _WORDS.finditer(folded):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            value = words_to_number(match.group().removesuffix("pesos").strip().removesuffix(" de"))
            found.append(Found(Decimal(value), match.start(), match.end(), text[match.start() : match.end()]))
    return sorted(found, key=lambda item: item.start)


def _from_digits(match: re.Match[str], text: str) -> Found[Decimal] | None:
    grouped = "," in match["digits"]
    marked = match["sign"] or match["cents"] or match["scale"] or match["unit"] or grouped
    if not marked and not _stands_as_money(match):
        return None
    if _NOT_MONEY_BEFORE.search(fold(text[: match.start()])) and not match["sign"]:
        return None
    value = Decimal(re.sub(r"[, ]", "", match["digits"]) + (match["cents"] or ""))
    scale = match["scale"]
    if scale:
        value *= Decimal(1000) if scale == "k" else _SCALES[scale]
    if match["minus"]:
        value = -value
    start = match.start() + len(match.group()) - len(match.group().lstrip())
    end = match.end()
    return Found(value, start, end, text[start:end])


def _stands_as_money(match: re.Match[str]) -> bool:
    """A bare number of three to eight digits beside a word that tells what is owed ("gastos 630", "50000 de COP")."""
    if not 3 <= len(match["digits"]) <= 8:
        return False
    before, after = match.string[: match.start()], match.string[match.end() :]
    if _COUNTED_AFTER.search(after):
        return False
    return bool(_OWED_AFTER.search(after)) or bool(_OWED_BEFORE.search(before) and len(match["digits"]) != 4)


def words_to_number(words: str) -> int:
    """ "ochenta y cuatro mil trescientos" is 84300. The words must be the ones that `find_amounts` recognises."""
    total = current = 0
    for word in words.split():
        if word == "y":
            continue
        if word == "mil":
            total, current = total + (current or 1) * 1000, 0
        elif word in ("millon", "millones"):
            total, current = (total + (current or 1)) * 1_000_000, 0
        else:
            current += _UNITS[word]
    return total + current
