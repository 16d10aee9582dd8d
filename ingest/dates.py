"""Dates as the gazette writes them: "20-12-2001", "21 de diciembre de 1995", "1º de abril de 1995"."""

from __future__ import annotations

import re
from datetime import date

from ingest.ordinals import fold

_MONTHS = (
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
)
_DOF = re.compile(r"\b(\d{1,2})-(\d{1,2})-(\d{4})\b")
_WRITTEN = re.compile(r"(\d{1,2})(?:\s?[oº°]\.?)?\s+de\s+([a-z]+)\s+del?\s+(?:ano\s+)?(\d{4})")


def read_dof_dates(text: str) -> tuple[date, ...]:
    """Every date written dd-mm-yyyy, in the order of the text; impossible ones are left out."""
    found = (_date(int(y), int(m), int(d)) for d, m, y in _DOF.findall(text))
    return tuple(day for day in found if day is not None)


def read_dof_date(text: str) -> date | None:
    """The first date written dd-mm-yyyy, or None."""
    found = read_dof_dates(text)
    return found[0] if found else None


def read_written_date(text: str) -> date | None:
    """The last date written out in a text ("el 21 de diciembre de 1995"), or None."""
    found = None
    for day, month, year in _WRITTEN.findall(fold(text)):
        name = "septiembre" if month == "setiembre" else month
        if name in _MONTHS:
            found = _date(int(year), _MONTHS.index(name) + 1, int(day)) or found
    return found


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
