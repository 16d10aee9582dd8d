"""A credit with payments along the way: each is applied in the order of CFF 20, and what is left goes on accruing.

The law does not write the arithmetic of what follows a partial payment (CFF 21, fourth paragraph, only says that
surcharges fall on the difference). The reading here: what is left of the indexed principal keeps its proportion of the
original one, so that it goes on being indexed from the due month; months already charged are not charged again; and
surcharges pending bear neither indexation nor surcharges.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from corpus.errors import BadInput
from corpus.legal_values import LegalValues
from tools.calculators.allocation import Allocation, allocate
from tools.calculators.business_days import Calendar
from tools.calculators.due_dates import DueDate
from tools.calculators.money import ZERO, cents, percent
from tools.calculators.readings import Readings
from tools.calculators.surcharges import Kind, accrual

_FINE = Decimal("1E-12")


@dataclass(frozen=True, slots=True)
class Payment:
    """Pesos paid on a day."""

    day: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Movement:
    """What was owed on the day before the payment was applied, and how it was applied; pesos."""

    day: date
    payment: Decimal
    indexed: Decimal
    surcharges: Decimal
    allocation: Allocation

    @property
    def pending(self) -> Decimal:
        return sum(self.allocation.pending.values(), ZERO)


def statement(
    kind: Kind,
    amount: Decimal,
    due: DueDate,
    payments: Sequence[Payment],
    until: date,
    values: LegalValues,
    readings_on: Callable[[date], Readings],
    calendar: Calendar,
    others: Mapping[str, Decimal] | None = None,
) -> list[Movement]:
    """A movement per payment, oldest first, and a last one of zero pesos on `until` with what is still owed.

    `others` are gastos, multas and indemnización owed besides, in pesos. The readings are those of each day, because
    which index was published depends on it.

    Raises:
        BadInput: PAGO_POSTERIOR, a payment after `until`; and what `accrual` raises.
    """
    if any(payment.day > until for payment in payments):
        raise BadInput("PAGO_POSTERIOR", "Hay pagos posteriores al día del estado de cuenta.", "Revise las fechas.")
    original, charged, surcharges = amount, ZERO, ZERO
    fixed = dict(others or {})
    movements = []
    for payment in [*sorted(payments, key=lambda each: each.day), Payment(until, ZERO)]:
        found = accrual(kind, due, payment.day, values, readings_on(payment.day), calendar)
        indexed = cents(original * found.indexation.factor)
        surcharges += percent(indexed, found.rate - charged)
        charged = found.rate
        applied = allocate(payment.amount, {**fixed, "recargos": surcharges, "principal": indexed})
        movements.append(Movement(payment.day, payment.amount, indexed, surcharges, applied))
        left = applied.pending["principal"]
        if left != indexed:
            original = (original * left / indexed).quantize(_FINE)
        surcharges = applied.pending["recargos"]
        fixed = {name: applied.pending[name] for name in fixed}
    return movements
