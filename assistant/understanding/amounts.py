"""Amounts of money as people write them: "$84,321.55", "84 mil 321", "1.5 millones", "mil pesos con 5 centavos"."""

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
    r"(?:(?P<sign>\$|mxn)\s*)?(?:(?P<minus>-)\s*)?(?<!\d[.,])(?<!\d)"
    r"(?P<digits>\d{1,3}(?:[, '’]\d{3})+(?!\d)|\d+)(?P<cents>\.\d{1,2}(?!\d))?(?![.,]?\d)"
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
COUNT_WORDS = "|".join(sorted(_UNITS, key=len, reverse=True))
"""Words for numbers below a thousand."""
_WORD = "|".join(sorted([*_UNITS, "mil", "millon", "millones", "y"], key=len, reverse=True))
_WORDS = re.compile(
    rf"\b(?:(?:{_WORD})\s+){{0,24}}(?:{_WORD})\s+(?:de\s+)?pesos\b|"
    rf"\b(?:(?:{_WORD})\s+){{0,24}}(?:mil|millon|millones)\b(?:\s+(?:{_WORD})\b)*"
)
"""With the unit, or thousands and millions without it."""
_HALF = re.compile(rf"\b(?P<half>medio millon)\b|\b(?P<more>(?:\d{{1,3}}|{'|'.join(_UNITS)}) millon(?:es)? y medio)\b")
_REST = re.compile(
    r"\s*(?P<thousands>\d{1,3})\s*mil\b(?!lon)(?:\s*(?P<after>\d{1,3})(?!\d|[,.]\d))?|"
    r"\s*(?P<units>\d{1,3})(?!\d|[,.]\d)"
)
"""What goes on after "2 millones" or "84 mil": "300 mil", "321"."""
_CENTS = re.compile(
    r"\s*(?:de )?(?:pesos)?,?\s*(?:con|y|,)?\s*"
    rf"(?:(?P<digits>\d{{1,2}})|(?P<words>(?:(?:{_WORD})\s+){{0,4}}(?:{_WORD})))\s+"
    r"(?:centavos|ctvs?)\b|\s*pesos,?\s+(?P<hundredths>\d{2})/100\b"
)
_LEAD = re.compile(rf"\b(?:(?:{_WORD})\s+){{0,24}}(?P<scale>mil|millon|millones)\s+$")
"""Words before digits: "un millón" of "un millón 200 mil pesos"."""
_LONGEST_LEAD = 120
_YEAR_BEFORE = re.compile(r"(?:\b(?:de|del|en|el|ano)|[/-])\s*$")
_NOT_MONEY_BEFORE = re.compile(
    r"(?:art(?:iculos?|s)?\.?|fracc?(?:ion)?\.?|numeral|credito|periodo|bimestre|parcialidades)\s*$"
)


_OWED_BEFORE = re.compile(
    r"\b(?:gastos(?: de ejecucion)?|recargos?|multas?|principal|indemnizacion|adeud\w+|debe|deben|pago|importe|monto)"
    r"(?:\s+(?:de|por|es))*\s*$"
)
_OWED_AFTER = re.compile(r"^\s+de\s+(?:la\s+|las\s+)?(?:cop|rcv|cuotas?|multas?|capital|recargos|principal)\b")
_THINGS = (
    r"%|por ciento|parcialidad|mes(?:es)?\b|dias?\b|anos?\b|trabajador|asegurad|emplead|persona|patron(?:es)?\b|"
    r"credito|bimestre|umas?\b|veces"
)
_THINGS_AFTER = re.compile(rf"^\s*(?:{_THINGS})")
_COUNTED_AFTER = re.compile(rf"^\s*(?:{_THINGS}|de\s+(?:ene|feb|mar|abr|may|jun|jul|ago|sep|oct|nov|dic))")


