"""When contributions fall due: COP, RCV and cédulas (LSS 39, 39 C, 40; transitorio Vigésimo Séptimo; CFF 12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from corpus.errors import BadInput
from tools.calculators.business_days import Calendar

PAYMENT_DAY = 17
CEDULA_DAYS = 15
_MOST_DAYS = 1000


@dataclass(frozen=True, slots=True)
class DueDate:
    """`nominal` is the day that the law names; `effective` the day once extended; `takes_effect` of a notification."""

    nominal: date
    effective: date
    takes_effect: date | None = None


def cop_due(year: int, month: int, calendar: Calendar, *, friday_rule: bool = True) -> DueDate:
    """COP of a month: the 17th of the following one (LSS 39, first paragraph)."""
    _check_month(month)
    return _fixed(_day_of(year, month + 1), calendar, friday_rule)


def rcv_due(year: int, bimester: int, calendar: Calendar, *, friday_rule: bool = True) -> DueDate:
    """RCV of a bimester (1 to 6): the 17th of the month after it (LSS, transitorio Vigésimo Séptimo)."""
    if not 1 <= bimester <= 6:
        raise BadInput("PERIODO_INVALIDO", f"No existe el bimestre {bimester}.", "Use del 1 al 6.")
    return _fixed(_day_of(year, bimester * 2 + 1), calendar, friday_rule)


def cedula_due(
    notified: date,
    calendar: Calendar,
    *,
    days: int = CEDULA_DAYS,
    payment: bool = True,
    friday_rule: bool | None = None,
) -> DueDate:
    """A term in working days from the day after a notification takes effect (LSS 39 C, third; 40, third paragraph).

    The Friday rule is one of payments (CFF 12, fifth paragraph): by default it follows `payment`.
    """
    if not 1 <= days <= _MOST_DAYS:
        raise BadInput("PLAZO_INVALIDO", f"El plazo debe ser de 1 a {_MOST_DAYS} días.", "Revise los días.")
    takes_effect = calendar.next_counted(notified, payment=payment)
    nominal = calendar.after(takes_effect, days, payment=payment)
    rule = payment if friday_rule is None else friday_rule
    return DueDate(nominal, calendar.extended(nominal, payment=payment, friday_rule=rule), takes_effect)


def _fixed(nominal: date, calendar: Calendar, friday_rule: bool) -> DueDate:
    return DueDate(nominal, calendar.extended(nominal, payment=True, friday_rule=friday_rule))


def _day_of(year: int, month: int) -> date:
    try:
        return date(year + (month - 1) // 12, (month - 1) % 12 + 1, PAYMENT_DAY)
    except ValueError as error:
        raise BadInput("PERIODO_INVALIDO", f"No existe el periodo {month - 1}/{year}.", "Revise el año.") from error


def _check_month(month: int) -> None:
    if not 1 <= month <= 12:
        raise BadInput("PERIODO_INVALIDO", f"No existe el mes {month}.", "Use del 1 al 12.")
