"""Fines and enforcement costs as told results (LSS 304, 304 A, 304 B; CFF 150)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from corpus.legal_values import LegalValues
from tools.calculators.explained import parameter_use
from tools.calculators.fines import enforcement_costs, fine_304, fine_304_range, fine_304b
from tools.calculators.money import read_money
from tools.result import CalculationResult, Step
from tools.wording import counted, pesos


def fine(infraction: str, day: date, values: LegalValues) -> CalculationResult:
    """The range of the fine for an infraction of LSS 304 A (304 B), with the UMA of that day."""
    found = fine_304b(infraction, day, values)
    warnings = []
    if found.fraction in ("I", "II", "III"):
        warnings.append(
            "La fracción dice «salario mínimo»; se lee en UMA por la desindexación (DOF 27-01-2016), por confirmar."
        )
    return CalculationResult(
        calculation="multa_304b",
        title=f"Multa por la fracción {infraction.upper()} del artículo 304 A",
        inputs={"infraction": infraction.upper(), "day": day.isoformat()},
        steps=[
            Step(
                name=name,
                formula="Veces la UMA del día de la infracción",
                operands={"UMA": str(found.uma.value), "veces": str(times)},
                value=str(value),
                basis=[f"LSS:304-A/{infraction.upper()}", f"LSS:304-B/{found.fraction}"],
                cell="ROUND({0}*{1},2)",
            )
            for name, times, value in (
                ("Mínimo", found.times[0], found.minimum),
                ("Máximo", found.times[1], found.maximum),
            )
        ],
        parameters=[parameter_use("uma_diaria", found.uma, values)],
        total=found.maximum,
        figures={
            "fraccion_304B": found.fraction,
            "uma": str(found.uma.value),
            "min": str(found.minimum),
            "max": str(found.maximum),
        },
        summary=f"La multa va de {pesos(found.minimum)} a {pesos(found.maximum)} (304 B, fracción {found.fraction}).",
        warnings=warnings,
    )


def omission_fine(omitted: str, percentage: Decimal | None, day: date, values: LegalValues) -> CalculationResult:
    """The fine for omitted payment (LSS 304); without a percentage, the least and the greatest."""
    amount = read_money(omitted, "concepto_omitido")
    asked = [("Multa", percentage)] if percentage is not None else _extremes(day, values)
    fines = [(name, share, fine_304(amount, share, day, values)) for name, share in asked]
    first, last = fines[0], fines[-1]
    if percentage is None:
        summary = f"La multa va de {pesos(first[2])} ({first[1]} %) a {pesos(last[2])} ({last[1]} %) de lo omitido."
        figures = {"min": str(first[2]), "max": str(last[2])}
    else:
        summary = f"La multa del {percentage} % es de {pesos(last[2])}."
        figures = {"pct": str(percentage), "multa": str(last[2])}
    return CalculationResult(
        calculation="multa_304",
        title="Multa por omisión de pago",
        inputs={"omitted": str(amount), "percentage": None if percentage is None else str(percentage)},
        steps=[
            Step(
                name=name,
                formula="Porcentaje del concepto omitido (del 40 al 100)",
                operands={"concepto omitido": str(amount), "porcentaje": str(share)},
                value=str(value),
                basis=["LSS:304"],
                cell="ROUND(ROUND({0}*{1}/100,6),2)",
            )
            for name, share, value in fines
        ],
        total=last[2],
        figures=figures,
        summary=summary,
    )


def _extremes(day: date, values: LegalValues) -> list[tuple[str, Decimal]]:
    low, high = fine_304_range(day, values)
    return [("Mínimo", low), ("Máximo", high)]


def costs(credit: str, diligencias: int, day: date, values: LegalValues) -> CalculationResult:
    """Enforcement costs (CFF 150)."""
    amount = read_money(credit, "credito")
    found = enforcement_costs(amount, diligencias, day, values)
    return CalculationResult(
        calculation="gastos_ejecucion",
        title="Gastos de ejecución",
        inputs={"credit": str(amount), "diligencias": diligencias, "day": day.isoformat()},
        steps=[
            Step(
                name="Por diligencia",
                formula="2 % del crédito, entre el mínimo y el máximo",
                operands={
                    "crédito": str(amount),
                    "porcentaje": str(found.rate.value),
                    "mínimo": str(found.minimum.value),
                    "máximo": str(found.maximum.value),
                },
                value=str(found.each),
                basis=["CFF:150/p1", "CFF:150/p2", "CFF:150/p3"],
                cell="MIN(MAX(ROUND(ROUND({0}*{1}/100,6),2),{2}),{3})",
            ),
            Step(
                name="Total",
                formula="Por el número de diligencias",
                operands={"por diligencia": str(found.each), "diligencias": str(diligencias)},
                value=str(found.total),
                basis=["CFF:150/p1"],
                cell="{0}*{1}",
            ),
        ],
        parameters=[
            parameter_use("gastos_ejecucion_minimo", found.minimum, values),
            parameter_use("gastos_ejecucion_maximo", found.maximum, values),
        ],
        total=found.total,
        figures={"por_diligencia": str(found.each), "total": str(found.total)},
        summary=f"{counted(diligencias, 'diligencia', 'diligencias')} a {pesos(found.each)}: {pesos(found.total)}.",
    )
