"""The life of a consultation on SQLite and PostgreSQL: who may do what, numbers without gaps, hash, files."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO
from typing import cast

import docx
import pytest
from sqlalchemy import Engine, text

from assistant.consultations.checks import Check
from assistant.consultations.draft import ConsultationDraft
from assistant.consultations.drafting import Drafting
from assistant.consultations.models import Consultation
from assistant.consultations.register import NewConsultation, Register
from assistant.consultations.steps import Steps
from assistant.consultations.workflow import RULES, State, Step, require_step
from corpus.errors import BadInput, Conflict, CriterioError, Forbidden
from tools.calculators.business_days import make_calendar
from tools.caller import Caller, Role

from .conftest import CHIEF, NORMATIVE, WRITER, Heard, new_consultation


class _Complete:
    """Drafts here are about the steps: their text is checked elsewhere."""

    def __init__(self) -> None:
        self.found: list[Check] = []

    def checks(self, _row: Consultation) -> list[Check]:
        return self.found


@pytest.fixture
def complete() -> _Complete:
    return _Complete()


@pytest.fixture
def steps(register: Register, complete: _Complete) -> Steps:
    return Steps(register, cast(Drafting, complete), make_calendar())


def _keyed(key: str = "239001") -> NewConsultation:
    new = new_consultation()
    draft = ConsultationDraft.model_validate({**new.draft.model_dump(), "unit": {"key": key, "acronym": "JSAC/DSC"}})
    return NewConsultation(new.question, draft, new.matter, new.area)


def _reviewed(register: Register, steps: Steps, key: str = "239001") -> int:
    row = register.add(_keyed(key), WRITER)
    steps.take(row.id, Step.SUBMIT, WRITER)
    return row.id


def _paper(*lines: str) -> bytes:
    document, out = docx.Document(), BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def test_from_draft_to_reply(register: Register, steps: Steps, heard: Heard) -> None:
    identifier = _reviewed(register, steps)
    signed = steps.take(identifier, Step.SIGN, CHIEF)
    assert (signed.number, signed.signed) == ("239001/JSAC/DSC/0001/2026", date(2026, 11, 20))
    with pytest.raises(Conflict) as error:
        steps.take(identifier, Step.SEND, WRITER)
    assert error.value.code == "FALTA_COPIA_FIRMADA"
    steps.attach(identifier, "firmado", "oficio.docx", _paper("Oficio firmado"), WRITER)
    sent = steps.take(identifier, Step.SEND, WRITER)
    # Twenty business days from Friday 20 November 2026: no holiday of the CFF before 25 December.
    assert sent.due == date(2026, 12, 18)
    steps.take(identifier, Step.ATTEND, NORMATIVE)
    steps.attach(identifier, "respuesta", "respuesta.docx", _paper("Procede.", "Con aprobación."), NORMATIVE)
    assert steps.files(identifier, WRITER, "respuesta")[0].text == "Procede.\nCon aprobación."
    assert steps.take(identifier, Step.REPLY, NORMATIVE).replied == date(2026, 11, 20)
    assert steps.take(identifier, Step.CLOSE, CHIEF).state == "cerrada"
    assert [event.after for event in register.events(identifier, WRITER) if event.before] == [
        "en revisión",
        "firmada",
        "enviada",
        "en atención",
        "respondida",
        "cerrada",
    ]
    assert "consulta.firmar" in [event.action for event in heard.events]


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("role", Role)
def test_no_state_is_skipped_and_no_role_exceeds_itself(state: State, step: Step, role: Role) -> None:
    caller, rule = Caller("x", frozenset({role})), RULES[step]
    if role not in rule.roles:
        with pytest.raises(Forbidden):
            require_step(step, state, caller)
    elif state not in rule.leaves:
        with pytest.raises(Conflict):
            require_step(step, state, caller)
    else:
        assert require_step(step, state, caller) is rule.reaches


def test_an_incomplete_draft_does_not_advance(register: Register, steps: Steps, complete: _Complete) -> None:
    row = register.add(_keyed(), WRITER)
    complete.found.append(Check("SIN_PLANTEAMIENTO", "Falta el planteamiento concreto.", "questions"))
    with pytest.raises(BadInput) as error:
        steps.take(row.id, Step.SUBMIT, WRITER)
    assert error.value.code == "BORRADOR_INCOMPLETO"
    assert "Falta el planteamiento concreto." in str(error.value)
    assert register.get(row.id, WRITER).state == "borrador"


def test_numbers_have_no_gaps_when_many_sign_at_once(register: Register, steps: Steps, complete: _Complete) -> None:
    identifiers = [_reviewed(register, steps) for _ in range(12)]
    other = _reviewed(register, steps, "239002")
    broken = _reviewed(register, steps)

    def sign(identifier: int) -> str | None:
        try:
            return steps.take(identifier, Step.SIGN, CHIEF, seen=1 if identifier == broken else 0).number
        except CriterioError as error:
            return error.code

    # Each is signed twice at the same time: one of the two finds it out of order or changed, and takes no number.
    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(sign, [*identifiers, *identifiers, other, broken]))
    numbers = sorted(number for number in said if number and number.startswith("239001"))
    assert numbers == [f"239001/JSAC/DSC/{n:04d}/2026" for n in range(1, 13)]
    assert {code for code in said if code and not code.startswith("239")} <= {
        "BORRADOR_MODIFICADO",
        "PASO_FUERA_DE_ORDEN",
    }
    assert register.get(other, CHIEF).number == "239002/JSAC/DSC/0001/2026"


def test_any_change_after_the_signature_shows(register: Register, steps: Steps, engine: Engine) -> None:
    row = register.add(_keyed(), WRITER)
    steps.attach(row.id, "anexo", "anexo.docx", _paper("Anexo"), WRITER)
    steps.take(row.id, Step.SUBMIT, WRITER)
    steps.take(row.id, Step.SIGN, CHIEF)
    assert steps.is_intact(row.id, WRITER)
    with pytest.raises(Conflict) as error:
        register.edit(row.id, 3, _keyed().draft, WRITER)
    assert error.value.code == "BORRADOR_CERRADO"
    with pytest.raises(Conflict):
        steps.attach(row.id, "anexo", "otro.docx", _paper("Otro"), WRITER)
    with engine.begin() as connection:
        connection.execute(text("UPDATE consultation_files SET content = :c"), {"c": b"otra cosa"})
    assert not steps.is_intact(row.id, WRITER)
