"""Evaluators write cases from the page: checked against the corpus, versioned, reviewed by others, and sealed."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from api.app import create_app
from assistant.answers import Answer, AnswerStatus
from assistant.conversations.desk import ConversationDesk
from assistant.conversations.opinions import Reason
from assistant.evaluations.own_sets import OwnSets
from corpus.settings import Settings
from tests.api.people import enrol, enter
from tools.caller import Caller, Role
from tools.database import make_engine, sessions

HEADERS = {"Origin": "http://testserver"}
SET = "/evaluaciones/conjuntos/cobro"
CASE = {
    "pregunta": "¿en cuántas parcialidades se paga?",
    "dia": "2026-11-21",
    "clase": "colloquial",
    "estado": "answered",
    "citas_todas": "art. 40 C de la LSS",
    "dice": "cuarenta y ocho|48\nhasta el límite",
}


@pytest.fixture(scope="module")
def application(laws_state: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    state = tmp_path_factory.mktemp("state")
    for name in ("CURRENT", "generations", "cache", "models"):
        (state / name).symlink_to(laws_state / name)
    app = create_app(Settings(state_dir=state, auth="required"))
    with TestClient(app, raise_server_exceptions=False) as client:
        for name in ("ana", "beto", "carla"):
            enrol(app.state.access, name, Role.EVALUADOR)
        enrol(app.state.access, "dora", Role.REDACTOR)
        yield client


@pytest.fixture
def client(application: TestClient) -> TestClient:
    """Ana, over no set but an empty one."""
    engine = make_engine(application.app.state.services.settings.effective_database_url)  # type: ignore[attr-defined]
    as_person(application, "ana")
    application.get("/evaluaciones/conjuntos")
    with engine.begin() as connection:
        for table in ("evaluation_cases", "evaluation_sets"):
            connection.execute(text(f"DELETE FROM {table}"))
    assert put(application, "/evaluaciones/conjuntos", {"nombre": "cobro"}) == 303
    return application


def as_person(client: TestClient, name: str) -> None:
    client.cookies.clear()
    assert enter(client, name) == 303


def put(client: TestClient, address: str, data: dict[str, str] | None = None) -> int:
    return client.post(address, data=data or {}, headers=HEADERS, follow_redirects=False).status_code


def held(client: TestClient) -> OwnSets:
    settings = client.app.state.services.settings  # type: ignore[attr-defined]
    return OwnSets(sessions(make_engine(settings.effective_database_url)), datetime.now)


def test_a_case_is_written_changed_and_reviewed_by_two_others(client: TestClient) -> None:
    assert put(client, f"{SET}/casos", CASE) == 303
    first = held(client).read("cobro")
    assert first.cases[0].expect.cites_all == ("LSS:40-C",)
    assert first.cases[0].expect.says == ("cuarenta y ocho|48", "hasta el limite"), "accents would never be found"
    assert put(client, f"{SET}/casos/A-WEB-001/revisar") == 403
    for name in ("beto", "carla"):
        as_person(client, name)
        assert "Lo revisé" in client.get(SET).text
        assert put(client, f"{SET}/casos/A-WEB-001/revisar") == 303
    assert held(client).read("cobro").version == first.version, "a review changes nothing of what is asked"
    assert held(client).sets()[0].reviewed == 1
    shown = client.get(f"{SET}/casos/A-WEB-001").text
    assert "LSS:40-C" in shown
    assert put(client, f"{SET}/casos/A-WEB-001", {**CASE, "pregunta": "¿y si son 50?"}) == 303
    changed = held(client).read("cobro")
    assert changed.version != first.version
    assert changed.cases[0].reviewed_by == ()
    assert changed.cases[0].author == "carla"
    assert put(client, f"{SET}/casos/A-WEB-001/quitar") == 303
    assert put(client, f"{SET}/casos", CASE) == 303
    assert [case.id for case in held(client).read("cobro").cases] == ["A-WEB-002"], "an id is never used again"


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("citas_todas", "art. 999 de la LSS", r"«art. 999 de la LSS»"),
        ("citas_alguna", "LSS:40-C\nesto no es nada", r"«esto no es nada»"),
        ("dice", "cuarenta (y ocho", r"no se puede leer"),
        ("dia", "21/11/2026", r"un día como 2026-01-31"),
        ("pregunta", "", r"está vacío"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(client: TestClient, field: str, value: str, told: str) -> None:
    found = client.post(f"{SET}/casos", data={**CASE, field: value}, headers=HEADERS, follow_redirects=False)
    assert found.status_code == 422
    marked = re.search(rf'id="mal-{field}">(.*?)</strong>', found.text)
    assert marked
    assert re.search(told, html.unescape(marked[1]))
    assert html.escape(CASE["dice"].split("\n")[0]) in found.text or field == "dice", "what was typed is kept"
    assert held(client).read("cobro").cases == ()


def test_a_case_that_nothing_could_fail_is_refused(client: TestClient) -> None:
    data = {name: value for name, value in CASE.items() if name not in ("citas_todas", "dice")}
    found = client.post(f"{SET}/casos", data=data, headers=HEADERS)
    assert found.status_code == 422
    assert "cualquier respuesta sería correcta" in found.text


def test_a_sealed_set_shows_totals_and_changes_no_more(client: TestClient) -> None:
    assert put(client, f"{SET}/casos", CASE) == 303
    assert put(client, f"{SET}/sellar") == 303
    shown = client.get(SET).text
    assert "1 caso," in shown
    assert CASE["pregunta"] not in shown
    assert client.get(f"{SET}/casos/A-WEB-001").status_code == 404
    assert put(client, f"{SET}/casos", CASE) == 409
    assert held(client).read("cobro").sealed


def test_an_opinion_becomes_a_case_in_one_step_and_once(client: TestClient) -> None:
    desk: ConversationDesk = client.app.state.services.desk  # type: ignore[attr-defined]
    asker = Caller("dora", frozenset({Role.REDACTOR}))
    identifier = desk.conversations.start(asker).id
    answer = Answer(status=AnswerStatus.ANSWERED, answer="Sí.", corpus_version="g1")
    row = desk.conversations.add(identifier, asker, "¿Qué plazo hay?", answer)
    desk.opinions.give(identifier, row.id, asker, Reason.WRONG_CITATION, "Era el 39 C.")
    listed = client.get("/evaluaciones/opiniones").text
    assert "dora" not in listed
    address = re.search(r'href="([^"]*opinion=\d+)"', listed)
    assert address
    form = client.get(address[1]).text
    assert "Era el 39 C." in form
    source = html.unescape(re.search(r'name="fuente"[^>]*value="([^"]*)"', form)[1])  # type: ignore[index]
    data = {**CASE, "pregunta": "¿Qué plazo hay?", "fuente": source, "citas_todas": "LSS:39-C", "clase": "opinion"}
    assert put(client, f"{SET}/casos", data) == 303
    assert "A-OPI-001" in client.get("/evaluaciones/opiniones").text
    assert put(client, f"{SET}/casos", data) == 409


def test_only_evaluators_write(client: TestClient) -> None:
    as_person(client, "dora")
    assert client.get("/evaluaciones/conjuntos").status_code == 403
    assert put(client, f"{SET}/casos", CASE) == 403


@pytest.mark.slow
def test_a_set_is_run_from_its_page_and_its_cases_are_seen(client: TestClient) -> None:
    assert put(client, f"{SET}/correr") == 422, "it is empty"
    assert put(client, f"{SET}/casos", CASE) == 303
    assert put(client, f"{SET}/correr") == 303
    assert put(client, f"{SET}/correr") == 409, "one at a time"
    for _ in range(240):
        shown = client.get("/evaluaciones").text
        if "Corriendo" not in shown:
            break
        time.sleep(0.5)
    run = re.search(r'Terminó <a href="([^"]+)"', shown)
    assert run, shown
    assert "A-WEB-001" in client.get(run[1]).text
    assert "Lo que se esperaba" in client.get(f"{run[1]}/casos/A-WEB-001").text
