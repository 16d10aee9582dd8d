"""Actualización and recargos of one credit up to a payment day (LSS 40 A; CFF 17-A, 20, 21, 70).

`accrual` is what time does, whatever the amount (a portfolio shares it among credits that fell due on the same day);
`charge` applies it to an amount; `compute` is both. `tools.calculators.explained` tells the same step by step.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from corpus.errors import BadInput
from corpus.legal_values import LegalValues
from tools.calculators.business_days import Calendar
from tools.calculators.due_dates import DueDate
from tools.calculators.indexation import NO_INDEXATION, Indexation, indexation
from tools.calculators.money import ZERO, cents, percent, whole_pesos
from tools.calculators.months import months_of_delay
from tools.calculators.readings import Readings


class Kind(StrEnum):
    """What is owed. A fine is indexed but bears no surcharges (CFF 21, second paragraph; 70, second paragraph).

    The balance of a revoked agreement counts from its last payment (CFF 66-A, IV); an unpaid instalment, from its
    own due day (CFF 66-A, I).
    """

    COP = "COP"
    RCV = "RCV"
    CAPITAL_CONSTITUTIVO = "CAPITAL_CONSTITUTIVO"
    MULTA = "MULTA"
    SALDO_REVOCADO = "SALDO_REVOCADO"
    PARCIALIDAD = "PARCIALIDAD"

    @property
    def bears_surcharges(self) -> bool:
        return self is not Kind.MULTA


@dataclass(frozen=True, slots=True)
class Accrual:
    """Factor, months and summed monthly rates (per cent) from the due day to the payment; nothing if paid in time."""

    due: date
    indexation: Indexation = NO_INDEXATION
    months: int = 0
    charged_months: int = 0
    rate: Decimal = ZERO
    rates_by_year: tuple[tuple[int, int, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class Surcharges:
    """Amounts in pesos and cents; `rate` is the sum of the monthly rates, in per cent."""

    due: date
    indexation: Indexation
    indexed: Decimal
    months: int
    charged_months: int
    rate: Decimal
    surcharges: Decimal
    total: Decimal
    rates_by_year: tuple[tuple[int, int, Decimal], ...] = ()


def read_kind(text: str) -> Kind:
    """The kind named.

    Raises:
        BadInput: TIPO_DESCONOCIDO.
    """
    try:
        return Kind(text.strip().upper().replace(" ", "_"))
    except ValueError as error:
        raise BadInput("TIPO_DESCONOCIDO", f"«{text}» no es un tipo de crédito.", f"Use: {', '.join(Kind)}.") from error


def compute(
    kind: Kind, amount: Decimal, due: DueDate, paid: date, values: LegalValues, readings: Readings, calendar: Calendar
) -> Surcharges:
    """What `amount` (principal, pesos) is worth on the payment day. Paid in time, it owes nothing more.

    Raises:
        BadInput: INPC_NO_DISPONIBLE or TASA_NO_DISPONIBLE, a month has no published value; it is never guessed.
    """
    return charge(amount, accrual(kind, due, paid, values, readings, calendar), readings)


def charge(amount: Decimal, found: Accrual, readings: Readings) -> Surcharges:
    """An accrual applied to an amount, each product to the cent (half a cent up)."""
    indexed = cents(amount * found.indexation.factor)
    surcharges = percent(indexed, found.rate)
    return Surcharges(
        found.due,
        found.indexation,
        indexed,
        found.months,
        found.charged_months,
        found.rate,
        surcharges,
        _payable(indexed + surcharges, readings),
        found.rates_by_year,
    )


def accrual(
    kind: Kind, due: DueDate, paid: date, values: LegalValues, readings: Readings, calendar: Calendar
) -> Accrual:
    """What the delay of a kind of credit causes, whatever its amount. Raises what `compute` raises."""
    if paid <= due.effective:
        return Accrual(due.effective)
    index = indexation(due.effective, paid, values, readings)
    anchor = due.nominal if readings.anniversary == "nominal" else due.effective
    months = months_of_delay(anchor, paid, readings.missing_day, calendar)
    charged = months if readings.cap_months is None else min(months, readings.cap_months)
    if not kind.bears_surcharges:
        charged = 0
    by_year = rates(anchor, charged, values, readings)
    rate = sum((count * monthly for _, count, monthly in by_year), ZERO)
    return Accrual(due.effective, index, months, charged, rate, by_year)


def rates(anchor: date, months: int, values: LegalValues, readings: Readings) -> tuple[tuple[int, int, Decimal], ...]:
    """(year, months, monthly rate in per cent) for the first `months`; each bears the rate of its month."""
    if months == 0:
        return ()
    first = anchor.year * 12 + anchor.month - 1 + (1 if readings.rate_assignment == "end" else 0)
    found: list[tuple[int, int, Decimal]] = []
    for position in range(first, first + months):
        year = position // 12
        row = values.on("recargos_mora", date(year, position % 12 + 1, 1), "TASA_NO_DISPONIBLE")
        monthly = values.number(row)
        if found and found[-1][0] == year and found[-1][2] == monthly:
            found[-1] = (year, found[-1][1] + 1, monthly)
        else:
            found.append((year, 1, monthly))
    return tuple(found)


def mora_rate(year: int, values: LegalValues) -> Decimal:
    """The monthly late-payment rate of a year: the one of the LIF raised by half, to the hundredth (CFF 21)."""
    base = values.number(values.on("recargos_prorroga", _january(year), "TASA_NO_DISPONIBLE"))
    return cents(base * Decimal("1.5"))


def _january(year: int) -> date:
    if not 1 <= year <= 9999:
        raise BadInput("FECHA_INVALIDA", f"«{year}» no es un año.", "Escríbalo como 2026.")
    return date(year, 1, 1)


def _payable(total: Decimal, readings: Readings) -> Decimal:
    return whole_pesos(total) if readings.pay_rounding == "peso_cff20" else total
