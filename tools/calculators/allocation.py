"""In which order a payment is applied (CFF 20, eighth paragraph): accessories first, in the order of the law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from tools.calculators.money import ZERO

ORDER = ("gastos", "recargos", "multas", "indemnizacion", "principal")


@dataclass(frozen=True, slots=True)
class Allocation:
    """What was applied and what is pending per concept, and what is left of the payment; pesos."""

    applied: dict[str, Decimal]
    pending: dict[str, Decimal]
    remainder: Decimal


def allocate(payment: Decimal, owed: Mapping[str, Decimal]) -> Allocation:
    """Apply `payment` to the concepts of `ORDER`; a concept that is not named owes nothing."""
    applied, pending, left = {}, {}, payment
    for concept in ORDER:
        due = owed.get(concept, ZERO)
        part = min(left, due)
        applied[concept], pending[concept] = part, due - part
        left -= part
    return Allocation(applied, pending, left)