def find_amounts(text: str) -> list[Found[Decimal]]:
    """Amounts in pesos, in order. A bare number counts only with a peso sign, cents, a scale or a unit.

    Nine- to eleven-digit runs are identifiers, not money; four-digit years are not money either.
    """
    folded = fold(text)
    found = [_half(match, text) for match in _HALF.finditer(folded)]
    for match in _NUMBER.finditer(folded):
        item = _from_digits(match, text)
        if item is not None and _free(item.start, item.end, found):
            scale = None if match["unit"] else match["scale"]
            found.append(_whole(_led(item, folded, text, found), scale, folded, text))
    for match in _WORDS.finditer(folded):
        if _free(match.start(), match.end(), found) and not _is_year_or_count(match):
            value = words_to_number(match.group().removesuffix("pesos").strip().removesuffix(" de"))
            item = Found(Decimal(value), match.start(), match.end(), text[match.start() : match.end()])
            last = match.group().split()[-1]
            found.append(_whole(item, last if last in _SCALES else None, folded, text))
    return sorted(found, key=lambda item: item.start)


def _is_year_or_count(match: re.Match[str]) -> bool:
    """ "de dos mil veintiséis", "diez mil trabajadores", "y mil gracias", "UMA y pesos"."""
    if match.group().endswith("pesos"):
        return not set(match.group().split()) - {"y", "de", "pesos"}
    before, after = match.string[: match.start()], match.string[match.end() :]
    year = 1900 <= words_to_number(match.group()) <= 2100 and bool(_YEAR_BEFORE.search(before))
    return year or match.group() in ("mil", "y mil") or bool(_THINGS_AFTER.search(after))


def _free(start: int, end: int, found: list[Found[Decimal]]) -> bool:
    return not any(item.start < end and start < item.end for item in found)


def _half(match: re.Match[str], text: str) -> Found[Decimal]:
    """ "medio millón", "2 millones y medio"."""
    count = (match["more"] or "0").split()[0]
    value = (int(count) if count.isdigit() else _UNITS[count]) * 1_000_000 + Decimal(500_000)
    return Found(value, match.start(), match.end(), text[match.start() : match.end()])


def _led(item: Found[Decimal], folded: str, text: str, found: list[Found[Decimal]]) -> Found[Decimal]:
    begin = max(0, item.start - _LONGEST_LEAD)
    lead = _LEAD.search(folded[begin : item.start])
    if lead is None or item.value >= (1000 if lead["scale"] == "mil" else 1_000_000):
        return item
    start = begin + lead.start()
    if not _free(start, item.start, found):
        return item
    value = item.value + words_to_number(lead.group().strip())
    return Found(value, start, item.end, text[start : item.end])


def _whole(item: Found[Decimal], scale: str | None, folded: str, text: str) -> Found[Decimal]:
    """An amount with what goes on after its scale ("2 millones 300 mil", "84 mil 321") and its cents."""
    rest = _REST.match(folded, item.end) if scale and scale != "k" else None
    if rest is not None and not _COUNTED_AFTER.search(folded[rest.end() :]):
        added = int(rest["thousands"] or 0) * 1000 + int(rest["after"] or rest["units"] or 0)
        fits = rest["thousands"] is None or scale != "mil"
        if fits:
            item = Found(item.value + added, item.start, rest.end(), text[item.start : rest.end()])
    return _with_cents(item, folded, text)


def _with_cents(item: Found[Decimal], folded: str, text: str) -> Found[Decimal]:
    cents = _CENTS.match(folded, item.end) or _CENTS.match(folded, item.end - len("pesos"))
    if cents is None or item.value != int(item.value):
        return item
    number = words_to_number(cents["words"]) if cents["words"] else int(cents["digits"] or cents["hundredths"])
    return Found(item.value + Decimal(number) / 100, item.start, cents.end(), text[item.start : cents.end()])


def _from_digits(match: re.Match[str], text: str) -> Found[Decimal] | None:
    grouped = "," in match["digits"]
    if not (match["sign"] or match["unit"]) and _THINGS_AFTER.search(match.string[match.end() :]):
        return None
    marked = match["sign"] or match["cents"] or match["scale"] or match["unit"] or grouped
    if not marked and not _stands_as_money(match):
        return None
    before = match.string[: match.start("digits")]
    if (_NOT_MONEY_BEFORE.search(before) and not match["sign"]) or before.endswith("/"):
        return None
    value = Decimal(re.sub(r"[, '’]", "", match["digits"]) + (match["cents"] or ""))
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
    if _COUNTED_AFTER.search(after) or (
        re.fullmatch(r"(?:19|20)\d\d", match["digits"]) and _YEAR_BEFORE.search(before)
    ):
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
