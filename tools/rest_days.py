"""A notification said to be of a day on which none may be made (CFF 13): computed as said, and told."""

from __future__ import annotations

from datetime import date

from tools.calculators.business_days import Calendar
from tools.wording import long_date


def rest_day_told(notified: date | None, calendar: Calendar) -> list[str]:
    """The warning for a notification on a rest day; none for a working day or without one."""
    if notified is None or calendar.counts(notified, payment=False):
        return []
    return [
        f"El {long_date(notified)} es inhábil y las diligencias se practican en días hábiles (CFF 13): "
        "revise la fecha o si se habilitó."
    ]
