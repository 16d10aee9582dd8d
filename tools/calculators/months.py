"""How months of delay are counted (CFF 21, fifth paragraph): each month or fraction from the day after the due day."""

from __future__ import annotations

from datetime import date

from tools.calculators.business_days import ONE_DAY, Calendar


def anniversary(anchor: date, months: int, missing_day: str, calendar: Calendar) -> date:
    """The same day `months` later; where the month lacks it, per `missing_day` (CFF 12, fourth paragraph)."""
    position = anchor.year * 12 + anchor.month - 1 + months
    year, month = position // 12, position % 12 + 1
    try:
        return date(year, month, anchor.day)
    except ValueError:
        following = date(year + month // 12, month % 12 + 1, 1)
    if missing_day == "last_day":
        return following - ONE_DAY
    return following if calendar.counts(following, payment=False) else calendar.next_counted(following, payment=False)


def months_of_delay(anchor: date, paid: date, missing_day: str, calendar: Calendar) -> int:
    """Months or fractions from the day after `anchor` to `paid`; zero when paid by then."""
    if paid <= anchor:
        return 0
    months = max(0, (paid.year - anchor.year) * 12 + paid.month - anchor.month - 1)
    while anniversary(anchor, months, missing_day, calendar) < paid:
        months += 1
    return months
