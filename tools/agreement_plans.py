"""Agreements (convenios) as told results: instalments, deferred payment, the relief of LSS 40 E, and revocation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from corpus.errors import BadInput
from corpus.legal_values import LegalValues
from tools.calculators.agreements import AgreementInstalment, agreement_status, relief_40e
from tools.calculators.business_days import Calendar
from tools.calculators.instalments import deferral, initial_percentage, instalments, public_entity_limit
from tools.calculators.money import read_money
from tools.calculators.surcharges import read_kind
from tools.result import CalculationResult, Step
from tools.wording import long_date, pesos


def instalment_plan(
    employer: str,
    count: int,
    requested: date,
    values: LegalValues,
    worker: str = "0",
    kind: str = "COP",
    public: bool = False,
) -> CalculationResult:
    """A convenio in instalments (LSS 40 C; CFF 66, 66-A; LIF 11). `public`: an entity of LIF 2026, T. Séptimo.

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
    limit = public_entity_limit(requested, values) if public else None
    found = instalments(debt, count, requested, values, worker=withheld, limit=limit)
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
            operands={"meses": str(count), "solicitud": requested.isoformat()},
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
            "El adeudo debe traer su actualización y accesorios al día de la solicitud (CFF 66, II); la cuota retenida "
            "a los trabajadores se paga completa al inicio (LSS 40 C).",
            "La fórmula de pagos iguales es la única compatible con CFF 66-A, I; no hay un ejemplo oficial publicado.",
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


def relief_plan(emission: str, months: int, periods: int, requested: date, values: LegalValues) -> CalculationResult:
    """The exceptional relief of LSS 40 E for future quotas of the employer.

    Raises:
        BadInput: PLAZO_EXCEDIDO, PERIODOS_EXCEDIDOS, PLAZO_INVALIDO.
    """
    amount = read_money(emission, "emision")
    found = relief_40e(amount, months, periods, requested, values)
    share = values.number(values.on("prorroga_40e_pago_inicial", requested, "TASA_NO_DISPONIBLE"))
    return CalculationResult(
        calculation="prorroga_40e",
        title="Prórroga excepcional del artículo 40 E",
        inputs={"emission": str(amount), "months": months, "periods": periods, "requested": requested.isoformat()},
        steps=[
            Step(
                name="Pago inicial mínimo",
                formula="Diez por ciento de la emisión del periodo",
                operands={"emisión": str(amount), "porcentaje": str(share)},
                value=str(found.initial),
                basis=["LSS:40-E/III"],
                cell="ROUND(ROUND({0}*{1}/100,6),2)",
            ),
            Step(
                name="Resto a plazos",
                formula="Emisión menos pago inicial, sin recargos",
                operands={"emisión": str(amount), "pago inicial": str(found.initial)},
                value=str(found.remainder),
                basis=["LSS:40-E/IV", "LSS:40-E/p2"],
                cell="{0}-{1}",
            ),
        ],
        total=amount,
        figures={"pago_inicial": str(found.initial), "resto": str(found.remainder), "meses": months},
        summary=f"Pago inicial de al menos {pesos(found.initial)}; el resto, {pesos(found.remainder)}, sin recargos.",
        warnings=[
            "El resto causa actualización y gastos de financiamiento: la tasa de éstos no se ha localizado.",
            "La autoriza el Consejo Técnico por tres cuartas partes; no procede para RCV ni cuotas retenidas.",
        ],
    )


def agreement_review(instalments_: Sequence[AgreementInstalment], today: date) -> CalculationResult:
    """Whether an agreement may be revoked for unpaid instalments, and from when its balance bears accessories."""
    found = agreement_status(instalments_, today)
    cause = "con la última" if found.last_missed else f"con {found.missed}"
    state = (
        f"El convenio es revocable: no se cumplió en tiempo {cause} parcialidad(es)."
        if found.revocable
        else f"El convenio no es revocable por pagos: {found.missed} parcialidad(es) fuera de tiempo, de tres."
    )
    since = found.accrues_from
    return CalculationResult(
        calculation="convenio",
        title="Cumplimiento de un convenio",
        inputs={"instalments": len(instalments_), "today": today.isoformat()},
        steps=[
            Step(
                name="Parcialidades incumplidas",
                formula="No pagadas en tiempo y monto; con tres, o con la última, procede la revocación",
                operands={"parcialidades": str(len(instalments_))},
                value=str(found.missed),
                unit="parcialidades",
                basis=["CFF:66-A/IV"],
            )
        ],
        total=Decimal("0.00"),
        figures={
            "incumplidas": found.missed,
            "revocable": found.revocable,
            "accesorios_desde": since.isoformat() if since else None,
        },
        summary=f"{state} El saldo se actualiza y causa recargos desde el {long_date(since)}." if since else state,
        warnings=[
            "Otras causas: garantía insuficiente, concurso o quiebra (CFF 66-A, IV); RACERF 138 agrega las suyas."
        ],
    )
