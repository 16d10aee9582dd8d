"""Amounts, dates and lists as a Mexican office writes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip


def pesos(amount: Decimal) -> str:
    """ "$84,321.55"; a negative amount carries its sign before the peso sign."""
    return f"-${-amount:,.2f}" if amount < 0 else f"${amount:,.2f}"


def long_date(day: date) -> str:
    """ "17 de marzo de 2026"."""
    return f"{day.day} de {MONTHS[day.month - 1]} de {day.year}"


def month_name(year: int, month: int) -> str:
    """ "marzo de 2026"."""
    return f"{MONTHS[month - 1]} de {year}"


def month_names(months: Sequence[tuple[int, int]]) -> str:
    """ "noviembre y diciembre de 2026 y enero de 2027"."""
    years: dict[int, list[str]] = {}
    for year, month in months:
        years.setdefault(year, []).append(MONTHS[month - 1])
    return _joined([f"{_joined(names)} de {year}" for year, names in years.items()])


def counted(number: int, one: str, several: str) -> str:
    """ "1 pago", "3 pagos"."""
    return f"{number} {one if number == 1 else several}"


def _joined(parts: list[str]) -> str:
    return " y ".join(filter(None, [", ".join(parts[:-1]), parts[-1]])) if parts else ""
