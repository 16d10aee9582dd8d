"""Actualización (CFF 17-A): index of the month before payment over index of the month before the due month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from corpus.errors import BadInput
from corpus.legal_values import DatedValue, LegalValues
from tools.calculators.readings import Readings, month_before

ONE = Decimal("1.0000")
_TEN_THOUSANDTH = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Indexation:
    """The factor and the two indexes; without them where the payment is in the due month (no fractions of month)."""

    factor: Decimal
    numerator: DatedValue | None = None
    denominator: DatedValue | None = None
    raw: Decimal = ONE
    used_earlier_index: bool = False


NO_INDEXATION = Indexation(ONE)


def indexation(due: date, paid: date, values: LegalValues, readings: Readings) -> Indexation:
    """The factor from the due month to the payment month, at least 1.

    Raises:
        BadInput: INPC_NO_DISPONIBLE, an index that should be published is not loaded; it is never extrapolated.
    """
    if paid <= due or (paid.year, paid.month) == (due.year, due.month):
        return NO_INDEXATION
    wanted = month_before(paid)
    month, base = published_month(paid, values, readings), month_before(due)
    if month < base:
        raise BadInput(
            "INPC_NO_DISPONIBLE",
            f"El último INPC declarado como publicado ({month[0]}-{month[1]:02d}) es anterior al del vencimiento.",
            f"Hace falta el de {base[0]}-{base[1]:02d}: criterio parameter add inpc {base[0]}-{base[1]:02d} VALOR …",
        )
    numerator, denominator = values.inpc(*month), values.inpc(*base)
    raw = values.number(numerator) / values.number(denominator)
    rounding = ROUND_DOWN if readings.factor_rounding == "truncate" else ROUND_HALF_UP
    factor = max(ONE, raw.quantize(_TEN_THOUSANDTH, rounding))
    return Indexation(factor, numerator, denominator, raw, month != wanted)


def published_month(paid: date, values: LegalValues, readings: Readings) -> tuple[int, int]:
    """The month whose index applies: the one before payment, or the last published (CFF 17-A, second paragraph).

    A reading that declares the last published index rules; then the publication date recorded with the index; then
    the day of the month by which the law orders its publication (CFF 20, second paragraph).
    """
    wanted = month_before(paid)
    if readings.last_published is not None:
        return min(wanted, readings.last_published)
    row = values.inpc_by_month.get(wanted)
    if row is not None and row.published is not None:
        return wanted if row.published <= paid else month_before(paid, 2)
    return wanted if paid.day >= readings.inpc_publication_day else month_before(paid, 2)
