"""A credit as a person asks for it: where it stands, how it got there, what it owes today and what follows."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from pydantic import BaseModel, Field

from corpus.errors import BadInput
from corpus.legal_values import LegalValues
from tools.calculators.business_days import Calendar
from tools.credits.amounts import owed
from tools.credits.catalogue import Catalogues
from tools.credits.models import Credit, CreditEvent
from tools.credits.next_step import NextStep, next_step, prescription
from tools.result import CalculationResult
from tools.wording import long_date, pesos

EXPIRY_WINDOW = timedelta(days=60)
_HAPPENED = {
    "pae": "Procedimiento administrativo de ejecución: {code}",
    "agreement": "Convenio: {code}",
    "challenge": "Medio de defensa: {code}",
    "transfer": "Traspaso: {code}",
}


class Happened(BaseModel):
    """A row of the timeline."""

    day: date
    what: str
    document: str = ""


class GuaranteeHeld(BaseModel):
    """A guarantee and whether it ends soon or has ended."""

    kind: str
    amount: Decimal
    expires: date
    note: str


class CreditReport(BaseModel):
    """One credit on one day; amounts in pesos."""

    number: str
    registro_patronal: str
    employer: str
    fictitious: bool
    kind: str
    document: str
    period: str
    ooad: str
    subdelegacion: str
    incidencia: str
    incidencia_since: date
    notified: date | None
    effective: date | None
    due: date | None
    amount: Decimal
    balance: Decimal
    status: str = Field(description="En qué estado está, en una oración")
    timeline: list[Happened]
    owed: CalculationResult | None = Field(None, description="Importe al día, con sus pasos")
    prescription: CalculationResult | None = None
    next: NextStep
    guarantees: list[GuaranteeHeld] = Field(description="Garantías vencidas o por vencer")
    notices: list[str]


def report(
    credit: Credit, today: date, values: LegalValues, calendar: Calendar, catalogues: Catalogues
) -> CreditReport:
    """The report of a credit that the repository handed over; what cannot be computed is a notice."""
    notices = [catalogues.notice] if catalogues.notice else []
    if credit.employer.fictitious:
        notices.append("Datos ficticios.")
    amounts = None
    try:
        amounts = owed(credit, today, values, calendar)
    except BadInput as error:
        notices.append(f"No se calculó el importe al día: {error}")
    return CreditReport(
        number=credit.number,
        registro_patronal=credit.employer.registro_patronal,
        employer=credit.employer.name,
        fictitious=credit.employer.fictitious,
        kind=credit.kind,
        document=catalogues.documents.label(credit.document_kind),
        period=credit.period,
        ooad=credit.ooad,
        subdelegacion=credit.subdelegacion,
        incidencia=catalogues.incidencias.label(credit.incidencia),
        incidencia_since=credit.incidencia_since,
        notified=credit.notified,
        effective=credit.effective,
        due=credit.due,
        amount=credit.amount,
        balance=credit.balance,
        status=_status(credit, catalogues),
        timeline=_timeline(credit, catalogues),
        owed=amounts,
        prescription=prescription(credit, today, calendar),
        next=next_step(credit, today, calendar),
        guarantees=_guarantees(credit, today),
        notices=notices,
    )


def _status(credit: Credit, catalogues: Catalogues) -> str:
    where = catalogues.incidencias.label(credit.incidencia)
    notified = f"notificado el {long_date(credit.notified)}" if credit.notified else "sin notificar"
    last = credit.payments[-1].day if credit.payments else None
    balance = f"con saldo histórico de {pesos(credit.balance)}"
    if not credit.balance:
        balance = f"pagado el {long_date(last)}" if last else "sin saldo"
    return (
        f"El crédito {credit.number} ({credit.kind}, periodo {credit.period}) está en la incidencia {where} "
        f"desde el {long_date(credit.incidencia_since)}, {notified} y {balance}."
    )


def _timeline(credit: Credit, catalogues: Catalogues) -> list[Happened]:
    rows = [Happened(day=credit.issued, what=f"Emisión por {pesos(credit.amount)}")]
    rows += [
        Happened(day=day, what=what)
        for day, what in (
            (credit.effective, "Surte efectos la notificación"),
            (credit.due, "Último día para pagar o aclarar"),
        )
        if day is not None
    ]
    rows += [Happened(day=e.day, what=_told(e, catalogues), document=e.document) for e in credit.events]
    rows += [Happened(day=payment.day, what=f"Pago de {pesos(payment.amount)}") for payment in credit.payments]
    return sorted(rows, key=lambda row: row.day)


def _told(event: CreditEvent, catalogues: Catalogues) -> str:
    if event.kind == "movement":
        return f"Incidencia {catalogues.incidencias.label(event.code)}"
    return _HAPPENED.get(event.kind, "{code}").format(code=event.code)


def _guarantees(credit: Credit, today: date) -> list[GuaranteeHeld]:
    return [
        GuaranteeHeld(
            kind=held.kind,
            amount=held.amount,
            expires=held.expires,
            note=f"Venció el {long_date(held.expires)}."
            if held.expires < today
            else f"Vence el {long_date(held.expires)}.",
        )
        for held in credit.guarantees
        if held.expires <= today + EXPIRY_WINDOW
    ]
