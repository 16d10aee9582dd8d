"""First step of a turn: one message, and what the conversation already holds, become an `Understanding`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from assistant.understanding.amounts import find_amounts
from assistant.understanding.dates import find_dates
from assistant.understanding.identifiers import find_credit_numbers, find_employer_registers
from assistant.understanding.intents import Intent, classify
from assistant.understanding.periods import Period, find_periods
from assistant.understanding.spans import Found, fold

_FOLLOW_UP = re.compile(
    r"^\W*(?:y\b|pero\b|entonces\b|tambien\b|o sea\b|en ese caso|en tal caso|eso\b|esa\b|ese\b|ahora\b|que tal si|"
    r"si (?:paga|es|fuera|no)\b|con (?:otra|el|la)\b)"
)
_AS_OF_YEAR = re.compile(
    r"\b(?:que decia|como (?:estaba|era)|vigente|vigencia|texto|redaccion|decia)\b"
    r".{0,60}\b(?:en|de|al|el)\s+(?:ano\s+)?((?:19|20)\d{2})\b"
)


@dataclass(frozen=True, slots=True)
class Understanding:
    """What was said. `standalone` is the question completed from the conversation; spans refer to `text`."""

    text: str
    standalone: str
    intent: Intent
    amounts: tuple[Found[Decimal], ...] = ()
    dates: tuple[Found[date], ...] = ()
    periods: tuple[Found[Period], ...] = ()
    credits: tuple[Found[str], ...] = ()
    employers: tuple[Found[str], ...] = ()
    follows_up: bool = False
    as_of: date | None = None
    earlier: tuple[str, ...] = field(default=())


def understand(text: str, today: date, earlier: tuple[str, ...] = ()) -> Understanding:
    """Read one message. `earlier` are the person's previous messages of the conversation, oldest first.

    A follow-up ("¿y si paga en marzo?") is joined to the last message that it completes; what the new message
    says anew replaces what the earlier one said.
    """
    follows_up = bool(earlier) and _is_follow_up(text)
    standalone = f"{earlier[-1].rstrip(' ?.')} — {text}" if follows_up else text
    found = _find(text, today)
    if follows_up:
        found = found.completed_by(_find(earlier[-1], today))
    intent = classify(
        standalone,
        has_amount=bool(found.amounts),
        has_credit=bool(found.credits),
        has_employer=bool(found.employers),
        has_period=bool(found.periods),
    )
    return Understanding(
        text=text,
        standalone=standalone,
        intent=intent,
        amounts=found.amounts,
        dates=found.dates,
        periods=found.periods,
        credits=found.credits,
        employers=found.employers,
        follows_up=follows_up,
        as_of=_as_of(text),
        earlier=earlier,
    )


@dataclass(frozen=True, slots=True)
class _Values:
    amounts: tuple[Found[Decimal], ...]
    dates: tuple[Found[date], ...]
    periods: tuple[Found[Period], ...]
    credits: tuple[Found[str], ...]
    employers: tuple[Found[str], ...]

    def completed_by(self, old: _Values) -> _Values:
        return _Values(
            self.amounts or old.amounts,
            self.dates or old.dates,
            self.periods or old.periods,
            self.credits or old.credits,
            self.employers or old.employers,
        )


def _find(text: str, today: date) -> _Values:
    return _Values(
        tuple(find_amounts(text)),
        tuple(find_dates(text, today)),
        tuple(find_periods(text, today)),
        tuple(find_credit_numbers(text)),
        tuple(find_employer_registers(text)),
    )


def _is_follow_up(text: str) -> bool:
    return bool(_FOLLOW_UP.search(fold(text))) and len(text.split()) <= 14


def _as_of(text: str) -> date | None:
    match = _AS_OF_YEAR.search(fold(text))
    return date(int(match[1]), 12, 31) if match else None
