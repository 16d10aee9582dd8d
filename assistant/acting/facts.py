"""What the words around a date or an amount make of it: when it was paid, fell due, was notified, was asked for.

Facts come only from the person's messages; the newest message wins, value by value.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from assistant.understanding.amounts import find_amounts
from assistant.understanding.dates import MONTHS, find_dates, find_shift, impossible_dates
from assistant.understanding.periods import find_periods, ordinal_named
from assistant.understanding.spans import Found, fold

_BEFORE = 48
_ROLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("notified", re.compile(r"notifi\w*")),
    ("due", re.compile(r"vencid\w*|vencimiento|vence|vencio|vencia")),
    ("requested", re.compile(r"solicit\w*|convino|pidio")),
    ("opened", re.compile(r"\babri(?:o|eron|r|rl[oa])\b|consulto")),
    ("notice", re.compile(r"\baviso\b|publica\w*|estrados")),
    ("committed", re.compile(r"comet\w*|infraccion")),
    ("paid", re.compile(r"pag(?:a|o|ad[oa]s?|ar|ue|aria)\b|liquid(?!acion)\w*|cubr\w*|enter\w*")),
)
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("SALDO_REVOCADO", re.compile(r"convenio revocado|revoc\w+ (?:el|del|su) convenio|saldo revocado")),
    ("RCV", re.compile(r"\brcv\b|cesantia en edad avanzada")),
    ("COP", re.compile(r"\bcop\b|cuotas? obrero|\bema\b")),
    ("CAPITAL_CONSTITUTIVO", re.compile(r"\bcapital(?:es)?(?: constitutivos?)?\b")),
    ("MULTA", re.compile(r"\bmultas?\b")),
    ("COP", re.compile(r"\bcuotas?\b")),
)
_WORKER = re.compile(r"\b(?:cuotas?|parte|adeudo)\s+(?:de\s+)?(?:obrer[ao]s?\b(?![ -]patronal)|retenid[ao]s?)")
_EMPLOYER = re.compile(r"\bpatronal(?:es)?\b|\badeudo\b")
_CLAUSE = re.compile(r"[,;.]|\s+y\s+|\s+mas\s+")
_ASKED_IN = re.compile(r"\ben\s+(?:el mes de\s+)?$")
_BARE_DAY = re.compile(r"\W*(?:el\s+)?(?:dia\s+)?(\d{1,2})\W*")
_WHEN = r"\b(?:pag\w*|liquid\w*)\s+(?:todo\s+)?(?:hasta\s+)?"
_BARE_MONTH = re.compile(
    rf"{_WHEN}(?:en\s+(?:el mes de\s+)?|(?:a|hasta|por)\s+(?:principios|mediados|fines|finales|inicios) de\s+)"
    rf"({'|'.join(MONTHS)})\b(?!,?\s+el\s+\d)"
)
_VAGUE_DAY = re.compile(
    rf"{_WHEN}(?:en\s+|a\s+|para\s+|el\s+|la\s+|este\s+|esta\s+|proxim[oa]\s+)*"
    r"(lunes|martes|miercoles|jueves|viernes|sabado|domingo|semana|quincena|"
    r"fin(?:es)? de (?:mes|ano)|proximo mes|mes proximo|(?:mes|ano) que (?:entra|viene))\b"
)


@dataclass(slots=True)
class Facts:
    """Values with their role. `days` maps a role to a day.

    `vague_month` is a payment month without its day; `impossible`, what was written as a day and is none; `worker`,
    the quota withheld from the workers, which is not among `amounts`; `request_month`, the first of the month in which
    an agreement is asked for.
    """

    amounts: list[Found[Decimal]] = field(default_factory=list)
    days: dict[str, date] = field(default_factory=dict)
    kind: str | None = None
    period: str | None = None
    bimester: str | None = None
    vague_month: str | None = None
    impossible: str | None = None
    worker: Decimal | None = None
    request_month: date | None = None

    @property
    def amount(self) -> Decimal | None:
        """The amount that the calculation is about: the first one named."""
        return self.amounts[0].value if self.amounts else self.worker


def facts_of(chain: Sequence[str], today: date) -> Facts:
    """Facts of the messages of one question, oldest first."""
    facts = Facts()
    for message in chain:
        _add(facts, message, today)
    return facts


def _add(facts: Facts, message: str, today: date) -> None:
    bare = _BARE_DAY.fullmatch(fold(message))
    if bare and facts.vague_month in MONTHS:  # the answer to "¿qué día de mayo?"
        message = f"el {bare[1]} de {facts.vague_month}"
    folded = fold(message)
    facts.impossible = next(iter(impossible_dates(message)), None)
    amounts = find_amounts(message)
    if amounts:
        facts.worker, facts.amounts = _shares(amounts, folded)
    days = _days(find_dates(message, today), folded)
    shift = find_shift(message) if not days else None
    if shift is not None and "paid" in facts.days:
        days = {"paid": shift(facts.days["paid"])}
    facts.days.update(days)
    facts.kind = next((name for name, pattern in _KINDS if pattern.search(folded)), None) or facts.kind
    for found in find_periods(message, today):
        if not found.value.bimester and _ASKED_IN.search(folded[: found.start]):
            facts.request_month = date(found.value.year, found.value.number, 1)
        if found.value.bimester:
            facts.bimester = f"{found.value.year}-{found.value.number}"
        else:
            facts.period = f"{found.value.year}-{found.value.number:02d}"
    alone = ordinal_named(message)
    if alone is not None and facts.bimester:
        facts.bimester = f"{alone[1] or facts.bimester[:4]}-{alone[0]}"
    vague = _BARE_MONTH.search(folded) or _VAGUE_DAY.search(folded)
    facts.vague_month = vague[1] if vague and "paid" not in days else (None if days else facts.vague_month)


def _shares(amounts: list[Found[Decimal]], folded: str) -> tuple[Decimal | None, list[Found[Decimal]]]:
    """The amount withheld from the workers, told by the words before it or right after it, and the others."""
    previous = 0
    for item in amounts:
        before = _CLAUSE.split(folded[max(previous, item.start - 32) : item.start])[-1]
        after = _CLAUSE.split(folded[item.end : item.end + 28])[0]
        previous = item.end
        if _WORKER.search(before) or (not _EMPLOYER.search(before) and _WORKER.search(after)):
            return item.value, [other for other in amounts if other is not item]
    return None, amounts


def _days(dates: Sequence[Found[date]], folded: str) -> dict[str, date]:
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
