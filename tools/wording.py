"""Amounts, dates and lists as a Mexican office writes them."""

from __future__ import annotations

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
