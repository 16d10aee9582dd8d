"""What is about to be late: computed for whoever looks, and told once by `criterio draft reminders`.

The command may run on several machines at once: a unique key decides which one tells each thing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, defer

from assistant.consultations.handover import holder_of
from assistant.consultations.models import Consultation, ConsultationEvent
from assistant.consultations.models import Reminder as ToldReminder
from assistant.consultations.register import Register
from assistant.consultations.workflow import OPEN, WAITING, State, sees
from tools.audit import AuditEvent
from tools.calculators.business_days import Calendar
from tools.caller import Caller, Role
from tools.database import transaction
from tools.wording import long_date

REPLY_SOON, TERM_SOON = 3, 5
"""Business days before a reply is expected, or a term ends, in which one is reminded. Ours: no rule says them."""
_ACTOR = "recordatorios"


class Kind(StrEnum):
    """Of what one is reminded; the text is what the table keeps."""

    REPLY_SOON = "respuesta por vencer"
    REPLY_LATE = "respuesta vencida"
    TERM_SOON = "plazo por vencer"
    TERM_OVER = "plazo vencido"


_SAID = {
    Kind.REPLY_SOON: "se espera respuesta el {day}",
    Kind.REPLY_LATE: "se esperaba respuesta el {day}",
    Kind.TERM_SOON: "el plazo que corre vence el {day}",
    Kind.TERM_OVER: "el plazo que corría venció el {day}",
}


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing to be reminded of: `day` is the day on which it is or was due, `person` who has it in hand."""

    consultation: int
    kind: Kind
    day: date
    person: str
    subject: str

    @property
    def message(self) -> str:
        """A sentence for the person."""
        return f"Consulta {self.consultation}, «{self.subject}»: {_SAID[self.kind].format(day=long_date(self.day))}."

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "message": self.message}


class Reminders:
    """Reads the open consultations by their dates. Drafts are never loaded for it."""

    def __init__(self, register: Register, calendar: Calendar) -> None:
        self._register = register
        self._calendar = calendar

    def of(self, caller: Caller, today: date) -> list[Reminder]:
        """What concerns the caller: what they hold, what they supervise, and for the normative area what awaits it."""
        found = [
            reminder
            for row in self._dated(today)
            if sees(caller, row.author, row.ooad, row.subdelegacion, State(row.state)) and _concerns(row, caller)
            for reminder in self._about(row, today)
        ]
        return sorted(found, key=lambda reminder: (reminder.day, reminder.consultation))

    def tell(self, today: date) -> list[Reminder]:
        """Leave in the history of each consultation what was not told yet; only what this call told is returned."""
        found = [reminder for row in self._dated(today) for reminder in self._about(row, today)]
        told = [reminder for reminder in found if self._told_now(reminder)]
        for reminder in told:
            event = AuditEvent(
                _ACTOR, f"consulta.recordar {reminder.person}", f"consulta {reminder.consultation}", "hecho"
            )
            self._register.audit.record(event)
        return told

    def _told_now(self, reminder: Reminder) -> bool:
        with transaction(self._register.factory) as session:
            if not self._claimed(session, reminder):
                return False
            session.add(
                ConsultationEvent(
                    consultation_id=reminder.consultation,
                    at=self._register.clock(),
                    actor=_ACTOR,
                    action="recordar",
                    detail=f"{reminder.person}: {_SAID[reminder.kind].format(day=long_date(reminder.day))}",
                )
            )
        return True

    def _claimed(self, session: Session, reminder: Reminder) -> bool:
        """Whether it is this unit of work that tells it: two that try at once wait for each other at the key."""
        insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
        statement = (
            insert(ToldReminder)
            .values(
                consultation_id=reminder.consultation,
                kind=reminder.kind.value,
                day=reminder.day,
                person=reminder.person,
                at=self._register.clock(),
            )
            .on_conflict_do_nothing(index_elements=["consultation_id", "kind", "day"])
            .returning(ToldReminder.id)
        )
        return session.scalars(statement).first() is not None

    def _dated(self, today: date) -> list[Consultation]:
        reply = self._calendar.after(today, REPLY_SOON, payment=False)
        term = self._calendar.after(today, TERM_SOON, payment=False)
        waiting = Consultation.state.in_([state.value for state in WAITING]) & (Consultation.due <= reply)
        running = Consultation.state.in_([state.value for state in OPEN]) & (Consultation.deadline <= term)
        query = select(Consultation).where(or_(waiting, running)).options(defer(Consultation.draft))
        with transaction(self._register.factory) as session:
            return list(session.scalars(query.order_by(Consultation.id)))

    def _about(self, row: Consultation, today: date) -> Iterator[Reminder]:
        def reminder(kind: Kind, day: date) -> Reminder:
            return Reminder(row.id, kind, day, holder_of(row), row.subject)

        if row.due and State(row.state) in WAITING:
            if row.due < today:
                yield reminder(Kind.REPLY_LATE, row.due)
            elif row.due <= self._calendar.after(today, REPLY_SOON, payment=False):
                yield reminder(Kind.REPLY_SOON, row.due)
        if row.deadline:
            if row.deadline < today:
                yield reminder(Kind.TERM_OVER, row.deadline)
            elif row.deadline <= self._calendar.after(today, TERM_SOON, payment=False):
                yield reminder(Kind.TERM_SOON, row.deadline)


def _concerns(row: Consultation, caller: Caller) -> bool:
    """A writer is not reminded of what a colleague holds."""
    if holder_of(row) == caller.name or caller.has(Role.SUPERVISOR):
        return True
    return caller.has(Role.NORMATIVO) and State(row.state) in WAITING
