"""The whole story over the real laws: a question without criterion, a draft, the oficio, its reply, a criterion, and
the same question answered with it.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pytest

from assistant.answers import Answer, AnswerStatus
from assistant.consultations.draft import Alternative, Basis, ConsultationDraft, Person, Unit
from assistant.consultations.office import Office, open_office
from assistant.consultations.publishing import NewCriterion
from assistant.consultations.workflow import Step
from assistant.steps import Question
from corpus.errors import BadInput, Conflict, Forbidden
from corpus.settings import Settings
from tools.caller import Caller

from .conftest import CHIEF, NORMATIVE, NOW, STRANGER, WRITER

QUESTION = "¿Qué significan DC y SC en el RALE?"
REPLY = (
    "En el RALE, DC significa documento de cobro y SC significa sin cobertura; ambos se anotan el día de su captura."
)
CITED = "CFF:155"


@pytest.fixture(scope="module")
def office(laws_state: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office with a corpus of its own, which it may change: a copy of the shared one."""
    state = tmp_path_factory.mktemp("office")
    current = (laws_state / "CURRENT").read_text().strip()
    shutil.copytree(laws_state / "generations" / current, state / "generations" / current)
    shutil.copyfile(laws_state / "CURRENT", state / "CURRENT")
    shutil.copytree(laws_state / "cache", state / "cache")
    (state / "models").symlink_to(laws_state / "models")
    office = open_office(Settings(state_dir=state), lambda: NOW)
    yield office
    office.close()


def _ask(office: Office, question: str = QUESTION) -> Answer:
    return asyncio.run(office.assistant.answer(Question(text=question, today=NOW.date())))


def _paper(text: str) -> bytes:
    document, out = docx.Document(), BytesIO()
    document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def _completed(office: Office, draft: ConsultationDraft) -> ConsultationDraft:
    """The draft as the person leaves it."""
    root = office.library.snapshot().store.get(CITED)
    assert root is not None
    basis = Basis(id=CITED, label="artículo 155 del Código Fiscal de la Federación", quote=root.text.split("\n")[0])
    return draft.model_copy(
        update={
            "unit": Unit(organ="Órgano ficticio en Querétaro", key="239001", acronym="JSAC/DSC"),
            "place": "Querétaro, Querétaro",
            "addressee": Person(name="Nombre Ficticio", post=draft.addressee.post),
            "background": "El 3 de marzo de 2026 la Subdelegación 01 preguntó por esas claves.",
            "provisions": [*draft.provisions, basis],
            "alternatives": [Alternative(text="Una.", consequence="Poca prueba."), Alternative(text="Cuatro.")],
            "opinion": "Conviene fijar el significado de esas claves.",
            "opinion_basis": [CITED],
            "signer": Person(name="Otra Ficticia", post="Titular de la Jefatura"),
        }
    )


def _replied(office: Office, question: str, caller: Caller = WRITER) -> int:
    row = office.drafting.begin(question, _ask(office, question), caller)
    draft = _completed(office, ConsultationDraft.model_validate(row.draft))
    office.register.edit(row.id, 1, draft, caller)
    office.steps.take(row.id, Step.SUBMIT, caller)
    office.steps.take(row.id, Step.SIGN, CHIEF)
    office.steps.attach(
        row.id, "firmado", "oficio.docx", office.document(office.register.get(row.id, CHIEF), "docx"), caller
    )
    office.steps.take(row.id, Step.SEND, caller)
    office.steps.attach(row.id, "respuesta", "respuesta.docx", _paper(REPLY), NORMATIVE)
    office.steps.take(row.id, Step.REPLY, NORMATIVE)
    return row.id


