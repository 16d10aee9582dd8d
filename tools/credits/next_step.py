"""The step that follows in the life of a credit, by when, and on what it rests."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, Field

from tools.calculators.business_days import ONE_DAY, Calendar
from tools.calculators.extinction import Cause
from tools.credits.models import Credit
from tools.deadlines import EventRequest, ExtinctionRequest, extinction_timeline
from tools.result import CalculationResult
from tools.wording import long_date

_INTERRUPTS = {"pae": Cause.GESTION_DE_COBRO, "agreement": Cause.SOLICITUD_DE_CONVENIO}
_HALTS = ("inconformidad", "revocacion")
"""Appeals that stop enforcement while they last (CFF 144); a lawsuit does so only with a guarantee."""


class NextStep(BaseModel):
    """What to do; `deadline` is None where the law sets no day."""

    text: str = Field(description="Qué sigue")
    deadline: date | None = Field(None, description="Último día, si la ley señala uno")
    basis: list[str] = Field(default_factory=list, description="Preceptos en que se apoya")


def next_step(credit: Credit, today: date, calendar: Calendar) -> NextStep:
    """What follows, looking first at what stops collection."""
    if not credit.balance:
        return NextStep(text="Está pagado: no queda ningún paso de cobro.")
    if _open(credit, "transfer"):
        return NextStep(text="Atender la procuración de cobro pendiente.", basis=["MANUAL-JSAC:7.1.3/64"])
    if credit.notified is None or credit.due is None:
        return NextStep(
            text="Notificar la cédula; la ley no señala un último día para hacerlo.", basis=["LSS:40", "LSS:297"]
        )
    if _open(credit, "challenge"):
        return NextStep(
            text="Está impugnado: esperar la resolución y revisar si el interés fiscal está garantizado.",
            basis=["CFF:144", "CFF:151"],
        )
    if _open(credit, "agreement"):
        return NextStep(text="Tiene convenio: vigilar que se paguen las parcialidades.", basis=["LSS:40-C"])
    if today <= credit.due:
        text = f"Corre el plazo para pagar o aclarar; termina el {long_date(credit.due)}."
        return NextStep(text=text, deadline=credit.due, basis=["LSS:39-C/p3"])
    end = prescription_end(credit, today, calendar)
    before = f" antes de que prescriba, al terminar el {long_date(end)}" if end else ""
    if _open(credit, "pae"):
        text = f"Continuar el procedimiento administrativo de ejecución{before}."
        return NextStep(text=text, deadline=end, basis=["CFF:151", "LSS:298"])
    text = f"Venció el plazo de pago: incorporarlo al procedimiento administrativo de ejecución{before}."
    return NextStep(text=text, deadline=end, basis=["LSS:39-C", "CFF:145", "CFF:151", "LSS:298"])


def prescription(credit: Credit, today: date, calendar: Calendar) -> CalculationResult | None:
    """The prescripción with the interruptions and suspensions on record (CFF 146); None until the term to pay ends."""
    if credit.due is None or today <= credit.due or not credit.balance:
        return None
    events = [
        EventRequest(day=event.day, cause=_INTERRUPTS[event.kind])
        for event in credit.events
        if event.kind in _INTERRUPTS and credit.due < event.day <= today
    ]
    events += _halts(credit, credit.due + ONE_DAY, today)
    request = ExtinctionRequest(due=credit.due, is_fine=credit.kind == "MULTA", events=events)
    return extinction_timeline(request, today, calendar)


def _halts(credit: Credit, start: date, today: date) -> list[EventRequest]:
    """The appeals that stopped enforcement once it could begin."""
    return [
        EventRequest(
            day=max(event.day, start),
            cause=Cause.SUSPENSION_PAE,
            end=event.ended if event.ended and event.ended <= today else None,
        )
        for event in credit.events
        if event.kind == "challenge"
        and event.code in _HALTS
        and event.day <= today
        and (event.ended is None or event.ended > start)
    ]


def prescription_end(credit: Credit, today: date, calendar: Calendar) -> date | None:
    """The last day of the term, unless it does not run."""
    found = prescription(credit, today, calendar)
    last = found.figures["termino"] if found else None
    return date.fromisoformat(last) if last else None


def _open(credit: Credit, kind: str) -> bool:
    return any(event.kind == kind and event.ended is None for event in credit.events)
