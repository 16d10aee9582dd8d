"""The whole story over the real laws: a question without criterion, a draft, the oficio, its reply, a criterion, and
the same question answered with it.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest

from assistant.answers import Answer, AnswerStatus
from assistant.consultations.boards import as_xlsx
from assistant.consultations.checks import check
from assistant.consultations.draft import Alternative, Basis, ConsultationDraft, Person, Unit
from assistant.consultations.objections import objections
from assistant.consultations.office import Office, open_office
from assistant.consultations.publishing import NewCriterion
from assistant.consultations.workflow import Step
from assistant.conversations.notices import CriterionNotices
from assistant.steps import Question
from corpus.errors import BadInput, Conflict, Forbidden
from corpus.generations import current
from corpus.settings import Settings
from corpus.store import CorpusStore
from corpus.store_writer import CorpusWriter
from retriever.rebuild import rebuild_index
from tools.caller import Caller
from tools.database import transaction

from .conftest import CHIEF, NORMATIVE, NOW, STRANGER, WRITER

FORMAT = "¿Con qué formato se presenta la inconformidad?"
QUESTION = "¿Cuántos notificadores debe tener una subdelegación?"
REPLY = "Cada subdelegación tendrá cuando menos seis notificadores, cuyo número se revisa cada año."
CITED = "MANUAL-JSAC:7.1.3/27"


@pytest.fixture(scope="module")
def office(indexed_state: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office with a corpus of its own, which it may change: the two chapters of the manual."""
    state = tmp_path_factory.mktemp("office")
    (state / "models").symlink_to(indexed_state / "models")
    shutil.copytree(indexed_state / "cache", state / "cache")
    subprocess.run(
        [sys.executable, "-m", "criterio", "ingest", "corpus/manual"],
        env={**os.environ, "CRITERIO_STATE_DIR": str(state), "CRITERIO_DATABASE_URL": ""},
        check=True,
        capture_output=True,
        cwd=Path(__file__).parents[3],
    )
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
    return _filled(draft, Basis(id=CITED, label="7.1.3 numeral 27, del manual", quote=root.text.split("\n")[0]))


