"""The guard of arguments: what a model proposes for a tool must stand in what the person said.

A small model was seen to turn 18,432.77 into 184,327.77 and to invent the number of a credit for a greeting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from assistant.acting.facts import facts_of
from assistant.understanding.amounts import find_amounts
from assistant.understanding.dates import find_dates
from assistant.understanding.periods import find_periods
from assistant.understanding.spans import fold

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PERIOD = re.compile(r"(\d{4})-(\d{1,2})")
_NUMBER = re.compile(r"(?<![\w.,])\d{1,15}(?:\.\d{1,4})?(?![\w]|[.,]\d)")
_WORD = re.compile(r"\w+")


def unfounded(arguments: Mapping[str, Any], said: Sequence[str], today: date) -> list[str]:
    """The arguments, by their dotted names, whose value stands nowhere in the messages `said`; today may go unsaid."""
    held = _Held(said, today)
    return [name for name, value in _leaves("", arguments) if not held.has(value)]


class _Held:
    """The values that messages hold, read by the same readers that code uses."""

    def __init__(self, said: Sequence[str], today: date) -> None:
        text = "\n".join(said)
        self._words = set(_WORD.findall(fold(text)))
        self._numbers = {found.value for found in find_amounts(text)}
        self._numbers |= {Decimal(match.group()) for match in _NUMBER.finditer(text)}
        self._days = {found.value for message in said for found in find_dates(message, today)} | {today}
        self._periods = {
            (found.value.year, found.value.number) for message in said for found in find_periods(message, today)
        }
        self._kind = facts_of(said, today).kind

    def has(self, value: object) -> bool:
        if isinstance(value, bool):
            return False  # yes or no is nobody's word: code decides it
        if isinstance(value, int | float | Decimal):
            return self._has_number(str(value))
        if not isinstance(value, str):
            return False
        if _DAY.fullmatch(value):
            return value in {day.isoformat() for day in self._days}
        period = _PERIOD.fullmatch(value)
        if period is not None:
            return (int(period[1]), int(period[2])) in self._periods
        if any(char.isdigit() for char in value):
            return self._has_number(value)
        words = _WORD.findall(fold(value).replace("_", " "))
        return value == self._kind or (bool(words) and self._words.issuperset(words))

    def _has_number(self, text: str) -> bool:
        try:
            return Decimal(text) in self._numbers
        except InvalidOperation:
            return fold(text) in self._words


def _leaves(name: str, value: object) -> Iterator[tuple[str, object]]:
    """Every value with its dotted name; what is absent (None) proposes nothing."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(f"{name}.{key}" if name else str(key), inner)
    elif isinstance(value, list | tuple):
        for place, inner in enumerate(value):
            yield from _leaves(f"{name}.{place}", inner)
    elif value is not None:
        yield name, value
