"""Hand-over and reminders on SQLite and PostgreSQL: who may receive a draft, and each reminder told once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date

import pytest

from assistant.answers import Answer, AnswerStatus
from assistant.consultations.handover import HandOver
from assistant.consultations.models import Consultation, PublishedCriterion
from assistant.consultations.register import NewConsultation, Register
from assistant.consultations.reminders import Reminders
from assistant.conversations.notices import CriterionNotices
from assistant.conversations.store import Conversations
from corpus.errors import BadInput, Conflict, Forbidden, NotFound
from tools.calculators.business_days import make_calendar
from tools.caller import Caller, Role, Territory
from tools.database import transaction

from .conftest import CHIEF, NORMATIVE, NOW, OTHER_WRITER, STRANGER, WRITER, Heard, new_consultation

READER = Caller("lector", frozenset({Role.CONSULTA}), Territory(ooad="01"))
TODAY = date(2026, 11, 20)
"""A Friday; business days after it: 23, 24, 25, 26 and 27 November."""


def _people(name: str) -> Caller:
    for person in (WRITER, OTHER_WRITER, CHIEF, STRANGER, NORMATIVE, READER):
        if person.name == name:
            return person
    raise NotFound("USUARIO_DESCONOCIDO", f"No hay {name}.", "Revise.")


@pytest.fixture
def handover(register: Register) -> HandOver:
    return HandOver(register, _people)


@pytest.fixture
def reminders(register: Register) -> Reminders:
    return Reminders(register, make_calendar())


@pytest.fixture
def put(register: Register) -> Callable[..., int]:
    """A consultation of the writer with some columns as given."""

    def put(**values: object) -> int:
        row = register.add(new_consultation(), WRITER)
        with transaction(register.factory) as session:
            register.change(session, row, 1, **values)
        return row.id

    return put


def test_a_draft_goes_to_a_colleague_and_its_trace_stays(register: Register, handover: HandOver, heard: Heard) -> None:
    row = register.add(new_consultation(), WRITER)
    given = handover.give(row.id, OTHER_WRITER.name, WRITER, seen=1, detail="Salgo de vacaciones.")
    assert (given.holder, given.author, given.version) == (OTHER_WRITER.name, WRITER.name, 2)
    last = register.events(row.id, WRITER)[-1]
    assert (last.action, last.detail) == ("traspasar", "de redactor.uno a redactor.dos: Salgo de vacaciones.")
    assert "consulta.traspasar a redactor.dos" in [event.action for event in heard.events]
    # Who gave it no longer disposes of it; who supervises does.
    with pytest.raises(Forbidden) as error:
        handover.give(row.id, WRITER.name, WRITER)
    assert error.value.code == "CONSULTA_EN_OTRAS_MANOS"
    assert handover.give(row.id, WRITER.name, CHIEF).holder == WRITER.name


@pytest.mark.parametrize("name", ["nadie", STRANGER.name, READER.name, NORMATIVE.name, ""])
def test_it_goes_to_nobody_who_could_not_write_it(register: Register, handover: HandOver, name: str) -> None:
    row = register.add(new_consultation(), WRITER)
    with pytest.raises(BadInput) as error:
        handover.give(row.id, name, WRITER)
    assert error.value.code == "COLEGA_NO_DISPONIBLE"
    assert register.get(row.id, WRITER).holder == WRITER.name


def test_what_was_saved_meanwhile_or_signed_is_not_handed_over(
    register: Register, handover: HandOver, put: Callable[..., int]
) -> None:
    row = register.add(new_consultation(), WRITER)
    register.edit(row.id, 1, new_consultation("Otro asunto").draft, CHIEF)
    with pytest.raises(Conflict) as stale:
        handover.give(row.id, OTHER_WRITER.name, WRITER, seen=1)
    assert stale.value.code == "BORRADOR_MODIFICADO"
    with pytest.raises(Conflict) as signed:
        handover.give(put(state="firmada"), OTHER_WRITER.name, WRITER)
    assert signed.value.code == "BORRADOR_CERRADO"
    with pytest.raises(NotFound):
        handover.give(row.id, OTHER_WRITER.name, STRANGER)


def test_business_days_decide_what_is_reminded(reminders: Reminders, put: Callable[..., int]) -> None:
    late = put(state="enviada", due=date(2026, 11, 19))
    soon = put(state="en atención", due=date(2026, 11, 25))
    put(state="enviada", due=date(2026, 11, 26))
    term = put(deadline=date(2026, 11, 27))
    put(deadline=date(2026, 11, 30))
    over = put(state="firmada", deadline=date(2026, 11, 1))
    put(state="respondida", due=date(2026, 11, 1), deadline=date(2026, 11, 1))
    found = {item.consultation: item.kind.value for item in reminders.of(WRITER, TODAY)}
    assert found == {
        late: "respuesta vencida",
        soon: "respuesta por vencer",
        term: "plazo por vencer",
        over: "plazo vencido",
    }
    assert [item.consultation for item in reminders.of(CHIEF, TODAY)] == [over, late, soon, term]
    assert {item.consultation for item in reminders.of(NORMATIVE, TODAY)} == {late, soon}
    assert reminders.of(OTHER_WRITER, TODAY) == []
    assert reminders.of(STRANGER, TODAY) == []


def test_each_thing_is_told_once(
    register: Register, reminders: Reminders, handover: HandOver, put: Callable[..., int], heard: Heard
) -> None:
    identifier = put(deadline=date(2026, 11, 27))
    handover.give(identifier, OTHER_WRITER.name, WRITER)
    assert [(item.person, item.consultation) for item in reminders.tell(TODAY)] == [("redactor.dos", identifier)]
    assert reminders.tell(TODAY) == []
    # On another day the term is over, which is another thing to tell.
    assert [item.kind.value for item in reminders.tell(date(2026, 12, 1))] == ["plazo vencido"]
    told = [event.detail for event in register.events(identifier, WRITER) if event.action == "recordar"]
    assert told[0] == "redactor.dos: el plazo que corre vence el 27 de noviembre de 2026"
    assert len(told) == 2
    assert "consulta.recordar redactor.dos" in [event.action for event in heard.events]


_TELL = """
import sys
from datetime import date, datetime
from assistant.consultations.register import Register
from assistant.consultations.reminders import Reminders
from tools.audit import AuditEvent
from tools.calculators.business_days import make_calendar
from tools.database import make_engine, sessions

