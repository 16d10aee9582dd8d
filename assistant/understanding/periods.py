"""Contribution periods: the month of a COP ("la COP de enero", "2026-01") and the bimester of an RCV ("bimestre 3")."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from assistant.understanding.dates import MONTHS, find_dates
from assistant.understanding.spans import Found, fold
from tools.days import FIRST_YEAR, LAST_YEAR

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_ORDINALS = {
    "primer": 1, "primero": 1, "1er": 1, "1o": 1, "segundo": 2, "2o": 2, "tercer": 3, "tercero": 3, "3er": 3,
    "cuarto": 4, "4o": 4, "quinto": 5, "5o": 5, "sexto": 6, "6o": 6, "ultimo": 6,
}  # fmt: skip
_SHORT_YEAR = (
    r"(?<=[-/'’])\d{2}\b(?![-/])|"
    r"(?<=[a-z] )(?:1[89]|2\d)\b(?=\s*(?:[,;:)?]|$|por\b|de\s*\$|pagad|al\b|cuanto\b|\$))"
)
_NAMED_YEAR = r"(?:este|presente|pasado) ano|ano (?:pasado|anterior|en curso)"
_YEAR = rf"(?:\s*(?:del?|,|/|-|'|’)?\s*(?:ano\s+)?(\d{{4}}|{_NAMED_YEAR}|{_SHORT_YEAR})\b)?"
_ISO_MONTH = re.compile(r"\b(\d{4})[-/](0[1-9]|1[0-2])\b(?![-/]\d)")
_SLASH_MONTH = re.compile(r"(?<![\d/])(0?[1-9]|1[0-2])/(\d{4})\b")
_NO_DAY_BEFORE = "".join(rf"(?<!(?<![\d.,]){day}{of})" for day in (r"\d", r"\d\d") for of in (" de ", " "))
"""A day of the month, not an amount: "debe 10,000.55 de agosto"."""
_NAMED_MONTH = re.compile(rf"{_NO_DAY_BEFORE}\b({_MONTH})\b{_YEAR}")
_BIMESTER_NUMBER = re.compile(rf"\bbim(?:estre)?\.?\s*(?:numero\s*|no\.?\s*)?([1-6])\b{_YEAR}")
_BIMESTER_ORDINAL = re.compile(
    rf"\b({'|'.join(_ORDINALS)}|[1-6])\.?\s*(?:[tdr]?o\.?|er|º|°)?\s*bim(?:estre\b|\b\.?){_YEAR}"
)
_BIMESTER_ISO = re.compile(r"\b(?:rcv|bim(?:estre)?\.?)\s+(?:del?\s+)?(\d{4})-([1-6])\b(?!-)")
_LAST_MONTH = re.compile(r"\bmes (?:pasado|anterior|inmediato anterior)\b")
_THIS_MONTH = re.compile(r"\b(?:cop|cuotas) del? (?:este mes|presente mes|mes en curso)\b")
_BIMESTER_MONTHS = re.compile(rf"\b({_MONTH})\s*[-/y]\s*({_MONTH})\b{_YEAR}")
_ORDINAL_ALONE = re.compile(rf"\W*(?:y\s+)?(?:para\s+|del?\s+|en\s+)?(?:el\s+)?({'|'.join(_ORDINALS)}){_YEAR}\W*")
_NOT_A_PERIOD_BEFORE = re.compile(
    r"\b(?:pag[a-z]*|liquid[a-z]*|vence|vencio|hasta|para|antes de)\s+"
    r"(?:en\s+|el\s+|mes de\s+|(?:a )?(?:principios|mediados|fines|finales|inicios) de\s+)*$"
)
_LISTED = re.compile(r"\s*(?:,|/|-|\by\b|\be\b|\ba\b|\s)*(?:(?:las? )?(?:cop|rcv) )?(?:del? )?(?:mes de )?")
_LOOSE_YEAR = re.compile(r"(?:\d|\bpesos|\bmil)\s+del?\s+(?:ano\s+)?((?:19|20)\d\d)\b")
"""The year of "enero 10,000 y febrero 12,000 de 2025"."""


@dataclass(frozen=True, slots=True)
class Period:
    """A month (`bimester` False) or a bimester (1 to 6) of a year."""

    year: int
    number: int
    bimester: bool

    def __str__(self) -> str:
        return f"{self.number}o. bimestre de {self.year}" if self.bimester else f"{self.year}-{self.number:02d}"


def find_periods(text: str, today: date) -> list[Found[Period]]:
    """Periods in order. Without a year, the last one already over on `today`.

    A month after a payment verb ("¿y si paga en marzo?") or after a day number is not a period.
    """
    folded = fold(text)
    found: list[Found[Period]] = []
    yearless: set[int] = set()
    days = [(day.start, day.end) for day in find_dates(text, today)]

    def add(match: re.Match[str], period: Period) -> None:
        taken = [*days, *((item.start, item.end) for item in found)]
        free = not any(start < match.end() and match.start() < end for start, end in taken)
        if free and FIRST_YEAR <= period.year <= LAST_YEAR:
            found.append(Found(period, match.start(), match.end(), text[match.start() : match.end()]))
            if match.re in _WITH_YEAR and match[match.re.groups] is None:
                yearless.add(match.start())

    for match in _BIMESTER_MONTHS.finditer(folded):
        first, second = MONTHS[match[1]], MONTHS[match[2]]
        if first % 2 == 1 and second == first + 1:
            add(match, _period(match[3], second // 2, True, today))
    for match in _BIMESTER_ISO.finditer(folded):
        add(match, Period(int(match[1]), int(match[2]), True))
    for match in _BIMESTER_NUMBER.finditer(folded):
        add(match, _period(match[2], int(match[1]), True, today))
    for match in _BIMESTER_ORDINAL.finditer(folded):
        number = _ORDINALS.get(match[1]) or int(match[1])
        add(match, _period(match[2], number, True, today))
    for match in _ISO_MONTH.finditer(folded):
        add(match, Period(int(match[1]), int(match[2]), False))
    for match in _SLASH_MONTH.finditer(folded):
        add(match, Period(int(match[2]), int(match[1]), False))
    for match in _NAMED_MONTH.finditer(folded):
        if not _NOT_A_PERIOD_BEFORE.search(folded[: match.start()]):
            add(match, _period(match[2], MONTHS[match[1]], False, today))
    for match in _THIS_MONTH.finditer(folded):
        if not _NOT_A_PERIOD_BEFORE.search(folded[: match.start()]):
            add(match, Period(today.year, today.month, False))
    for match in _LAST_MONTH.finditer(folded):
        add(match, Period(today.year - (today.month == 1), (today.month - 2) % 12 + 1, False))
    return _share_year(sorted(found, key=lambda item: item.start), yearless, folded)


_WITH_YEAR = (_BIMESTER_MONTHS, _BIMESTER_NUMBER, _BIMESTER_ORDINAL, _NAMED_MONTH)


def _share_year(found: list[Found[Period]], yearless: set[int], folded: str) -> list[Found[Period]]:
    """Months of a list have the year of its last one ("enero y febrero de 2025") or, after it in the year, the last."""
    loose = _LOOSE_YEAR.findall(folded)
    shared, following = [], None
    for item in reversed(found):
        year = int(loose[0]) if len(loose) == 1 else None
        if following is not None and _LISTED.fullmatch(folded[item.end : following.start]):
            year = following.value.year - (item.value.number > following.value.number)
        if item.start in yearless and year is not None:
            item = replace(item, value=replace(item.value, year=year))
        shared.append(item)
        following = item
    return shared[::-1]


def ordinal_named(text: str) -> tuple[int, int | None] | None:
    """The bimester of "¿y el sexto de 2025?", with its year if it is said; None for a message of anything else."""
    match = _ORDINAL_ALONE.fullmatch(fold(text))
    return (_ORDINALS[match[1]], int(match[2]) if match[2] else None) if match else None


def _period(year: str | None, number: int, bimester: bool, today: date) -> Period:
    if year:
        return Period(_year(year, today), number, bimester)
    last_month = number * 2 if bimester else number
    return Period(today.year if last_month < today.month else today.year - 1, number, bimester)


def _year(said: str, today: date) -> int:
    """ "2025", "25", "este año", "año pasado"."""
    if said.isdigit():
        return int(said) + (2000 if len(said) == 2 else 0)
    return today.year - ("pasado" in said or "anterior" in said)
