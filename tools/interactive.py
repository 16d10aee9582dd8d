"""The calculations as a person asks for them: typed arguments in, a told result out.

Unlike the batch, a computation of today uses the last index loaded when later ones are missing, and says so: the
choice is explicit in the result's readings and warnings, never silent.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field

from corpus.errors import BadInput
from corpus.legal_values import LegalValues
from tools.calculators.business_days import Calendar
from tools.calculators.due_dates import DueDate, cedula_due, cop_due, rcv_due
from tools.calculators.explained import explain_surcharges, parameter_use
from tools.calculators.fines import enforcement_costs, fine_304, fine_304b
from tools.calculators.instalments import deferral, initial_percentage, instalments
from tools.calculators.money import read_money
from tools.calculators.readings import Readings
from tools.calculators.surcharges import read_kind
from tools.result import CalculationResult, Step
from tools.wording import long_date, month_name, pesos


class SurchargeRequest(BaseModel):
    """What is owed on a day. One of `period`, `bimester`, `notified` or `due` tells when it fell due."""

    amount: str = Field(description="Importe original en pesos, por ejemplo 84321.55")
    paid: date = Field(description="Día del pago")
    kind: str = Field("COP", description="COP, RCV, CAPITAL_CONSTITUTIVO, MULTA o SALDO_REVOCADO")
    period: str | None = Field(None, description="Mes de la COP: 2026-01", pattern=r"^\d{4}-(0[1-9]|1[0-2])$")
    bimester: str | None = Field(None, description="Bimestre de la RCV: 2026-3", pattern=r"^\d{4}-[1-6]$")
    notified: date | None = Field(None, description="Día de notificación de la cédula")
    due: date | None = Field(None, description="Día del vencimiento, si ya se conoce")
    readings: Readings = Field(default_factory=Readings)


def surcharges(request: SurchargeRequest, values: LegalValues, calendar: Calendar, today: date) -> CalculationResult:
    """Actualización and recargos (LSS 40 A; CFF 17-A, 21).

    Raises:
        BadInput: any of the calculator's codes. A payment after `today` whose index is not published yet is
            INPC_NO_DISPONIBLE: the future is not estimated.
    """
    kind, amount = read_kind(request.kind), read_money(request.amount)
    due = _due(request, calendar)
    readings = request.readings
    warnings: list[str] = []
    if request.paid <= today:
        readings, warnings = _with_last_index(request.readings, request.paid, values)
    return explain_surcharges(kind, amount, due, request.paid, values, readings, calendar, warnings)


def _due(request: SurchargeRequest, calendar: Calendar) -> DueDate:
    friday = request.readings.friday_rule is not False
    if request.due is not None:
        return DueDate(request.due, request.due)
    if request.period is not None:
        year, month = map(int, request.period.split("-"))
        return cop_due(year, month, calendar, friday_rule=friday)
    if request.bimester is not None:
        year, number = map(int, request.bimester.split("-"))
        return rcv_due(year, number, calendar, friday_rule=friday)
    if request.notified is not None:
        return cedula_due(request.notified, calendar, friday_rule=request.readings.friday_rule)
    raise BadInput(
        "VENCIMIENTO_AUSENTE",
        "No se dijo cuándo vence.",
        "Indique el periodo, el bimestre, la notificación o el vencimiento.",
    )


def _with_last_index(readings: Readings, paid: date, values: LegalValues) -> tuple[Readings, list[str]]:
    missing = values.missing_inpc(paid, readings.inpc_publication_day)
    if not missing or readings.inpc_last_published is not None:
        return readings, []
    year, month = values.last_inpc()
    names = " y ".join(filter(None, [", ".join(month_name(*m) for m in missing[:-1]), month_name(*missing[-1])]))
    used = readings.model_copy(update={"inpc_last_published": f"{year}-{month:02d}"})
    return used, [f"Falta el INPC de {names}; el factor usa el último cargado, {month_name(year, month)}."]


def due_date(period: str | None, bimester: str | None, notified: date | None, calendar: Calendar) -> CalculationResult:
    """When it falls due (LSS 39, 39 C; CFF 12)."""
    request = SurchargeRequest(amount="0", paid=date.min, period=period, bimester=bimester, notified=notified)
    found = _due(request, calendar)
    basis = ["LSS:39-C/p3", "LSS:40/p3"] if notified else ["LSS:39/p1"]
    if bimester:
        basis = ["LSS:T/1995-12-21/Vigésimo Séptimo"]
    steps = [
        Step(
            name="Día nominal",
            formula="Día que señala la ley",
            value=found.nominal.isoformat(),
            unit="fecha",
            basis=basis,
        ),
        Step(
            name="Vencimiento",
            formula="Prorrogado si es inhábil o viernes",
            value=found.effective.isoformat(),
            unit="fecha",
            basis=["CFF:12/p5"],
        ),
    ]
    return CalculationResult(
        calculation="due_date",
        title="Fecha de vencimiento",
        inputs={"period": period, "bimester": bimester, "notified": notified.isoformat() if notified else None},
        steps=steps,
        total=Decimal("0.00"),
        figures={
            "nominal": found.nominal.isoformat(),
            "effective": found.effective.isoformat(),
            "surte_efectos": found.takes_effect.isoformat() if found.takes_effect else None,
        },
        summary=f"Vence el {long_date(found.effective)}.",
    )


def instalment_plan(
    employer: str, count: int, requested: date, values: LegalValues, worker: str = "0", kind: str = "COP"
) -> CalculationResult:
    """A convenio in instalments (LSS 40 C; CFF 66, 66-A; LIF 11).

    Raises:
        BadInput: RCV_SOLO_DIFERIDO (LSS 40 D) or any of the calculator's codes.
    """
    if read_kind(kind).value == "RCV":
        raise BadInput(
            "RCV_SOLO_DIFERIDO",
            "El RCV no admite parcialidades: sólo pago diferido por periodos completos (LSS 40 D).",
            "Calcule el pago diferido.",
        )
    debt, withheld = read_money(employer, "adeudo_patronal"), read_money(worker, "cuota_obrera")
    found = instalments(debt, count, requested, values, worker=withheld)
    steps = [
        Step(
            name="Pago inicial",
            formula="20 % del adeudo patronal y el total de la cuota obrera retenida",
            operands={
                "adeudo patronal": str(debt),
                "porcentaje inicial": str(initial_percentage(requested, values)),
                "cuota obrera": str(withheld),
            },
            value=str(found.down_payment_total),
            basis=["CFF:66/II", "LSS:40-C"],
            cell="ROUND(ROUND({0}*{1}/100,6),2)+{2}",
        ),
        Step(
            name="Saldo a plazos",
            formula="Adeudo patronal y cuota obrera, menos el pago inicial",
            operands={
                "adeudo patronal": str(debt),
                "cuota obrera": str(withheld),
                "pago inicial": str(found.down_payment_total),
            },
            value=str(found.balance),
            basis=["CFF:66-A/I"],
            cell="{0}+{1}-{2}",
        ),
        Step(
            name="Tasa mensual",
            formula="La del plazo elegido, vigente al solicitar; incluye actualización",
            operands={"meses": str(count)},
            value=str(found.rate),
            unit="por ciento",
            basis=[*_rate_basis(requested), "CFF:66-A/I"],
        ),
        Step(
            name="Parcialidad",
            formula="Pagos iguales sobre saldos insolutos",
            operands={"saldo": str(found.balance), "tasa": str(found.rate), "meses": str(count)},
            value=str(found.payment),
            basis=["CFF:66-A/I"],
            cell="ROUND({0}*({1}/100)/(1-(1+{1}/100)^-{2}),2)",
        ),
    ]
    schedule = [
        {
            "número": str(row.number),
            "mes": f"{row.month[0]}-{row.month[1]:02d}",
            "pago": str(row.payment),
            "recargo por prórroga": str(row.surcharge),
            "capital": str(row.capital),
            "saldo": str(row.balance),
        }
        for row in found.rows
    ]
    total = found.down_payment_total + found.total_payments
    return CalculationResult(
        calculation="instalments",
        title=f"Convenio en {count} parcialidades",
        inputs={"employer": str(debt), "worker": str(withheld), "count": count, "requested": requested.isoformat()},
        steps=steps,
        total=total,
        figures={
            "tasa_mensual": str(found.rate),
            "pago_inicial_total": str(found.down_payment_total),
            "saldo_a_plazos": str(found.balance),
            "parcialidad": str(found.payment),
            "n": count,
        },
        schedule=schedule,
        summary=(
            f"Pago inicial de {pesos(found.down_payment_total)} y {count} parcialidades de {pesos(found.payment)} "
            f"(la última, {pesos(found.rows[-1].payment)}); en total {pesos(total)}."
        ),
        warnings=[
            "La fórmula de pagos iguales es la única compatible con CFF 66-A, I; no hay un ejemplo oficial publicado."
        ],
    )


def _rate_basis(requested: date) -> list[str]:
    """The Ley de Ingresos of the request's year, where it is in the corpus."""
    return ["LIF-2026:11/II"] if requested.year == 2026 else []


