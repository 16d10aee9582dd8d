"""The calculators as tools of the registry."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pydantic import BaseModel, Field

from tools import agreement_plans, deadlines, interactive, penalties, smaller, statement
from tools.calculators.agreements import AgreementInstalment
from tools.days import BIMESTER, MONTH, Day
from tools.deadlines import ExtinctionRequest
from tools.interactive import SurchargeRequest
from tools.registry import Tool, ToolContext
from tools.result import CalculationResult
from tools.statement import StatementRequest

_MONEY = "Importe en pesos, por ejemplo 84321.55"


class DueDateRequest(BaseModel):
    """One of the three tells what falls due."""

    period: str | None = Field(None, pattern=MONTH, description="Mes de la COP: 2026-01")
    bimester: str | None = Field(None, pattern=BIMESTER, description="Bimestre de la RCV: 2026-3")
    notified: Day | None = Field(None, description="Día de notificación de la cédula")


class InstalmentRequest(BaseModel):
    """A convenio in instalments."""

    employer: str = Field(description="Adeudo patronal actualizado con accesorios, en pesos")
    count: int = Field(description="Número de parcialidades")
    requested: Day = Field(description="Día de la solicitud")
    worker: str = Field("0", description="Cuota obrera retenida, en pesos")
    kind: str = Field("COP", description="COP, RCV, CAPITAL_CONSTITUTIVO o MULTA")
    public_entity: bool = Field(False, description="Entidad, municipio o descentralizado (LIF 2026, T. Séptimo)")


class ReliefRequest(BaseModel):
    """The relief of LSS 40 E."""

    emission: str = Field(description="Emisión del periodo a cargo del patrón, en pesos")
    months: int = Field(description="Meses del plazo, doce a lo más")
    periods: int = Field(1, description="Periodos futuros, seis a lo más")
    requested: Day = Field(description="Día de la solicitud")


class PaidInstalment(BaseModel):
    """One instalment of an agreement."""

    due: Day = Field(description="Último día para pagarla")
    paid: Day | None = Field(None, description="Día en que se pagó completa, si se pagó")


class AgreementRequest(BaseModel):
    """The instalments of an agreement."""

    instalments: list[PaidInstalment] = Field(description="Las parcialidades del convenio")


class DeferralRequest(BaseModel):
    """One deferred payment."""

    debt: str = Field(description=_MONEY)
    requested: Day = Field(description="Día de la solicitud")
    paid: Day = Field(description="Día en que se pagará")


class FineRequest(BaseModel):
    """The range of LSS 304 B."""

    fraction: str = Field(description="Fracción del artículo 304 A, en romanos")
    day: Day = Field(description="Día de la infracción")


class OmissionFineRequest(BaseModel):
    """The fine of LSS 304."""

    omitted: str = Field(description="Concepto omitido, en pesos")
    percentage: Decimal | None = Field(None, description="Porcentaje, de 40 a 100; sin él, el mínimo y el máximo")
    day: Day = Field(description="Día de la infracción")


class CostsRequest(BaseModel):
    """Enforcement costs."""

    credit: str = Field(description=_MONEY)
    acts: int = Field(1, description="Número de diligencias")
    day: Day = Field(description="Día de la diligencia")


class ChequeRequest(BaseModel):
    """A returned cheque."""

    amount: str = Field(description=_MONEY)
    day: Day = Field(description="Día de la devolución")


class PaymentRequest(BaseModel):
    """A payment to apply."""

    payment: str = Field(description=_MONEY)
    owed: dict[str, str] = Field(description="Adeudo por concepto: gastos, recargos, multas, indemnizacion, principal")


class NotificationRequest(BaseModel):
    """A notification by Buzón or by estrados."""

    day: Day = Field(description="Día del aviso o de la publicación")
    opened: Day | None = Field(None, description="Día en que se abrió el documento, si se abrió")
    vacations: list[Day] = Field(default_factory=list, description="Vacaciones generales, además de las cargadas")


class RoundRequest(BaseModel):
    """An amount to adjust to the peso."""

    amount: str = Field(description=_MONEY)


class FilingTermRequest(BaseModel):
    """A term in working days."""

    term: str = Field(description="Plazo: pago_cedula, inconformidad, revocacion, aclaracion, cese_de_convenio…")
    notified: Day = Field(description="Día de la notificación (o de la publicación de la convocatoria)")


class RateRequest(BaseModel):
    """A year."""

    year: int = Field(description="Ejercicio")


class ValueRequest(BaseModel):
    """A dated legal value."""

    name: str = Field(description="uma o inpc")
    day: Day = Field(description="Día, o cualquier día del mes del INPC")


def _surcharges(args: SurchargeRequest, context: ToolContext) -> CalculationResult:
    return interactive.surcharges(args, context.values, context.calendar, context.today)


def _statement(args: StatementRequest, context: ToolContext) -> CalculationResult:
    return statement.account_statement(args, context.values, context.calendar, context.today)


def _due_date(args: DueDateRequest, context: ToolContext) -> CalculationResult:
    return interactive.due_date(args.period, args.bimester, args.notified, context.calendar)


def _instalments(args: InstalmentRequest, context: ToolContext) -> CalculationResult:
    return agreement_plans.instalment_plan(
        args.employer, args.count, args.requested, context.values, args.worker, args.kind, args.public_entity
    )


def _relief(args: ReliefRequest, context: ToolContext) -> CalculationResult:
    return agreement_plans.relief_plan(args.emission, args.months, args.periods, args.requested, context.values)


def _agreement(args: AgreementRequest, context: ToolContext) -> CalculationResult:
    instalments = [AgreementInstalment(item.due, item.paid) for item in args.instalments]
    return agreement_plans.agreement_review(instalments, context.today)


def _deferral(args: DeferralRequest, context: ToolContext) -> CalculationResult:
    return agreement_plans.deferral_plan(args.debt, args.requested, args.paid, context.values, context.calendar)


def _fine(args: FineRequest, context: ToolContext) -> CalculationResult:
    return penalties.fine(args.fraction, args.day, context.values)


def _omission(args: OmissionFineRequest, context: ToolContext) -> CalculationResult:
    return penalties.omission_fine(args.omitted, args.percentage, args.day, context.values)


def _costs(args: CostsRequest, context: ToolContext) -> CalculationResult:
    return penalties.costs(args.credit, args.acts, args.day, context.values)


def _cheque(args: ChequeRequest, context: ToolContext) -> CalculationResult:
    return smaller.cheque(args.amount, args.day, context.values)


def _payment(args: PaymentRequest, _context: ToolContext) -> CalculationResult:
    return smaller.apply_payment(args.payment, args.owed)


def _buzon(args: NotificationRequest, context: ToolContext) -> CalculationResult:
    return smaller.buzon(args.day, args.opened, context.calendar.on_holiday(args.vacations))


def _estrados(args: NotificationRequest, context: ToolContext) -> CalculationResult:
    return smaller.estrados(args.day, context.calendar.on_holiday(args.vacations))


def _round_peso(args: RoundRequest, _context: ToolContext) -> CalculationResult:
    return smaller.round_peso(args.amount)


def _term(args: FilingTermRequest, context: ToolContext) -> CalculationResult:
    return deadlines.filing_deadline(args.term, args.notified, context.today, context.calendar)


def _extinction(args: ExtinctionRequest, context: ToolContext) -> CalculationResult:
    return deadlines.extinction_timeline(args, context.today, context.calendar)


def _rate(args: RateRequest, context: ToolContext) -> CalculationResult:
    return smaller.monthly_rate(args.year, context.values)


def _value(args: ValueRequest, context: ToolContext) -> CalculationResult:
    return smaller.legal_value(args.name, args.day, context.values)


CALCULATORS: tuple[Tool[Any], ...] = (
    Tool(
        "surcharges",
        "Calcula actualización y recargos de un crédito a una fecha de pago.",
        SurchargeRequest,
        _surcharges,
        ("LSS:40-A", "CFF:17-A", "CFF:21"),
    ),
    Tool(
        "estado_de_cuenta",
        "Lo que queda de un crédito después de pagos parciales, aplicados en el orden de la ley.",
        StatementRequest,
        _statement,
        ("CFF:20", "CFF:21", "LSS:40-A"),
    ),
    Tool(
        "due_date", "Dice cuándo vence una COP, una RCV o una cédula.", DueDateRequest, _due_date, ("LSS:39", "CFF:12")
    ),
    Tool(
        "instalments",
        "Calcula el convenio en parcialidades: pago inicial, mensualidad y calendario.",
        InstalmentRequest,
        _instalments,
        ("LSS:40-C", "CFF:66-A"),
    ),
    Tool(
        "prorroga_40e",
        "Prórroga excepcional de cuotas futuras: pago inicial y resto sin recargos.",
        ReliefRequest,
        _relief,
        ("LSS:40-E",),
    ),
    Tool("convenio", "Dice si un convenio es revocable.", AgreementRequest, _agreement, ("CFF:66-A",)),
    Tool("diferido", "Calcula el pago diferido.", DeferralRequest, _deferral, ("LSS:40-D", "CFF:66-A")),
    Tool("multa_304b", "Rango de la multa por una fracción del 304 A.", FineRequest, _fine, ("LSS:304-B",)),
    Tool("multa_304", "Multa por omisión de pago.", OmissionFineRequest, _omission, ("LSS:304",)),
    Tool("gastos_ejecucion", "Gastos de ejecución por diligencia.", CostsRequest, _costs, ("CFF:150",)),
    Tool("cheque", "Indemnización por cheque no pagado.", ChequeRequest, _cheque, ("CFF:21",)),
    Tool("imputar_pago", "Orden en que se aplica un pago.", PaymentRequest, _payment, ("CFF:20",)),
    Tool("round_peso", "Ajusta un importe al peso.", RoundRequest, _round_peso, ("CFF:20",)),
    Tool("buzon", "Cuándo surte efectos una notificación por buzón.", NotificationRequest, _buzon, ("CFF:134",)),
    Tool(
        "estrados", "Cuándo surte efectos una notificación por estrados.", NotificationRequest, _estrados, ("CFF:139",)
    ),
    Tool(
        "plazo",
        "Último día para pagar, impugnar o aclarar, desde una notificación.",
        FilingTermRequest,
        _term,
        ("LSS:39-C", "LSS:294", "CFF:121"),
    ),
    Tool(
        "extincion",
        "Caducidad y prescripción: cuándo se consuman, qué las interrumpe o suspende y cuánto falta.",
        ExtinctionRequest,
        _extinction,
        ("LSS:297", "LSS:298", "CFF:146"),
    ),
    Tool("mora_rate", "Tasa mensual de recargos por mora de un ejercicio.", RateRequest, _rate, ("CFF:21",)),
    Tool("valor_legal", "Valor de la UMA en un día o del INPC de un mes, con su fuente.", ValueRequest, _value),
)
