"""Pesos as Decimal: reading, cents, and the rounding of CFF 20."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal

from corpus.errors import BadInput

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
_WRITTEN = re.compile(r"(?:-\$?|\$-?)?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?", re.ASCII)
"""Thousands are groups of three: «10,50» is not 1,050 pesos, it is refused."""
_MOST_DIGITS = 15


def read_money(value: object, field: str = "monto") -> Decimal:
    """A non-negative amount with at most two decimals.

    Raises:
        BadInput: MONTO_INVALIDO (not a number, a float, more than two decimals, beyond 15 digits) or MONTO_NEGATIVO.
    """
    invalid = BadInput(
        "MONTO_INVALIDO", f"«{value}» no es un importe en pesos ({field}).", "Escríbalo como 84321.55.", field=field
    )
    text = str(value).strip()
    written = _WRITTEN.fullmatch(text)
    if isinstance(value, bool | float) or written is None or len((written[1] or "").rstrip("0")) > 2:
        raise invalid
    amount = Decimal(re.sub(r"[$,]", "", text))
    if amount.adjusted() >= _MOST_DIGITS:
        raise invalid
    if amount < 0:
        raise BadInput(
            "MONTO_NEGATIVO",
            "El importe es negativo: un saldo a favor no causa accesorios.",
            "Revise el signo.",
            field=field,
        )
    return abs(amount).quantize(CENT)


def cents(amount: Decimal) -> Decimal:
    """To cents, half a cent up."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def whole_pesos(amount: Decimal) -> Decimal:
    """To the peso as CFF 20, tenth paragraph, adjusts: 1 to 50 cents down, 51 to 99 up."""
    return amount.quantize(Decimal(1), ROUND_HALF_DOWN).quantize(CENT)


def percent(amount: Decimal, rate: Decimal) -> Decimal:
    """`rate` per cent of an amount, to cents."""
    return cents(amount * rate / 100)
