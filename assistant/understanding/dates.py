"""Days and months as people write them, resolved against the day of the question (never the clock)."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

from assistant.understanding.spans import Found, fold
from tools.days import FIRST_YEAR, LAST_YEAR

MONTHS = {
    "enero": 1, "febrero": 2, "marzo": 3, "abril": 4, "mayo": 5, "junio": 6, "julio": 7, "agosto": 8,
    "septiembre": 9, "setiembre": 9, "octubre": 10, "noviembre": 11, "diciembre": 12,
    "ene": 1, "feb": 2, "mar": 3, "abr": 4, "may": 5, "jun": 6, "jul": 7, "ago": 8, "sep": 9, "sept": 9, "oct": 10,
    "nov": 11, "dic": 12,
}  # fmt: skip
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_SLASHED = re.compile(r"\b(\d{1,2})[/\-.](\d{1,2})[/\-.](\d{4}|\d{2})\b")
_LONG = re.compile(
    rf"(?<!\d[.,])\b(\d{{1,2}}|primero|1o\.?)(?:\s*de\s+|\s*[-/ ]\s*)({_MONTH})\b\.?"
    r"(?:(?:\s*(?:del?|,)?\s*(?:ano\s+)?|[-/])(\d{4})|(?:\s+del\s+|[-/])(\d{2})\b(?!\s*(?:mil|pesos)))?"
)
_MONTH_FIRST = re.compile(rf"\b({_MONTH})\b,?\s+(?:el|dia)\s+(?:dia\s+)?(\d{{1,2}})\b")
_RELATIVE = {"anteayer": -2, "antier": -2, "ayer": -1, "hoy": 0, "pasado manana": 2}
_RELATIVE_WORDS = re.compile(r"\b(pasado manana|anteayer|antier|ayer|hoy)\b|(?<!la )(?<!de la )(?<!por la )\bmanana\b")
_COUNT = {
    "un": 1,
    "una": 1,
    "dos": 2,
    "tres": 3,
    "cuatro": 4,
    "cinco": 5,
    "seis": 6,
    "ocho": 8,
    "diez": 10,
    "quince": 15,
}
_AGO = re.compile(rf"\bhace\s+(\d{{1,3}}|{'|'.join(_COUNT)})\s+(dias?|semanas?|meses|mes)\b")


_SHIFT = re.compile(
    rf"\b(\d{{1,3}}|{'|'.join(_COUNT)})\s+(dias?|semanas?|meses|mes)\s+(despues|mas tarde|antes)\b|"
    r"\b(?:al|el) dia (siguiente)\b"
)


def find_shift(text: str) -> Callable[[date], date] | None:
    """What "un día después" or "dos meses antes" does to the day named before; None where nothing shifts it."""
    match = _SHIFT.search(fold(text))
    if match is None:
        return None
    if match[4]:
        return lambda day: day + timedelta(days=1)
    count = (int(match[1]) if match[1].isdigit() else _COUNT[match[1]]) * (-1 if match[3] == "antes" else 1)
    if match[2].startswith("mes"):
        return lambda day: _months_on(day, count)
    days = count * (7 if match[2].startswith("semana") else 1)
    return lambda day: day + timedelta(days=days)


def _months_on(day: date, count: int) -> date:
    months = day.year * 12 + day.month - 1 + count
    last = calendar.monthrange(months // 12, months % 12 + 1)[1]
    return date(months // 12, months % 12 + 1, min(day.day, last))


def find_dates(text: str, today: date) -> list[Found[date]]:
    """Days named in `text`, in order. A day without a year is of the current year, or of the last one where
    that would be more than six months ahead.

    Impossible days (31 de febrero) are left out here; the calculators name them when they are asked for.
    """
    folded = fold(text)
    found: list[Found[date]] = []

    def add(match: re.Match[str], day: date | None) -> None:
        free = not any(item.start < match.end() and match.start() < item.end for item in found)
        if day is not None and free:
            found.append(Found(day, match.start(), match.end(), text[match.start() : match.end()]))

    for match in _ISO.finditer(folded):
        add(match, _day(int(match[1]), int(match[2]), int(match[3])))
    for match in _SLASHED.finditer(folded):
        year = int(match[3])
        add(match, _day(year + 2000 if year < 100 else year, int(match[2]), int(match[1])))
    for match in _LONG.finditer(folded):
        year, month, number = _long_parts(match)
        add(match, _day(year, month, number) if year else _without_year(month, number, today))
    for match in _MONTH_FIRST.finditer(folded):
        add(match, _without_year(MONTHS[match[1]], int(match[2]), today))
    for match in _RELATIVE_WORDS.finditer(folded):
        add(match, today + timedelta(days=_RELATIVE.get(match.group(), 1)))
    for match in _AGO.finditer(folded):
        add(match, _ago(match, today))
    return sorted(found, key=lambda item: item.start)


def impossible_dates(text: str) -> list[str]:
    """What is written as a day and is none ("31 de febrero de 2026", "03/15/2026"), as it is written."""
    folded = fold(text)
    days = [(match, _day(int(match[1]), int(match[2]), int(match[3]))) for match in _ISO.finditer(folded)]
    days += [(match, _day(2000, int(match[2]), int(match[1]))) for match in _SLASHED.finditer(folded)]
    long = [(match, *_long_parts(match)) for match in _LONG.finditer(folded)]
    days += [(match, _day(year or 2000, month, number)) for match, year, month, number in long]
    return [text[match.start() : match.end()] for match, day in days if day is None]


def _long_parts(match: re.Match[str]) -> tuple[int, int, int]:
    """Year (0 where it is not said), month and day of a match of `_LONG`."""
    number = 1 if not match[1][0].isdigit() or match[1].startswith("1o") else int(match[1])
    return int(match[3] or 0) or (int(match[4]) + 2000 if match[4] else 0), MONTHS[match[2]], number


def _day(year: int, month: int, day: int) -> date | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _without_year(month: int, day: int, today: date) -> date | None:
    found = _day(today.year, month, day)
    far_ahead = found is not None and found - today > timedelta(days=183)
    return _day(today.year - 1, month, day) if found is None or far_ahead else found


def _ago(match: re.Match[str], today: date) -> date:
    count = int(match[1]) if match[1].isdigit() else _COUNT[match[1]]
    if match[2].startswith("dia"):
        return today - timedelta(days=count)
    if match[2].startswith("semana"):
        return today - timedelta(weeks=count)
    months = today.year * 12 + today.month - 1 - count
    return date(months // 12, months % 12 + 1, min(today.day, 28))
