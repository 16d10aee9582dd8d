"""Which days count (CFF 12): weekends, statutory holidays, general holidays of the authority, closed offices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

ONE_DAY = timedelta(days=1)
_FRIDAY = 4


class Presidential(StrEnum):
    """Reading of the day of the presidential handover (rules, section k).

    `cff_literal`: 1 December every six years until 2018 and none since; `oct1`: also 1 October from 2024; `none`.
    """

    CFF_LITERAL = "cff_literal"
    OCT1 = "oct1"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working days of an authority.

    `extra` days never count; `vacations` (vacaciones generales) do not count either, except in terms for filing
    returns and paying contributions (CFF 12, second paragraph); `closed` only matter as the last day of a term.
    """

    extra: frozenset[date] = frozenset()
    vacations: frozenset[date] = frozenset()
    closed: frozenset[date] = frozenset()
    presidential: Presidential = Presidential.CFF_LITERAL

    def read_as(self, presidential: str) -> Calendar:
        """The same days under a reading of the handover, by its name."""
        return self if self.presidential == presidential else replace(self, presidential=Presidential(presidential))

    def on_holiday(self, days: Iterable[date]) -> Calendar:
        """The same calendar with more general holidays."""
        return replace(self, vacations=self.vacations.union(days))

    def counts(self, day: date, *, payment: bool) -> bool:
        """Whether a day counts in a term in days; `payment` for terms to pay contributions."""
        if day.weekday() > _FRIDAY or day in statutory_holidays(day.year, self.presidential) or day in self.extra:
            return False
        return payment or day not in self.vacations

    def next_counted(self, day: date, *, payment: bool) -> date:
        """The first counted day after `day`."""
        day += ONE_DAY
        while not self.counts(day, payment=payment):
            day += ONE_DAY
        return day

    def after(self, day: date, days: int, *, payment: bool) -> date:
        """The `days`-th counted day after `day`."""
        for _ in range(days):
            day = self.next_counted(day, payment=payment)
        return day

    def extended(self, day: date, *, payment: bool, friday_rule: bool) -> date:
        """The last day of a term once extended: past uncounted days, closed offices and, to pay, Fridays."""
        while not self.counts(day, payment=payment) or day in self.closed or (friday_rule and day.weekday() == _FRIDAY):
            day += ONE_DAY
        return day


def make_calendar(
    extra: Iterable[date] = (),
    vacations: Iterable[date] = (),
    closed: Iterable[date] = (),
    presidential: Presidential = Presidential.CFF_LITERAL,
) -> Calendar:
    """A calendar from any iterables of days."""
    return Calendar(frozenset(extra), frozenset(vacations), frozenset(closed), presidential)


@lru_cache(maxsize=512)
def statutory_holidays(year: int, presidential: Presidential) -> frozenset[date]:
    """The holidays that CFF 12, first paragraph, lists for a year."""
    days = {
        date(year, 1, 1),
        _monday(year, 2, 1),
        _monday(year, 3, 3),
        date(year, 5, 1),
        date(year, 5, 5),
        date(year, 9, 16),
        _monday(year, 11, 3),
        date(year, 12, 25),
    }
    handover = (year - 2024) % 6 == 0
    if handover and year < 2024 and presidential is not Presidential.NONE:
        days.add(date(year, 12, 1))
    if handover and year >= 2024 and presidential is Presidential.OCT1:
        days.add(date(year, 10, 1))
    return frozenset(days)


def _monday(year: int, month: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(7 - first.weekday()) % 7 + 7 * (nth - 1))
