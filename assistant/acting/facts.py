"""What the words around a date or an amount make of it: when it was paid, fell due, was notified, was asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assistant.understanding.spans import Found, fold
from assistant.understanding.understand import Understanding

_BEFORE = 42
_ROLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("notified", re.compile(r"notific\w*")),
    ("due", re.compile(r"vencid\w*|vencimiento|vence|vencio|vencia")),
    ("requested", re.compile(r"solicit\w*|conv(?:ino|iene|enio)\w*|pidio")),
    ("opened", re.compile(r"abri\w*|consulto")),
    ("notice", re.compile(r"aviso|publica\w*|estrados")),
    ("committed", re.compile(r"comet\w*|infraccion")),
    ("paid", re.compile(r"pag\w*|liquid\w*|cubr\w*|enter\w*")),
)
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("SALDO_REVOCADO", re.compile(r"\bconvenio revocado|revoc\w+ (?:el|del|su) convenio|saldo revocado")),
    ("MULTA", re.compile(r"\bmultas?\b")),
    ("CAPITAL_CONSTITUTIVO", re.compile(r"\bcapital(?:es)? constitutivos?\b|\bcapital(?:es)?\b")),
    ("RCV", re.compile(r"\brcv\b|retiro, cesantia|cesantia en edad avanzada")),
    ("COP", re.compile(r"\bcop\b|cuotas? obrero|cuotas?\b|mensualidad de cuotas|\bema\b")),
)


@dataclass(frozen=True, slots=True)
class Facts:
    """Values with their role, each standing in the person's words or in the conversation."""

    amount: Decimal | None
    amounts: tuple[Found[Decimal], ...]
    days: dict[str, date]
    kind: str | None
    period: str | None
    bimester: str | None


def facts_of(understanding: Understanding) -> Facts:
    """Read roles from the words before each value; a day without a telling word is the day of payment."""
    text = understanding.standalone
    found = understanding
    days = _days(found.dates_in(text), text)
    kind = next((name for name, pattern in _KINDS if pattern.search(fold(text))), None)
    month = next((p.value for p in found.periods if not p.value.bimester), None)
    bimester = next((p.value for p in found.periods if p.value.bimester), None)
    if kind == "RCV" and bimester is None and month is not None and month.number % 2 == 0:
        bimester, month = None, month
    return Facts(
        found.amounts[0].value if found.amounts else None,
        found.amounts,
        days,
        kind or ("RCV" if bimester else None),
        f"{month.year}-{month.number:02d}" if month else None,
        f"{bimester.year}-{bimester.number}" if bimester else None,
    )


def _days(dates: Sequence[Found[date]], text: str) -> dict[str, date]:
    folded = fold(text)
    days: dict[str, date] = {}
    previous = 0
    for item in dates:
        window = folded[max(previous, item.start - _BEFORE) : item.start]
        role = _last_role(window) or ("paid" if "paid" not in days else "")
        if role:
            days[role] = item.value
        previous = item.end
    return days


def _last_role(window: str) -> str:
    best, role = -1, ""
    for name, pattern in _ROLES:
        for match in pattern.finditer(window):
            if match.start() > best:
                best, role = match.start(), name
    return role
