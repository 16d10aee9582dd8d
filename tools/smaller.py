"""The smaller calculations as told results: returned cheques, order of payment, notifications, the monthly rate."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from corpus.errors import BadInput
from corpus.legal_values import LegalValues
from tools.calculators.allocation import ORDER, allocate
from tools.calculators.business_days import Calendar
from tools.calculators.explained import parameter_use
from tools.calculators.fines import returned_cheque
from tools.calculators.money import ZERO, read_money, whole_pesos
from tools.calculators.notifications import Notification, by_buzon, by_estrados
from tools.calculators.surcharges import mora_rate
from tools.result import CalculationResult, Step
from tools.wording import long_date, month_name, pesos

SECONDARY = "La fuente de este valor es secundaria: confírmelo contra el DOF."

_CONCEPTS = {
    "gastos": "gastos de ejecución",
    "recargos": "recargos",
    "multas": "multas",
    "indemnizacion": "indemnización",
    "principal": "adeudo principal",
}


def cheque(amount: str, day: date, values: LegalValues) -> CalculationResult:
    """The indemnity for a cheque that was not paid (CFF 21, seventh paragraph)."""
    value = read_money(amount)
    indemnity = returned_cheque(value, day, values)
    return CalculationResult(
        calculation="cheque",
        title="Indemnización por cheque no pagado",
        inputs={"amount": str(value)},
        steps=[
            Step(
                name="Indemnización",
                formula="20 % del valor del cheque",
                operands={"cheque": str(value), "porcentaje": "20"},
                value=str(indemnity),
                basis=["CFF:21/p7"],
                cell="ROUND(ROUND({0}*{1}/100,6),2)",
            ),
            Step(
                name="Con el cheque",
                formula="Valor del cheque más indemnización",
                operands={"cheque": str(value), "indemnización": str(indemnity)},
                value=str(value + indemnity),
                basis=["CFF:21/p7"],
                cell="{0}+{1}",
            ),
        ],
        total=indemnity,
        figures={"indemnizacion": str(indemnity), "con_el_cheque": str(value + indemnity)},
        summary=(
            f"La indemnización es de {pesos(indemnity)}: el 20 % de {pesos(value)}. "
            f"Con el cheque suma {pesos(value + indemnity)}."
        ),
        warnings=["Se exige previo requerimiento al librador, que tiene tres días para pagar o probar (CFF 21)."],
    )


def apply_payment(payment: str, owed: Mapping[str, str]) -> CalculationResult:
    """In which order a payment is applied (CFF 20, eighth paragraph).

    Raises:
        BadInput: CONCEPTO_DESCONOCIDO, something owed that has no place in that order.
    """
    paid = read_money(payment, "pago")
    debts = {concept: read_money(owed.get(concept, "0"), concept) for concept in ORDER}
    found = allocate(paid, debts)
    steps = [
        Step(
            name=_CONCEPTS[concept].capitalize(),
            formula="Se aplica antes que lo que sigue",
            operands={"adeudo": str(debts[concept]), "queda pendiente": str(found.pending[concept])},
            value=str(found.applied[concept]),
            basis=["CFF:20/p8"],
        )
        for concept in ORDER
        if debts[concept]
    ]
    unknown = sorted(set(owed) - set(ORDER))
    if unknown:
        raise BadInput(
            "CONCEPTO_DESCONOCIDO", f"No se aplica un pago a «{', '.join(unknown)}».", f"Use: {', '.join(ORDER)}."
        )
    parts = ", ".join(f"{_CONCEPTS[c]} {pesos(found.applied[c])}" for c in ORDER if found.applied[c])
    pending = sum(found.pending.values(), ZERO)
    left = f"; sobran {pesos(found.remainder)}" if found.remainder else f"; quedan por pagar {pesos(pending)}"
    return CalculationResult(
        calculation="imputar_pago",
        title="Aplicación de un pago",
        inputs={"payment": str(paid), **{concept: str(value) for concept, value in debts.items()}},
        steps=steps,
        total=paid,
        figures={
            "aplicado": {concept: f"{value:.2f}" for concept, value in found.applied.items()},
            "pendiente": {concept: f"{value:.2f}" for concept, value in found.pending.items()},
            "remanente": f"{found.remainder:.2f}",
        },
        summary=f"El pago de {pesos(paid)} se aplica a: {parts or 'ningún concepto'}{left}.",
    )


def round_peso(amount: str) -> CalculationResult:
    """An amount to the peso: 1 to 50 cents down, 51 to 99 up (CFF 20, tenth paragraph)."""
    value = read_money(amount)
    rounded = whole_pesos(value)
    return CalculationResult(
        calculation="round_peso",
        title="Ajuste al peso",
        inputs={"amount": str(value)},
        steps=[
            Step(
                name="Ajuste",
                formula="De 1 a 50 centavos, al peso anterior; de 51 a 99, al siguiente",
                operands={"importe": str(value)},
                value=str(rounded),
                basis=["CFF:20/p10"],
                cell="MAX(0,ROUNDUP(ROUND({0}-0.5,2),0))",
            )
        ],
        total=rounded,
        figures={"pesos": str(rounded)},
        summary=f"{pesos(value)} se ajusta a {pesos(rounded)}.",
    )


def buzon(notice: date, opened: date | None, calendar: Calendar) -> CalculationResult:
    """When a notification by Buzón is made and takes effect (CFF 134, I; 135)."""
    found = by_buzon(notice, calendar, opened)
    return _notification("buzon", "Notificación por buzón", notice, found, ["CFF:134/I", "CFF:135"])


def estrados(published: date, calendar: Calendar) -> CalculationResult:
    """When a notification by estrados is made and takes effect (CFF 139, 135)."""
    found = by_estrados(published, calendar)
    return _notification("estrados", "Notificación por estrados", published, found, ["CFF:139", "CFF:135"])


def _notification(name: str, title: str, start: date, found: Notification, basis: list[str]) -> CalculationResult:
    return CalculationResult(
        calculation=name,
        title=title,
        inputs={"day": start.isoformat()},
        steps=[
            Step(
                name="Notificación", formula="Días hábiles", value=found.made.isoformat(), unit="fecha", basis=basis[:1]
            ),
            Step(
                name="Surte efectos",
                formula="Día hábil siguiente",
                value=found.takes_effect.isoformat(),
                unit="fecha",
                basis=basis[1:],
            ),
        ],
        total=Decimal("0.00"),
        figures={"notificacion": found.made.isoformat(), "surte_efectos": found.takes_effect.isoformat()},
        summary=f"Se tiene por hecha el {long_date(found.made)} y surte efectos el {long_date(found.takes_effect)}.",
    )


def monthly_rate(year: int, values: LegalValues) -> CalculationResult:
    """The monthly late-payment rate of a year (CFF 21; LIF)."""
    rate = mora_rate(year, values)
    base = values.on("recargos_prorroga", date(year, 1, 1), "TASA_NO_DISPONIBLE")
    basis = ["CFF:21/p1", "LIF-2026:11"] if year == 2026 else ["CFF:21/p1"]
    return CalculationResult(
        calculation="mora_rate",
        title=f"Tasa mensual de recargos por mora de {year}",
        inputs={"year": year},
        steps=[
            Step(
                name="Tasa",
                formula="La de la Ley de Ingresos incrementada en 50 %, a la centésima",
                operands={"Ley de Ingresos": str(base.value)},
                value=str(rate),
                unit="por ciento mensual",
                basis=basis,
            )
        ],
        parameters=[parameter_use("recargos_prorroga", base, values)],
        total=Decimal("0.00"),
        figures={"mora": str(rate)},
        summary=f"La tasa mensual de recargos por mora de {year} es {rate} %.",
        warnings=[] if base.certainty == "primaria" else [SECONDARY],
    )


def legal_value(name: str, day: date, values: LegalValues) -> CalculationResult:
    """The UMA of a day or the INPC of its month, with its source.

    Raises:
        BadInput: UMA_NO_DISPONIBLE, INPC_NO_DISPONIBLE, VALOR_DESCONOCIDO.
    """
    if name == "uma":
        row, what = values.on("uma_diaria", day, "UMA_NO_DISPONIBLE"), f"La UMA diaria al {long_date(day)}"
        told = f"{what} es de {pesos(Decimal(str(row.value)))}"
    elif name == "inpc":
        row, what = values.inpc(day.year, day.month), f"El INPC de {month_name(day.year, day.month)}"
        told = f"{what} es {row.value}"
    else:
        raise BadInput("VALOR_DESCONOCIDO", f"No hay un valor «{name}».", "Pida uma o inpc.")
    value = str(row.value)
    step = Step(name="Valor", formula=row.source, operands={"vigente desde": row.valid_from.isoformat()}, value=value)
    return CalculationResult(
        calculation="valor_legal",
        title=what,
        inputs={"name": name, "day": day.isoformat()},
        steps=[step],
        parameters=[parameter_use(name if name == "inpc" else "uma_diaria", row, values)],
        total=Decimal("0.00"),
        figures={name: value},
        summary=f"{told} (fuente {row.certainty}).",
        warnings=[] if row.certainty == "primaria" else [SECONDARY],
    )
