"""Fines (LSS 304, 304 A, 304 B), returned cheques (CFF 21) and enforcement costs (CFF 150)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import yaml

from corpus.errors import BadInput
from corpus.legal_values import DatedValue, LegalValues
from tools.calculators.money import cents, percent

_TABLE = Path(__file__).parents[2] / "corpus" / "tables" / "multas_304b.yaml"


@dataclass(frozen=True, slots=True)
class FineRange:
    """The range of LSS 304 B for one infraction of 304 A, in pesos of the day of the infraction."""

    fraction: str
    uma: DatedValue
    times: tuple[int, int]
    minimum: Decimal
    maximum: Decimal


@dataclass(frozen=True, slots=True)
class Costs:
    """Enforcement costs: per diligencia, between the minimum and the maximum of the day."""

    rate: DatedValue
    two_per_cent: Decimal
    each: Decimal
    total: Decimal
    minimum: DatedValue
    maximum: DatedValue


def fine_304(omitted: Decimal, percentage: Decimal, day: date, values: LegalValues) -> Decimal:
    """The fine for omitted payment, in pesos: `percentage` of the omitted concept (LSS 304).

    Raises:
        BadInput: PCT_FUERA_DE_RANGO, not between 40 and 100.
    """
    low, high = fine_304_range(day, values)
    if not low <= percentage <= high:
        raise BadInput(
            "PCT_FUERA_DE_RANGO", f"El porcentaje {percentage} no está entre {low} y {high}.", "Vea LSS 304."
        )
    return percent(omitted, percentage)


def fine_304_range(day: date, values: LegalValues) -> tuple[Decimal, Decimal]:
    """The least and the greatest percentage of LSS 304."""
    return (
        values.number(values.on("multa_304_minimo", day, "TASA_NO_DISPONIBLE")),
        values.number(values.on("multa_304_maximo", day, "TASA_NO_DISPONIBLE")),
    )


def fine_304b(infraction: str, day: date, values: LegalValues) -> FineRange:
    """The range for a fraction of LSS 304 A, with the UMA of the day on which the infraction was committed.

    Raises:
        BadInput: FRACCION_DESCONOCIDA, UMA_NO_DISPONIBLE.
    """
    wanted = infraction.strip().upper()
    for fraction, (infractions, low, high) in _ranges().items():
        if wanted in infractions:
            uma = values.on("uma_diaria", day, "UMA_NO_DISPONIBLE")
            value = values.number(uma)
            return FineRange(fraction, uma, (low, high), cents(value * low), cents(value * high))
    raise BadInput("FRACCION_DESCONOCIDA", f"LSS 304 A no tiene la fracción «{infraction}».", "Use de la I a la XXII.")


@lru_cache(maxsize=1)
def _ranges() -> dict[str, tuple[frozenset[str], int, int]]:
    data = yaml.safe_load(_TABLE.read_text(encoding="utf-8"))["ranges"]
    return {name: (frozenset(row["infractions"]), row["min"], row["max"]) for name, row in data.items()}


def returned_cheque(amount: Decimal, day: date, values: LegalValues) -> Decimal:
    """The indemnity for an unpaid cheque: 20 % of it, always (CFF 21, seventh paragraph)."""
    return percent(amount, values.number(values.on("cheque_devuelto_porcentaje", day, "TASA_NO_DISPONIBLE")))


def enforcement_costs(credit: Decimal, diligencias: int, day: date, values: LegalValues) -> Costs:
    """2 % of the credit per diligencia, with its minimum and maximum (CFF 150).

    Raises:
        BadInput: DILIGENCIAS_INVALIDAS, GASTOS_NO_DISPONIBLE (the amounts of that day are not known).
    """
    if diligencias < 1:
        raise BadInput("DILIGENCIAS_INVALIDAS", "El número de diligencias debe ser uno o más.", "Revise el dato.")
    rate = values.on("gastos_ejecucion_porcentaje", day, "GASTOS_NO_DISPONIBLE")
    minimum = values.on("gastos_ejecucion_minimo", day, "GASTOS_NO_DISPONIBLE")
    maximum = values.on("gastos_ejecucion_maximo", day, "GASTOS_NO_DISPONIBLE")
    two = percent(credit, values.number(rate))
    each = min(max(two, values.number(minimum)), values.number(maximum)).quantize(Decimal("0.01"))
    return Costs(rate, two, each, each * diligencias, minimum, maximum)