def _filled(draft: ConsultationDraft, basis: Basis) -> ConsultationDraft:
    return draft.model_copy(
        update={
            "unit": Unit(organ="Órgano ficticio en Querétaro", key="239001", acronym="JSAC/DSC"),
            "place": "Querétaro, Querétaro",
            "addressee": Person(name="Nombre Ficticio", post="Titular de la División de Cobro Coactivo"),
            "background": "El 3 de marzo de 2026 la Subdelegación 01 preguntó por ese número.",
            "provisions": [*draft.provisions, basis],
            "alternatives": [Alternative(text="Una.", consequence="Poca prueba."), Alternative(text="Cuatro.")],
            "opinion": "Conviene fijar un número mínimo.",
            "opinion_basis": [basis.id],
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
        row.id, "firmado", "oficio.docx", office.document(office.register.get(row.id, CHIEF), "docx", CHIEF), caller
    )
    office.steps.take(row.id, Step.SEND, caller)
    office.steps.attach(row.id, "respuesta", "respuesta.docx", _paper(REPLY), NORMATIVE)
    office.steps.take(row.id, Step.REPLY, NORMATIVE)
    return row.id


def test_a_doubt_becomes_a_criterion_that_the_next_person_finds(office: Office) -> None:
    before = _ask(office)
    assert before.status is AnswerStatus.NO_CRITERION
    waiting = office.drafting.begin("¿Cuántos notificadores tiene que tener cada subdelegación?", before, WRITER)
    asked = office.conversations.start(STRANGER)
    office.conversations.add(asked.id, STRANGER, "¿Qué número de notificadores debe tener una subdelegación?", before)
    office.conversations.add(asked.id, STRANGER, "¿Cómo se remata un inmueble?", before)
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
    assert waiting.id in [event.consultation_id for event in office.register.notices(WRITER)]
    assert office.register.notices(STRANGER) == []
    told = CriterionNotices(office.register.factory, lambda: NOW).of([asked.id])[asked.id]
    first = office.conversations.exchanges(asked.id, STRANGER)[0]
    assert [(notice.exchange, notice.number) for notice in told] == [(first.id, "DCC/7/2026")]
    assert "Se avisó en 1 conversación" in office.register.events(identifier, NORMATIVE)[-1].detail
    near = office.similar.find("¿Qué número de notificadores debe tener una subdelegación?", STRANGER)
    assert ("criterio", "DCC/7/2026") in [(item.kind, item.number) for item in near]
    assert all(item.identifier == 0 for item in near if item.kind == "consulta")


def test_an_invented_article_and_an_altered_quote_do_not_pass(laws_state: Path) -> None:
    with CorpusStore.open(current(laws_state).corpus_path) as store:
        root = store.get("LSS:39")
        assert root is not None
        basis = Basis(id="LSS:39", label="artículo 39 de la Ley del Seguro Social", quote=root.text.split("\n")[0])
        draft = _filled(ConsultationDraft(subject="Consulta", questions=["¿Procede?"]), basis)
        assert [item for item in check(draft, store) if item.blocking] == []
        invented = draft.model_copy(update={"opinion": "Lo manda el artículo 412 de la Ley del Seguro Social."})
        assert [item.code for item in check(invented, store)] == ["CITA_INEXISTENTE"]
        altered = draft.model_copy(update={"provisions": [basis.model_copy(update={"quote": f"No {basis.quote}"})]})
        assert [item.code for item in check(altered, store)] == ["CITA_NO_COINCIDE"]
        loose = draft.model_copy(update={"opinion_basis": [], "questions": []})
        assert [item.code for item in check(loose, store)] == ["SIN_PLANTEAMIENTO", "OPINION_SIN_FUNDAMENTO"]


def test_a_criterion_against_the_law_is_warned_of(laws_state: Path) -> None:
    against = "El patrón debe enterar las cuotas a más tardar el día veinticinco del mes inmediato siguiente."
    with CorpusStore.open(current(laws_state).corpus_path) as store:
        assert [item.code for item in objections(against, ["LSS:39"], store)] == ["POSIBLE_CONTRADICCION"]
        assert [item.code for item in objections("Se toman dos.", [], store)] == ["CRITERIO_SIN_FUNDAMENTO"]
        assert "FUNDAMENTO_NO_VIGENTE" in [item.code for item in objections("Se toman dos.", ["LSS:999"], store)]
        invented = objections("Lo dice el artículo 412 de la Ley del Seguro Social.", ["LSS:39"], store)
        assert "CITA_INEXISTENTE" in [item.code for item in invented]


def test_a_criterion_without_basis_needs_a_confirmation(office: Office) -> None:
    identifier = _replied(office, "¿Qué tesis de la Corte habla de la firma facsimilar?")
    bare = NewCriterion(number="DCC/8/2026", valid_from=date(2026, 11, 20), text="Se toman dos.", basis=[])
    with pytest.raises(Conflict) as error:
        office.publisher.publish(identifier, bare, NORMATIVE)
    assert error.value.code == "CRITERIO_CON_ADVERTENCIAS"
    assert [item["code"] for item in error.value.detail["warnings"]] == ["CRITERIO_SIN_FUNDAMENTO"]
    assert "DCC/8/2026" not in [row.number for row in office.publisher.published()]


def test_the_normative_area_sees_what_is_asked_twice_and_what_has_no_criterion(office: Office) -> None:
    before = _ask(office, FORMAT)
    asked = office.conversations.start(STRANGER)
    rows = []
    for question in (FORMAT, "¿En qué formato debe presentarse la inconformidad?", "¿Cómo se remata un inmueble?"):
        row = office.drafting.begin(question, before, WRITER)
        with transaction(office.register.factory) as session:
            office.register.change(session, row, 1, state="enviada", signed=NOW.date(), due=NOW.date())
        rows.append(row.id)
        office.conversations.add(asked.id, STRANGER, f"{question} Va otra vez.", before)
    everything, found = office.board(NORMATIVE)
    assert [group.consultations for group in found.duplicates if rows[0] in group.consultations] == [rows[:2]]
    assert sum(found.asked.values()) >= 3
    assert FORMAT not in str(found.asked)
    local = office.board(WRITER)[1]
    assert (local.duplicates, local.asked) == ([], {})
    book = openpyxl.load_workbook(BytesIO(as_xlsx(everything, found, NOW.date())))
    assert book.sheetnames == ["Consultas", "Tablero", "Piden lo mismo"]
    cells = [[cell.value for cell in line] for line in book["Tablero"]]
    assert ["Abiertas", found.open] in cells
    assert book["Piden lo mismo"]["B2"].value == ", ".join(map(str, found.duplicates[0].consultations))


def _publish(office: Office, number: str, question: str, text: str, supersedes: str = "") -> None:
    if number not in [row.number for row in office.publisher.published()]:
        new = NewCriterion(
            number=number, text=text, valid_from=date(2026, 11, 20), confirmed=True, supersedes=supersedes
        )
        office.publisher.publish(_replied(office, question), new, NORMATIVE)


@pytest.mark.slow
def test_a_criterion_takes_the_place_of_an_earlier_one(office: Office) -> None:
    _publish(office, "DCC/7/2026", QUESTION, REPLY)
    text = "La inconformidad se presenta en escrito libre; la oficina no exige formato alguno."
    assert _ask(office, FORMAT).status is AnswerStatus.NO_CRITERION
    _publish(office, "DCC/9/2026", FORMAT, text, supersedes="DCC/7/2026")
    after = _ask(office, "con qué formato se presenta una inconformidad")
    assert after.status is AnswerStatus.ANSWERED
    assert after.citations[0].quote == text
    # The one it supersedes left the corpus of today and answers no more.
    assert _ask(office).status is AnswerStatus.NO_CRITERION


@pytest.mark.slow
def test_a_reform_of_its_basis_flags_a_criterion_and_a_corpus_built_anew_takes_it_back(office: Office) -> None:
    _publish(office, "DCC/11/2026", FORMAT, "La inconformidad se presenta en escrito libre.")
    assert office.publisher.to_review() == {}
    settings = Settings(state_dir=office.template.parents[1])

    def reform(path: Path) -> None:
        with CorpusStore.open(path) as store:
            lost = store.instrument("CRIT-DCC-11-2026")
        assert lost is not None
        with sqlite3.connect(path) as corpus:
            corpus.execute("UPDATE provisions SET text = text || ' Y lo demás.' WHERE id = ? AND is_root", (CITED,))
        writer = CorpusWriter(path)
        writer.remove_version(lost.id, lost.version)
        writer.commit()

    rebuild_index(settings, lambda _stage, _done, _total: None, reform)
    assert office.publisher.to_review()["DCC/11/2026"] == [CITED]
    assert office.publisher.restore() == ["DCC/11/2026"]
    assert _ask(office, FORMAT).status is AnswerStatus.ANSWERED
