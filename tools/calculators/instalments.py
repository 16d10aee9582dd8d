"""Payment by instalments or deferred (LSS 40 C, 40 D; CFF 66, 66-A; LIF 11, fraction II)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from corpus.errors import BadInput
from corpus.legal_values import LegalValues
from tools.calculators.business_days import Calendar
from tools.calculators.money import ZERO, cents, percent
from tools.calculators.months import months_of_delay

_BANDS = ((12, "plazos_hasta_12"), (24, "plazos_13_a_24"))


@dataclass(frozen=True, slots=True)
class Instalment:
    """One row of the schedule; `month` is (year, month), amounts in pesos."""

    number: int
    month: tuple[int, int]
    payment: Decimal
    surcharge: Decimal
    capital: Decimal
    balance: Decimal


@dataclass(frozen=True, slots=True)
class Schedule:
    """Equal monthly payments on `balance`; `residue` is what rounding leaves after the last one."""

    rate: Decimal
    down_payment: Decimal
    down_payment_total: Decimal
    balance: Decimal
    payment: Decimal
    rows: tuple[Instalment, ...]

    @property
    def total_payments(self) -> Decimal:
        return sum((row.payment for row in self.rows), ZERO)

    @property
    def total_surcharges(self) -> Decimal:
        return sum((row.surcharge for row in self.rows), ZERO)

    @property
    def residue(self) -> Decimal:
        return self.rows[-1].balance


def instalments(
    employer: Decimal,
    count: int,
    requested: date,
    values: LegalValues,
    *,
    worker: Decimal = ZERO,
    adjust_last: bool = True,
    limit: int | None = None,
    rate: Decimal | None = None,
) -> Schedule:
    """Schedule of `count` equal payments; the worker's withheld share is paid whole at the start (LSS 40 C).

    `employer` and `worker` are the updated debt in pesos. The rate is the one of the request's year, for the whole
    term (CFF 66-A, I); it already includes indexation (LIF 11). `adjust_last` lets the last payment absorb cents.

    Raises:
        BadInput: PLAZO_INVALIDO, PLAZO_EXCEDIDO (48 months, LSS 40 C), TASA_NO_DISPONIBLE.
    """
    if limit is None:
        limit = int(values.number(values.on("parcialidades_max_meses_imss", requested, "TASA_NO_DISPONIBLE")))
    if count < 1:
        raise BadInput("PLAZO_INVALIDO", "El número de parcialidades debe ser uno o más.", "Revise el plazo.")
    if count > limit:
        raise BadInput("PLAZO_EXCEDIDO", f"El plazo de {count} meses pasa del máximo de {limit}.", "Reduzca el plazo.")
    if rate is None:
        rate = instalment_rate(count, requested, values)
    down = percent(employer, initial_percentage(requested, values))
    balance = employer - down
    payment = annuity(balance, rate, count)
    rows = _rows(balance, payment, rate, count, requested, adjust_last)
    return Schedule(rate, down, down + worker, balance, payment, rows)


def public_entity_limit(requested: date, values: LegalValues) -> int | None:
    """Months allowed to states, municipalities and their bodies in 2026 (LIF 2026, transitorio Séptimo), except RCV.

    None outside its validity: the general limit of LSS 40 C applies.
    """
    row = values.parameter("parcialidades_max_meses_entes_publicos").on(requested)
    return None if row is None else int(values.number(row))


def initial_percentage(day: date, values: LegalValues) -> Decimal:
    """The initial payment, in per cent (CFF 66, II)."""
    return values.number(values.on("pago_inicial_porcentaje", day, "TASA_NO_DISPONIBLE"))


def instalment_rate(count: int, requested: date, values: LegalValues) -> Decimal:
    """The monthly rate of the term chosen, in force on the day of the request (LIF 11, II)."""
    name = next((name for most, name in _BANDS if count <= most), "plazos_mas_24")
    return values.number(values.on(name, requested, "TASA_NO_DISPONIBLE"))


def annuity(balance: Decimal, rate: Decimal, count: int) -> Decimal:
    """The equal payment that pays `balance` in `count` months at `rate` per cent on the unpaid balance."""
    monthly = rate / 100
    if monthly == 0:
        return cents(balance / count)
    return cents(balance * monthly / (1 - (1 + monthly) ** -count))


def _rows(
    balance: Decimal, payment: Decimal, rate: Decimal, count: int, requested: date, adjust_last: bool
) -> tuple[Instalment, ...]:
    rows = []
    position = requested.year * 12 + requested.month - 1
    for number in range(1, count + 1):
        surcharge = percent(balance, rate)
        paid = balance + surcharge if adjust_last and number == count else payment
        capital = paid - surcharge
        balance -= capital
        month = ((position + number) // 12, (position + number) % 12 + 1)
        rows.append(Instalment(number, month, paid, surcharge, capital, balance))
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class Deferral:
    """One deferred payment: simple surcharge per month or fraction since the request."""

    rate: Decimal
    months: int
    down_payment: Decimal
    deferred: Decimal
    surcharge: Decimal
    total: Decimal


def deferral(debt: Decimal, requested: date, paid: date, values: LegalValues, calendar: Calendar) -> Deferral:
    """Pay `debt` (updated, pesos) once on `paid` (CFF 66-A, II; LSS 40 D for RCV).

    Raises:
        BadInput: FECHA_INVALIDA (paid before the request), PLAZO_EXCEDIDO (12 months, CFF 66), TASA_NO_DISPONIBLE.
    """
    if paid < requested:
        raise BadInput("FECHA_INVALIDA", "La fecha de pago es anterior a la solicitud.", "Revise las fechas.")
    months = months_of_delay(requested, paid, "cff12", calendar)
    limit = int(values.number(values.on("diferido_max_meses", requested, "TASA_NO_DISPONIBLE")))
    if months > limit:
        raise BadInput("PLAZO_EXCEDIDO", f"El plazo de {months} meses pasa del máximo de {limit}.", "Adelante el pago.")
    rate = values.number(values.on("plazos_diferido", requested, "TASA_NO_DISPONIBLE"))
    down = percent(debt, initial_percentage(requested, values))
    deferred = debt - down
    surcharge = percent(deferred, rate * months)
    return Deferral(rate, months, down, deferred, surcharge, deferred + surcharge)