def test_a_doubt_becomes_a_criterion_that_the_next_person_finds(office: Office) -> None:
    before = _ask(office)
    assert before.status is AnswerStatus.NO_CRITERION
    waiting = office.drafting.begin("¿qué quiere decir DC y SC en el rale?", before, WRITER)
    row = office.drafting.begin(QUESTION, before, WRITER)
    with pytest.raises(BadInput) as incomplete:
        office.steps.take(row.id, Step.SUBMIT, WRITER)
    assert incomplete.value.code == "BORRADOR_INCOMPLETO"
    identifier = _replied(office, QUESTION)
    new = NewCriterion(number="DCC/7/2026", valid_from=date(2026, 11, 20), confirmed=True)
    with pytest.raises(Forbidden):
        office.publisher.publish(identifier, new, CHIEF)
    published = office.publisher.publish(identifier, new, NORMATIVE)
    assert published.text == REPLY

    after = _ask(office)
    assert after.status is AnswerStatus.ANSWERED
    cited = after.citations[0]
    assert (cited.instrument, cited.quote, cited.verified) == ("CRIT-DCC-7-2026", REPLY, True)
    assert "aviso" in [event.action for event in office.register.events(waiting.id, WRITER)]
    near = office.similar.find("¿Qué es DC y SC en el RALE?", STRANGER)
    assert ("criterio", "DCC/7/2026") in [(item.kind, item.number) for item in near]
    assert all(item.identifier == 0 for item in near if item.kind == "consulta")


def test_an_invented_article_does_not_pass(office: Office) -> None:
    row = office.drafting.begin(QUESTION, _ask(office), WRITER)
    draft = _completed(office, ConsultationDraft.model_validate(row.draft))
    invented = draft.model_copy(update={"opinion": "Lo manda el artículo 412 de la Ley del Seguro Social."})
    office.register.edit(row.id, 1, invented, WRITER)
    found = office.drafting.checks(office.register.get(row.id, WRITER))
    assert [item.code for item in found if item.blocking] == ["CITA_INEXISTENTE"]
    altered = draft.model_copy(
        update={"provisions": [draft.provisions[-1].model_copy(update={"quote": "El ejecutor tomará fotografías."})]}
    )
    office.register.edit(row.id, 2, altered, WRITER)
    found = office.drafting.checks(office.register.get(row.id, WRITER))
    assert [item.code for item in found if item.blocking] == ["CITA_NO_COINCIDE"]


def test_a_criterion_against_the_law_is_warned_of(office: Office) -> None:
    identifier = _replied(office, "¿Qué tesis de la Corte habla de la firma facsimilar?")
    new = NewCriterion(
        number="DCC/8/2026",
        valid_from=date(2026, 11, 20),
        text="El patrón debe enterar las cuotas a más tardar el día veinticinco del mes inmediato siguiente.",
        basis=["LSS:39"],
    )
    with pytest.raises(Conflict) as error:
        office.publisher.publish(identifier, new, NORMATIVE)
    assert error.value.code == "CRITERIO_CON_ADVERTENCIAS"
    assert [item["code"] for item in error.value.detail["warnings"]] == ["POSIBLE_CONTRADICCION"]
    bare = NewCriterion(number="DCC/8/2026", valid_from=date(2026, 11, 20), text="Se toman dos.", basis=[])
    assert [item.code for item in office.publisher.warnings(identifier, bare, NORMATIVE)] == ["CRITERIO_SIN_FUNDAMENTO"]


def test_a_matter_that_the_laws_leave_out_is_answered_once_there_is_a_criterion(office: Office) -> None:
    question = "¿Cuántos notificadores debe tener una subdelegación?"
    assert _ask(office, question).status is AnswerStatus.NO_CRITERION
    identifier = _replied(office, question)
    text = "Cada subdelegación tendrá cuando menos seis notificadores, cuyo número se revisa cada año."
    new = NewCriterion(
        number="DCC/9/2026", text=text, valid_from=date(2026, 11, 20), confirmed=True, supersedes="DCC/7/2026"
    )
    office.publisher.publish(identifier, new, NORMATIVE)
    after = _ask(office, "¿cuántos notificadores tiene que tener cada subdelegación?")
    assert after.status is AnswerStatus.ANSWERED
    assert after.citations[0].quote == text
    # The one it supersedes left the corpus of today and answers no more.
    assert not [item for item in _ask(office).citations if item.instrument == "CRIT-DCC-7-2026"]
    assert _ask(office).status is AnswerStatus.NO_CRITERION
