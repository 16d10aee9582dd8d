"""Pesos as Decimal: reading, cents, and the rounding of CFF 20."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal, InvalidOperation

from corpus.errors import BadInput

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


def read_money(value: object, field: str = "monto") -> Decimal:
    """A non-negative amount with at most two decimals.

    Raises:
        BadInput: MONTO_INVALIDO (not a number, a float, more than two decimals) or MONTO_NEGATIVO.
    """
    invalid = BadInput(
        "MONTO_INVALIDO", f"«{value}» no es un importe en pesos ({field}).", "Escríbalo como 84321.55.", field=field
    )
    if isinstance(value, bool | float) or value is None:
        raise invalid
    try:
        amount = Decimal(str(value).strip().replace(",", "").removeprefix("$"))
    except InvalidOperation as error:
        raise invalid from error
    if not amount.is_finite() or amount != amount.quantize(CENT, ROUND_DOWN):
        raise invalid
    if amount < 0:
        raise BadInput(
            "MONTO_NEGATIVO",
            "El importe es negativo: un saldo a favor no causa accesorios.",
            "Revise el signo.",
            field=field,
        )
    return amount.quantize(CENT)


def cents(amount: Decimal) -> Decimal:
    """To cents, half a cent up."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def whole_pesos(amount: Decimal) -> Decimal:
    """To the peso as CFF 20, tenth paragraph, adjusts: 1 to 50 cents down, 51 to 99 up."""
    return amount.quantize(Decimal(1), ROUND_HALF_DOWN).quantize(CENT)


def percent(amount: Decimal, rate: Decimal) -> Decimal:
    """`rate` per cent of an amount, to cents."""
    return cents(amount * rate / 100)