class Nobody:
    def record(self, event: AuditEvent) -> None: ...

now = datetime.fromisoformat("2026-11-20T10:00-06:00")
register = Register(sessions(make_engine(sys.argv[1])), lambda: now, Nobody())
reminders = Reminders(register, make_calendar())
print("listo", flush=True)
sys.stdin.readline()
print(len(reminders.tell(date(2026, 11, 20))))
"""


def test_several_machines_tell_each_thing_once(database: str, register: Register, put: Callable[..., int]) -> None:
    identifiers = [put(deadline=date(2026, 11, 23)) for _ in range(30)]
    machines = [
        subprocess.Popen(
            [sys.executable, "-c", _TELL, database], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    for machine in machines:
        assert machine.stdout is not None
        assert machine.stdout.readline() == "listo\n"
    for machine in machines:
        assert machine.stdin is not None
        machine.stdin.write("\n")
        machine.stdin.flush()
    said = [int(machine.communicate(timeout=60)[0]) for machine in machines]
    assert sum(said) == len(identifiers)
    for identifier in identifiers:
        assert [event.action for event in register.events(identifier, WRITER)].count("recordar") == 1


def test_a_term_in_the_draft_is_the_one_reminded_of(register: Register, reminders: Reminders) -> None:
    new = new_consultation()
    draft = new.draft.model_copy(update={"limit": date(2026, 11, 24)})
    row = register.add(NewConsultation(new.question, draft, new.matter, new.area), WRITER)
    assert [item.day for item in reminders.of(WRITER, TODAY)] == [date(2026, 11, 24)]
    register.edit(row.id, 1, new.draft, WRITER)
    assert reminders.of(WRITER, TODAY) == []
    assert register.get(row.id, WRITER).deadline is None


def test_consultations_of_before_belong_to_their_author(register: Register, handover: HandOver) -> None:
    row = register.add(new_consultation(), WRITER)
    with transaction(register.factory) as session:
        session.get_one(Consultation, row.id).holder = ""
    assert handover.give(row.id, OTHER_WRITER.name, WRITER).holder == OTHER_WRITER.name


def _criterion(register: Register) -> int:
    row = register.add(new_consultation(), WRITER)
    criterion = PublishedCriterion(
        consultation_id=row.id, number="DCC/1/2026", instrument="CRIT-DCC-1-2026", subject="Notificadores",
        questions=["¿Cuántos?"], text="Seis.", scope="nacional", issuer="", valid_from=TODAY, basis={},
        published_by=NORMATIVE.name, published=NOW,
    )  # fmt: skip
    with transaction(register.factory) as session:
        session.add(criterion)
    return criterion.id


def test_who_asked_without_criterion_is_told_in_the_conversation(register: Register) -> None:
    conversations = Conversations(register.factory, lambda: NOW)
    notices = CriterionNotices(register.factory, lambda: NOW)
    unsettled = Answer(status=AnswerStatus.NO_CRITERION, answer="No encontré criterio.")
    one, other = conversations.start(WRITER), conversations.start(STRANGER)
    asked = conversations.add(one.id, WRITER, "¿Cuántos notificadores?", unsettled)
    conversations.add(one.id, WRITER, "¿Cuántos peritos?", unsettled, asked.id)
    conversations.add(
        other.id, STRANGER, "¿Cuántos notificadores?", unsettled.model_copy(update={"status": AnswerStatus.ANSWERED})
    )
    assert notices.leave(_criterion(register), lambda text: "notificadores" in text) == 1
    told = notices.of([one.id, other.id])
    assert [(notice.exchange, notice.number) for notice in told[one.id]] == [(asked.id, "DCC/1/2026")]
    assert other.id not in told
    # What is deleted is gone, notices too.
    conversations.delete(one.id, WRITER)
    assert notices.of([one.id]) == {}