def deferral_plan(debt: str, requested: date, paid: date, values: LegalValues, calendar: Calendar) -> CalculationResult:
    """One deferred payment (LSS 40 D; CFF 66-A, II)."""
    amount = read_money(debt, "adeudo")
    found = deferral(amount, requested, paid, values, calendar)
    return CalculationResult(
        calculation="diferido",
        title="Pago diferido",
        inputs={"debt": str(amount), "requested": requested.isoformat(), "paid": paid.isoformat()},
        steps=[
            Step(
                name="Pago inicial",
                formula="20 % del adeudo",
                operands={"adeudo": str(amount), "porcentaje inicial": str(initial_percentage(requested, values))},
                value=str(found.down_payment),
                basis=["CFF:66/II"],
                cell="ROUND(ROUND({0}*{1}/100,6),2)",
            ),
            Step(
                name="Monto diferido",
                formula="Adeudo menos pago inicial",
                operands={"adeudo": str(amount), "pago inicial": str(found.down_payment)},
                value=str(found.deferred),
                basis=["CFF:66-A/II"],
                cell="{0}-{1}",
            ),
            Step(
                name="Recargos por prórroga",
                formula="Monto diferido por la tasa y por los meses o fracción desde la solicitud",
                operands={"monto diferido": str(found.deferred), "tasa": str(found.rate), "meses": str(found.months)},
                value=str(found.surcharge),
                basis=["CFF:66-A/II", *_rate_basis(requested)],
                cell="ROUND(ROUND({0}*{1}*{2}/100,6),2)",
            ),
            Step(
                name="A liquidar",
                formula="Diferido más recargos",
                operands={"monto diferido": str(found.deferred), "recargos por prórroga": str(found.surcharge)},
                value=str(found.total),
                basis=["CFF:66-A/II"],
                cell="{0}+{1}",
            ),
        ],
        total=found.down_payment + found.total,
        figures={
            "tasa_mensual": str(found.rate),
            "meses": found.months,
            "pago_inicial": str(found.down_payment),
            "monto_diferido": str(found.deferred),
            "recargos_prorroga": str(found.surcharge),
            "monto_a_liquidar": str(found.total),
        },
        summary=f"Pago inicial de {pesos(found.down_payment)} y {pesos(found.total)} el {long_date(paid)}.",
    )


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


def omission_fine(omitted: str, percentage: Decimal, day: date, values: LegalValues) -> CalculationResult:
    """The fine for omitted payment (LSS 304)."""
    amount = read_money(omitted, "concepto_omitido")
    value = fine_304(amount, percentage, day, values)
    return CalculationResult(
        calculation="multa_304",
        title="Multa por omisión de pago",
        inputs={"omitted": str(amount), "percentage": str(percentage)},
        steps=[
            Step(
                name="Multa",
                formula="Porcentaje del concepto omitido (del 40 al 100)",
                operands={"concepto omitido": str(amount), "porcentaje": str(percentage)},
                value=str(value),
                basis=["LSS:304"],
                cell="ROUND(ROUND({0}*{1}/100,6),2)",
            )
        ],
        total=value,
        figures={"pct": str(percentage), "multa": str(value)},
        summary=f"La multa del {percentage} % es de {pesos(value)}.",
    )


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
        summary=f"{diligencias} diligencia(s) a {pesos(found.each)}: {pesos(found.total)}.",
    )
