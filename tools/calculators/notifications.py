"""When a notification is deemed made and takes effect: Buzón (CFF 134, I) and estrados (CFF 139); CFF 135."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from corpus.errors import BadInput
from tools.calculators.business_days import Calendar

BUZON_DAYS = 4
ESTRADOS_DAYS = 11


@dataclass(frozen=True, slots=True)
class Notification:
    """The day on which it is deemed made, and the one on which it takes effect (the next working day)."""

    made: date
    takes_effect: date


def by_buzon(notice: date, calendar: Calendar, opened: date | None = None) -> Notification:
    """By Buzón: the day it is opened, within three days of the notice; else the fourth working day after it.

    Raises:
        BadInput: FECHA_INVALIDA, opened before the notice.
    """
    if opened is not None and opened < notice:
        raise BadInput("FECHA_INVALIDA", "El documento no pudo abrirse antes del aviso.", "Revise las fechas.")
    deemed = calendar.after(notice, BUZON_DAYS, payment=False)
    made = deemed if opened is None else min(opened, deemed)
    return Notification(made, calendar.next_counted(made, payment=False))


def by_estrados(published: date, calendar: Calendar) -> Notification:
    """By estrados: published ten working days, deemed made on the eleventh after the day of publication."""
    made = calendar.after(published, ESTRADOS_DAYS, payment=False)
    return Notification(made, calendar.next_counted(made, payment=False))
