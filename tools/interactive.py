"""What is owed and when it falls due, as a person asks for it: typed arguments in, a told result out.

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
from tools.calculators.explained import explain_surcharges
from tools.calculators.money import read_money
from tools.calculators.readings import Readings
from tools.calculators.surcharges import Kind, read_kind
from tools.days import BIMESTER, LAST_YEAR, MONTH, Day
from tools.inputs import check_period, refuse_cedula
from tools.rest_days import rest_day_told
from tools.result import CalculationResult, Step
from tools.wording import long_date, month_name, month_names


class SurchargeRequest(BaseModel):
    """What is owed on a day. One of `period`, `bimester`, `notified` or `due` tells when it fell due."""

    amount: str = Field(description="Importe original en pesos, por ejemplo 84321.55")
    paid: Day = Field(description="Día del pago")
    kind: str = Field("COP", description="COP, RCV, CAPITAL_CONSTITUTIVO, MULTA o SALDO_REVOCADO")
    period: str | None = Field(None, description="Mes de la COP: 2026-01", pattern=MONTH)
    bimester: str | None = Field(None, description="Bimestre de la RCV: 2026-3", pattern=BIMESTER)
    notified: Day | None = Field(None, description="Día de notificación de la cédula")
    due: Day | None = Field(None, description="Día del vencimiento, si ya se conoce")
    readings: Readings = Field(default_factory=Readings)


def surcharges(request: SurchargeRequest, values: LegalValues, calendar: Calendar, today: date) -> CalculationResult:
    """Actualización and recargos (LSS 40 A; CFF 17-A, 21).

    Raises:
        BadInput: any of the calculator's codes. A payment after `today` whose index is not published yet is
            INPC_NO_DISPONIBLE: the future is not estimated.
    """
    kind, amount = read_kind(request.kind), read_money(request.amount)
    calendar = calendar.read_as(request.readings.presidential)
    due = due_of(request, calendar)
    readings, warnings = with_last_index(request.readings, due, request.paid, today, values)
    warnings += _stated_due_notes(request.due, calendar)
    return explain_surcharges(kind, amount, due, request.paid, values, readings, calendar, warnings)


def due_of(request: SurchargeRequest, calendar: Calendar) -> DueDate:
    """When what is asked fell due. Raises VENCIMIENTO_AUSENTE, PERIODO_AUSENTE, PERIODO_INVALIDO."""
    kind, friday = read_kind(request.kind), request.readings.friday_rule is not False
    if request.due is not None:
        return DueDate(request.due, request.due)
    if request.period is not None:
        check_period(kind, Kind.COP)
        year, month = map(int, request.period.split("-"))
        return cop_due(year, month, calendar, friday_rule=friday)
    if request.bimester is not None:
        check_period(kind, Kind.RCV)
        year, number = map(int, request.bimester.split("-"))
        return rcv_due(year, number, calendar, friday_rule=friday)
    if request.notified is not None:
        refuse_cedula(kind)
        return cedula_due(request.notified, calendar, friday_rule=request.readings.friday_rule)
    raise BadInput(
        "VENCIMIENTO_AUSENTE",
        "No se dijo cuándo vence.",
        "Indique el periodo, el bimestre, la notificación o el vencimiento.",
    )


def _stated_due_notes(stated: date | None, calendar: Calendar) -> list[str]:
    """A due day that is told is taken as it is; one that the law would have extended is pointed out."""
    if stated is None:
        return []
    extended = calendar.extended(stated, payment=True, friday_rule=True)
    if extended == stated:
        return []
    return [f"El vencimiento dado cae en viernes o día inhábil: si es el nominal, venció el {long_date(extended)}."]


def with_last_index(
    readings: Readings, due: DueDate, paid: date, today: date, values: LegalValues
) -> tuple[Readings, list[str]]:
    """The readings for a payment by `today`: the last index loaded where later ones are missing, and the warning.

    Nothing changes where no index is used (paid in the due month), none is missing, or the reading already tells.
    """
    used_none = (paid.year, paid.month) <= (due.effective.year, due.effective.month)
    missing = values.missing_inpc(paid, readings.inpc_publication_day)
    if paid > today or used_none or not missing or readings.inpc_last_published is not None:
        return readings, []
    year, month = values.last_inpc()
    used = readings.model_copy(update={"inpc_last_published": f"{year}-{month:02d}"})
    return used, [
        f"Falta el INPC de {month_names(missing)}; el factor usa el último cargado, {month_name(year, month)}."
    ]


def due_date(period: str | None, bimester: str | None, notified: date | None, calendar: Calendar) -> CalculationResult:
    """When it falls due (LSS 39, 39 C; CFF 12)."""
    kind = "COP" if period else "RCV" if bimester else "CAPITAL_CONSTITUTIVO"
    request = SurchargeRequest(
        amount="0", paid=date(LAST_YEAR, 12, 31), kind=kind, period=period, bimester=bimester, notified=notified
    )
    found = due_of(request, calendar)
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
    if notified and found.takes_effect:
        effect = Step(
            name="Surte efectos",
            formula="Día hábil siguiente a la notificación",
            operands={"notificación": notified.isoformat()},
            value=found.takes_effect.isoformat(),
            unit="fecha",
            basis=["LSS:40/p3", "CFF:135/p1"],
        )
        steps.insert(0, effect)
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
        warnings=rest_day_told(notified, calendar),
    )
