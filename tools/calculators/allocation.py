"""In which order a payment is applied: the general one (CFF 20, eighth paragraph), and the one of a convenio."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tools.calculators.money import ZERO

ORDER = ("gastos", "recargos", "multas", "indemnizacion", "principal")
AGREEMENT_ORDER = (
    "recargos_prorroga",
    "recargos_mora",
    "multas",
    "gastos_extraordinarios",
    "gastos",
    "recargos",
    "indemnizacion",
    "principal",
)
"""Payments under an authorisation to pay by instalments (CFF 66-A, V)."""


@dataclass(frozen=True, slots=True)
class Allocation:
    """What was applied and what is pending per concept, and what is left of the payment; pesos."""

    applied: dict[str, Decimal]
    pending: dict[str, Decimal]
    remainder: Decimal


def allocate(payment: Decimal, owed: Mapping[str, Decimal], order: Sequence[str] = ORDER) -> Allocation:
    """Apply `payment` to the concepts in `order`; a concept that is not named owes nothing."""
    applied, pending, left = {}, {}, payment
    for concept in order:
        due = owed.get(concept, ZERO)
        part = min(left, due)
        applied[concept], pending[concept] = part, due - part
        left -= part
    return Allocation(applied, pending, left)
