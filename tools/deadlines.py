"""Deadlines as told results: terms to pay or appeal, caducidad and prescripción with a timeline of what counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field

from corpus.errors import BadInput
from tools.calculators.business_days import ONE_DAY, Calendar
from tools.calculators.due_dates import cedula_due
from tools.calculators.extinction import CADUCIDAD, PRESCRIPCION, Cause, Effect, Event, Extinction, Term, extinction
from tools.calculators.filing_terms import filing_term
from tools.days import Day
from tools.rest_days import rest_day_told
from tools.result import CalculationResult, Step
from tools.wording import long_date

_NO_MONEY = Decimal("0.00")
_LABELS = {
    Cause.GESTION_DE_COBRO: "Gestión de cobro notificada",
    Cause.RECONOCIMIENTO: "Reconocimiento del adeudo",
    Cause.SOLICITUD_DE_CONVENIO: "Solicitud de convenio (reconocimiento expreso)",
    Cause.SUSPENSION_PAE: "Suspensión del procedimiento administrativo de ejecución",
    Cause.DOMICILIO: "Domicilio desocupado o señalado de manera incorrecta",
    Cause.INCONFORMIDAD: "Recurso de inconformidad",
    Cause.JUICIO: "Juicio",
}
_EVENT_BASIS = {Cause.SUSPENSION_PAE: "CFF:146/p3", Cause.DOMICILIO: "CFF:146/p4"}


class EventRequest(BaseModel):
    """A fact of the file: the day, what it was and, of a suspension, the day on which it ceased."""

    day: Day = Field(description="Día del suceso")
    cause: Cause = Field(description="Qué ocurrió")
    end: Day | None = Field(None, description="Día en que cesó la suspensión, si ya cesó")


class ExtinctionRequest(BaseModel):
    """One of `due` (prescripción) and `known` (caducidad) tells when the term began."""

    due: Day | None = Field(None, description="Vencimiento del plazo de pago: prescripción desde el día siguiente")
    known: Day | None = Field(None, description="Presentación del aviso o conocimiento del hecho: caducidad desde ahí")
    is_fine: bool = Field(False, description="El crédito es una multa: rige sólo el CFF")
    events: list[EventRequest] = Field(default_factory=list)


def filing_deadline(name: str, notified: date, today: date, calendar: Calendar) -> CalculationResult:
    """The last day of a term in working days, and how many remain.

    Raises:
        BadInput: PLAZO_DESCONOCIDO.
    """
    term = filing_term(name)
    due = cedula_due(notified, calendar, days=term.days, payment=term.payment)
    began, last = due.takes_effect or notified, due.effective
    if term.from_publication:
        began = notified
        last = calendar.extended(calendar.after(notified, term.days, payment=False), payment=False, friday_rule=False)
    steps = [
        Step(
            name="Publicación" if term.from_publication else "Surte efectos",
            formula="Día de la publicación" if term.from_publication else "Día hábil siguiente a la notificación",
            operands={"publicación" if term.from_publication else "notificación": notified.isoformat()},
            value=began.isoformat(),
            unit="fecha",
            basis=[] if term.from_publication else ["LSS:40/p3", "CFF:135/p1"],
        ),
        Step(
            name="Último día",
            formula=f"{term.days} días hábiles desde el siguiente",
            value=last.isoformat(),
            unit="fecha",
            basis=[*term.basis, "CFF:12/p1"],
        ),
    ]
    warnings = [term.note] if term.note else []
    if not (calendar.extra or calendar.vacations):
        warnings.append(
            "No se cargaron días inhábiles del H. Consejo Técnico ni vacaciones generales: sólo los de CFF 12."
        )
    if not term.from_publication:
        warnings += rest_day_told(notified, calendar)
    left = _working_days(today, last, term.payment, calendar)
    state = f"quedan {left} días hábiles" if today <= last else "el plazo ya venció"
    return CalculationResult(
        calculation="plazo",
        title=term.title,
        inputs={"term": name, "notified": notified.isoformat(), "today": today.isoformat()},
        steps=steps,
        total=_NO_MONEY,
        figures={"surte_efectos": began.isoformat(), "ultimo_dia": last.isoformat(), "dias_restantes": left},
        summary=f"{term.title}: el último día es el {long_date(last)}; al {long_date(today)}, {state}.",
        warnings=warnings,
    )


def extinction_timeline(request: ExtinctionRequest, today: date, calendar: Calendar) -> CalculationResult:
    """Caducidad (LSS 297) or prescripción (LSS 298, CFF 146): where it stands, what remains and why.

    Raises:
        BadInput: INICIO_AUSENTE (neither or both starts), FECHA_INVALIDA.
    """
    if (request.due is None) == (request.known is None):
        raise BadInput(
            "INICIO_AUSENTE",
            "No se dijo desde cuándo corre el término.",
            "Indique el vencimiento (prescripción) o el aviso o conocimiento (caducidad).",
        )
    term, start = (PRESCRIPCION, request.due + ONE_DAY) if request.due else (CADUCIDAD, request.known)
    assert start is not None
    events = [Event(item.day, item.cause, item.end) for item in request.events]
    found = extinction(term, start, events, today, calendar)
    return CalculationResult(
        calculation=term.name,
        title="Prescripción del crédito" if term is PRESCRIPCION else "Caducidad de la facultad de determinar",
        inputs={**request.model_dump(mode="json"), "today": today.isoformat()},
        steps=_steps(term, found, request.is_fine),
        total=_NO_MONEY,
        figures={
            "inicio": found.start.isoformat(),
            "cuenta_desde": found.counted_from.isoformat(),
            "termino": found.end.isoformat() if found.end else None,
            "tope": found.cap.isoformat() if found.cap else None,
            "consumada": found.extinguished,
            "suspendida": found.suspended,
            "dias_restantes": found.remaining,
        },
        schedule=_timeline(found, today),
        summary=_summary(term, found, today),
        warnings=_warnings(term, found.effects, request.is_fine),
    )


def _steps(term: Term, found: Extinction, is_fine: bool) -> list[Step]:
    prescribes = term is PRESCRIPCION
    basis = (["CFF:146/p1", "CFF:146/p2"] if is_fine else ["LSS:298", "CFF:146/p2"]) if prescribes else ["LSS:297/p1"]
    began = "Día siguiente al vencimiento del plazo de pago" if prescribes else "Presentación del aviso o conocimiento"
    steps = [Step(name="Inicio", formula=began, value=found.start.isoformat(), unit="fecha", basis=basis)]
    if found.counted_from != found.start:
        steps.append(
            Step(
                name="Cuenta de nuevo",
                formula="Desde la última interrupción",
                value=found.counted_from.isoformat(),
                unit="fecha",
                basis=["CFF:146/p2"],
            )
        )
    if found.cap is not None:
        steps.append(
            Step(
                name="Tope",
                formula="Diez años desde que pudo exigirse, sin contar suspensiones",
                value=found.cap.isoformat(),
                unit="fecha",
                basis=["CFF:146/p5"],
            )
        )
    end = found.end.isoformat() if found.end else f"suspendido; faltaban {found.remaining} días"
    how = "El tope llega antes" if found.by_cap else f"{term.years} años, más los días suspendidos"
    steps.append(
        Step(
            name="Término",
            formula=how,
            value=end,
            unit="fecha",
            basis=["CFF:146/p5"] if found.by_cap else [basis[0], "CFF:12/p4"],
        )
    )
    return steps


def _timeline(found: Extinction, today: date) -> list[dict[str, str]]:
    rows = [(found.start, "Inicio del término", "")]
    for effect in found.effects:
        cause = _LABELS[effect.event.cause]
        rows.append((effect.event.day, cause, effect.why))
        if effect.event.end is not None and effect.effective:
            rows.append((effect.event.end, f"Cesa: {cause[0].lower()}{cause[1:]}", "El término sigue corriendo."))
    if found.end is not None:
        rows.append((found.end, "Último día del término", "Por el tope de diez años." if found.by_cap else ""))
    rows.append((today, "Hoy", "Consumado." if found.extinguished else f"Quedan {found.remaining} días."))
    return [{"fecha": day.isoformat(), "hecho": fact, "efecto": effect} for day, fact, effect in sorted(rows)]


def _summary(term: Term, found: Extinction, today: date) -> str:
    name = "La prescripción" if term is PRESCRIPCION else "La caducidad"
    if found.end is None:
        return f"{name} está suspendida: al reanudarse faltarán {found.remaining} días."
    if found.extinguished:
        return f"{name} se consumó: el término acabó el {long_date(found.end)}."
    return (
        f"{name} se consuma al terminar el {long_date(found.end)}; al {long_date(today)} quedan {found.remaining} días."
    )


def _warnings(term: Term, effects: Sequence[Effect], is_fine: bool) -> list[str]:
    notes = [
        f"{_LABELS[e.event.cause]} del {long_date(e.event.day)}: sin efecto. {e.why}"
        for e in effects
        if not e.effective
    ]
    if term is PRESCRIPCION:
        notes.append(
            "El Instituto la declara de oficio o a solicitud (CFF 146; LSS 251, XXXV); cancelar no es prescribir."
        )
        if is_fine:
            notes.append("LSS 298 no menciona las multas: su prescripción se rige por CFF 146.")
    return notes


def _working_days(today: date, last: date, payment: bool, calendar: Calendar) -> int:
    """Working days after `today` up to and including `last`."""
    left, day = 0, today
    while (day := calendar.next_counted(day, payment=payment)) <= last:
        left += 1
    return left
