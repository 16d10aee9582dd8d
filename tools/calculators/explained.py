"""The computation of `surcharges.compute` told step by step, with sources, readings and warnings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from corpus.legal_values import DatedValue, LegalValues
from tools.calculators.business_days import Calendar
from tools.calculators.due_dates import DueDate
from tools.calculators.readings import Readings
from tools.calculators.surcharges import Kind, Surcharges, compute
from tools.result import CalculationResult, ParameterUse, ReadingUse, Step
from tools.wording import long_date, pesos

_TITLES = {
    Kind.COP: "cuotas obrero patronales (COP)",
    Kind.RCV: "retiro, cesantía en edad avanzada y vejez (RCV)",
    Kind.CAPITAL_CONSTITUTIVO: "capital constitutivo",
    Kind.MULTA: "multa",
    Kind.SALDO_REVOCADO: "saldo de un convenio revocado",
    Kind.PARCIALIDAD: "parcialidad vencida de un convenio",
}
_DUE_BASIS = {
    Kind.COP: ["LSS:39/p1", "CFF:12/p5"],
    Kind.RCV: ["LSS:T/1995-12-21/Vigésimo Séptimo", "CFF:12/p5"],
    Kind.SALDO_REVOCADO: ["CFF:66-A/IV"],
    Kind.PARCIALIDAD: ["CFF:66-A/I"],
}
_ALTERNATIVES = (
    ("factor_rounding", {"truncate": "half_up", "half_up": "truncate"}, "CFF 17-A dice «hasta el diezmilésimo»."),
    ("rate_assignment", {"start": "end", "end": "start"}, "CFF 21 no dice qué ejercicio rige el mes que cruza de año."),
    ("anniversary", {"effective": "nominal", "nominal": "effective"}, "Desde el vencimiento prorrogado o el día 17."),
    ("missing_day", {"cff12": "last_day", "last_day": "cff12"}, "Meses sin el día del aniversario (CFF 12)."),
)


def explain_surcharges(
    kind: Kind,
    amount: Decimal,
    due: DueDate,
    paid: date,
    values: LegalValues,
    readings: Readings,
    calendar: Calendar,
    warnings: list[str] | None = None,
) -> CalculationResult:
    """What is owed on the payment day, with every step. Raises what `compute` raises."""
    found = compute(kind, amount, due, paid, values, readings, calendar)
    notes = [*(warnings or []), *_warnings(found, told=bool(warnings))]
    return CalculationResult(
        calculation="surcharges",
        title=f"Actualización y recargos de {_TITLES[kind]}",
        inputs={
            "kind": kind.value,
            "amount": str(amount),
            "due": due.effective.isoformat(),
            "paid": paid.isoformat(),
            "readings": readings.model_dump(),
        },
        steps=list(_steps(kind, amount, due, paid, found, readings)),
        parameters=list(_parameters(found, values)),
        total=found.total,
        figures=figures(amount, found),
        summary=_summary(kind, amount, due, paid, found),
        readings=_alternatives(kind, amount, due, paid, values, readings, calendar, found.total),
        warnings=notes,
    )


def figures(amount: Decimal, found: Surcharges) -> dict[str, object]:
    """The figures by the names of the worked cases; money with two decimals, the factor with four."""
    index = found.indexation
    return {
        "vencimiento": found.due.isoformat(),
        "inpc_num_month": index.numerator.valid_from.isoformat()[:7] if index.numerator else None,
        "inpc_den_month": index.denominator.valid_from.isoformat()[:7] if index.denominator else None,
        "factor": f"{index.factor:.4f}",
        "actualizacion": f"{found.indexed - amount:.2f}",
        "monto_actualizado": f"{found.indexed:.2f}",
        "meses_mora": found.months,
        "meses_recargo": found.charged_months,
        "tasa_total": f"{found.rate:.2f}",
        "recargos": f"{found.surcharges:.2f}",
        "total": f"{found.total:.2f}",
    }


def _summary(kind: Kind, amount: Decimal, due: DueDate, paid: date, found: Surcharges) -> str:
    if paid <= due.effective:
        return (
            f"Pagado a más tardar el {long_date(due.effective)}, {_TITLES[kind]} por {pesos(amount)} no causa "
            "actualización ni recargos."
        )
    parts = f"actualización {pesos(found.indexed - amount)}"
    parts += f" y recargos {pesos(found.surcharges)}" if kind.bears_surcharges else " (las multas no causan recargos)"
    return f"Al {long_date(paid)} se deben {pesos(found.total)}: {pesos(amount)} de {_TITLES[kind]}, {parts}."


def _steps(
    kind: Kind, amount: Decimal, due: DueDate, paid: date, found: Surcharges, readings: Readings
) -> Iterator[Step]:
    yield Step(
        name="Vencimiento",
        formula="Último día para pagar, prorrogado si es inhábil o viernes",
        operands={"día nominal": due.nominal.isoformat()},
        value=due.effective.isoformat(),
        unit="fecha",
        basis=_DUE_BASIS.get(kind, ["LSS:39-C/p3", "LSS:40/p3", "CFF:12/p5"]),
    )
    if paid <= due.effective:
        yield Step(name="Total", formula="Pago en tiempo: sólo el importe", value=str(found.total), basis=["LSS:40-A"])
        return
    yield from _indexation_steps(kind, amount, found, readings)
    if kind.bears_surcharges:
        yield from _surcharge_steps(due, paid, found)
    yield Step(
        name="Total",
        formula="Importe actualizado más recargos",
        operands={"importe actualizado": str(found.indexed), "recargos": str(found.surcharges)},
        value=str(found.total),
        basis=["LSS:40-A"] if kind.bears_surcharges else ["CFF:70/p2"],
        cell="{0}+{1}" if readings.pay_rounding == "none" else "MAX(0,ROUNDUP(ROUND({0}+{1}-0.5,2),0))",
    )


def _indexation_steps(kind: Kind, amount: Decimal, found: Surcharges, readings: Readings) -> Iterator[Step]:
    index = found.indexation
    cut = "TRUNC" if readings.factor_rounding == "truncate" else "ROUND"
    if index.numerator is None or index.denominator is None:
        formula, operands = "Pago en el mes del vencimiento: no se actualiza por fracciones de mes", {}
    else:
        formula = (
            "INPC del mes anterior al pago entre INPC del mes anterior al vencimiento, hasta el diezmilésimo, mínimo 1"
        )
        operands = {
            f"INPC {index.numerator.valid_from:%Y-%m}": str(index.numerator.value),
            f"INPC {index.denominator.valid_from:%Y-%m}": str(index.denominator.value),
        }
    yield Step(
        name="Factor de actualización",
        formula=formula,
        operands=operands,
        value=f"{index.factor:.4f}",
        unit="factor",
        basis=["CFF:17-A"],
        cell=f"MAX(1,{cut}(ROUND({{0}}/{{1}},11),4))" if operands else "",
    )
    yield Step(
        name="Importe actualizado",
        formula="Importe por factor, al centavo",
        operands={"importe": str(amount), "factor": f"{index.factor:.4f}"},
        value=str(found.indexed),
        basis=["CFF:21/p1"] if kind.bears_surcharges else ["CFF:70/p2"],
        cell="ROUND(ROUND({0}*{1},6),2)",
    )


def _surcharge_steps(due: DueDate, paid: date, found: Surcharges) -> Iterator[Step]:
    yield Step(
        name="Meses de mora",
        formula="Meses o fracción desde el día siguiente al vencimiento hasta el pago",
        operands={"vencimiento": due.effective.isoformat(), "pago": paid.isoformat(), "meses": str(found.months)},
        value=str(found.charged_months),
        unit="meses",
        basis=["CFF:21/p5", *(["CFF:21/p2"] if found.charged_months < found.months else [])],
    )
    yield Step(
        name="Tasa de recargos",
        formula="Suma de las tasas mensuales de cada ejercicio",
        operands={f"{count} × {year}": str(rate) for year, count, rate in found.rates_by_year},
        value=str(found.rate),
        unit="por ciento",
        basis=["CFF:21/p1", "LIF-2026:11"]
        if any(year == 2026 for year, _, _ in found.rates_by_year)
        else ["CFF:21/p1"],
        cell="+".join(f"{count}*{{{place}}}" for place, (_, count, _) in enumerate(found.rates_by_year)),
    )
    yield Step(
        name="Recargos",
        formula="Importe actualizado por la tasa, al centavo",
        operands={"importe actualizado": str(found.indexed), "tasa": str(found.rate)},
        value=str(found.surcharges),
        basis=["CFF:21/p1", "LSS:40-A"],
        cell="ROUND(ROUND({0}*{1}/100,6),2)",
    )


def _parameters(found: Surcharges, values: LegalValues) -> Iterator[ParameterUse]:
    index = found.indexation
    for row in (index.denominator, index.numerator):
        if row is not None:
            yield parameter_use("inpc", row, values)
    for year, _, monthly in found.rates_by_year:
        rows = (row for row in reversed(values.parameter("recargos_mora").values) if row.value == monthly)
        row = next(
            row
            for row in rows
            if row.valid_from <= date(year, 12, 31) and date(year, 1, 1) <= (row.valid_to or date.max)
        )
        yield parameter_use("recargos_mora", row, values)


def parameter_use(name: str, row: DatedValue, values: LegalValues) -> ParameterUse:
    """The row as the result shows it."""
    return ParameterUse(
        name=name,
        title=values.parameter(name).title,
        value=values.number(row),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        published=row.published,
        source=row.source,
        certainty=row.certainty,
    )


def _alternatives(
    kind: Kind,
    amount: Decimal,
    due: DueDate,
    paid: date,
    values: LegalValues,
    readings: Readings,
    calendar: Calendar,
    total: Decimal,
) -> list[ReadingUse]:
    """The readings that would change the total, each alone. One whose value is not published is not told."""
    from corpus.errors import BadInput

    found = []
    for option, other, why in _ALTERNATIVES:
        used = getattr(readings, option)
        changed = readings.model_copy(update={option: other[used]})
        try:
            alternative = compute(kind, amount, due, paid, values, changed, calendar).total
        except BadInput as error:
            if error.code not in ("TASA_NO_DISPONIBLE", "INPC_NO_DISPONIBLE"):
                raise
            continue
        if alternative != total:
            found.append(
                ReadingUse(option=option, used=used, alternative=other[used], alternative_total=alternative, why=why)
            )
    return found


def _warnings(found: Surcharges, *, told: bool) -> Iterator[str]:
    if not told and found.indexation.used_earlier_index and found.indexation.numerator is not None:
        month = f"{found.indexation.numerator.valid_from:%Y-%m}"
        yield f"El INPC del mes anterior al pago no está publicado: el factor usa el último, {month} (CFF 17-A)."
    if any(year < 2026 for year, _, _ in found.rates_by_year):
        yield "Las tasas anteriores a 2026 provienen de fuente secundaria: confírmelas contra el DOF."
    if found.charged_months < found.months and found.charged_months:
        yield f"Los recargos se causan hasta por cinco años: {found.charged_months} de {found.months} meses (CFF 21)."
