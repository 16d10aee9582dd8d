"""Evaluators read a real run and label it from the page; others do not enter; a sealed set shows no case."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from api.app import create_app
from corpus.settings import Settings
from tests.api.people import enrol, enter
from tools.caller import Role
from tools.database import make_engine, migrate

HEADERS = {"Origin": "http://testserver"}
RUN = "/evaluaciones/prueba"


def write_run(state: Path, name: str, sealed: bool) -> None:
    folder = state / "evals" / name
    folder.mkdir(parents=True)
    manifest = {"set": "test" if sealed else "dev", "set_version": "v1", "sealed": sealed}
    manifest |= {"corpus_version": "c1", "program": "p1"}
    one = {"mean": 0.5, "low": 0.0, "high": 1.0, "count": 2}
    summary = {"run": name, "manifest": manifest, "cases": 2, "omitted": 0, "metrics": {"correct": one}}
    summary |= {
        "kinds": {"literal": {"correct": one}},
        "abstention": {"precision": None},
        "ms": {"p50": 1.0, "p95": 2.0},
    }
    (folder / "summary.json").write_text(json.dumps(summary))
    quote = {"id": "LSS:40-A/p1", "label": "", "quote": "recargos", "page": 3, "verdict": "VERIFICADA"}
    sentence = {"text": "Se causan <b>recargos</b>.", "citations": ["LSS:40-A/p1"], "supported": True}
    rows = [
        {"id": f"A-LIT-00{n}", "kind": "literal", "expected": "answered", "status": "answered"}
        | {"scores": {"correct": float(n - 1)}, "question": "¿Recargos?", "sentences": [sentence], "quotes": [quote]}
        for n in (1, 2)
    ]
    (folder / "results.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    app = create_app(Settings(state_dir=tmp_path_factory.mktemp("state"), auth="required"))
    with TestClient(app, raise_server_exceptions=False) as client:
        for name in ("ana", "beto", "carla"):
            enrol(app.state.access, name, Role.EVALUADOR)
        enrol(app.state.access, "dora", Role.NORMATIVO)
        yield client


@pytest.fixture
def state(application: TestClient) -> Path:
    """The state directory, with two runs that nobody has labelled."""
    settings: Settings = application.app.state.services.settings  # type: ignore[attr-defined]
    shutil.rmtree(settings.state_dir / "evals", ignore_errors=True)
    write_run(settings.state_dir, "prueba", sealed=False)
    write_run(settings.state_dir, "sellada", sealed=True)
    migrate(settings.effective_database_url)
    with make_engine(settings.effective_database_url).begin() as connection:
        for table in ("evaluation_labels", "evaluation_resolutions"):
            connection.execute(text(f"DELETE FROM {table}"))
    return settings.state_dir


@pytest.fixture
def client(application: TestClient, state: Path) -> TestClient:
    return application


def as_person(client: TestClient, name: str) -> None:
    client.cookies.clear()
    assert enter(client, name) == 303


def put(client: TestClient, case: str, verdict: str) -> int:
    data = {"caso": case, "juicio-0": verdict, "juicio-1": "correcta"}
    return client.post(f"{RUN}/etiquetar", data=data, headers=HEADERS, follow_redirects=False).status_code


def test_only_evaluators_enter(client: TestClient) -> None:
    as_person(client, "dora")
    assert client.get("/evaluaciones").status_code == 403
    as_person(client, "ana")
    assert "prueba" in client.get("/evaluaciones").text


def test_a_case_is_shown_with_its_parts_and_without_markup_of_its_own(client: TestClient) -> None:
    as_person(client, "ana")
    text = client.get(f"{RUN}/casos/A-LIT-001").text
    assert "verificada" in text
    assert "&lt;b&gt;recargos" in text
    assert client.get(f"{RUN}/casos/A-LIT-009").status_code == 404
    assert client.get("/evaluaciones/nada").status_code == 404


def test_a_sealed_set_shows_totals_only(client: TestClient) -> None:
    as_person(client, "ana")
    text = client.get("/evaluaciones/sellada").text
    assert "0.500" in text
    assert "A-LIT" not in text
    assert client.get("/evaluaciones/sellada/casos/A-LIT-001").status_code == 404


def test_two_people_label_blind_and_a_third_resolves(client: TestClient) -> None:
    as_person(client, "ana")
    shown = client.get(f"{RUN}/etiquetar").text
    assert "A-LIT-001" in shown
    assert "Calificación" not in shown
    assert put(client, "A-LIT-001", "correcta") == 303
    assert put(client, "A-LIT-001", "correcta") == 409
    as_person(client, "beto")
    assert "Se ven cuando dos personas" in client.get(f"{RUN}/casos/A-LIT-001").text
    assert put(client, "A-LIT-001", "") == 422
    assert put(client, "A-LIT-001", "incorrecta") == 303
    assert re.search(r"coinciden en 1\.", client.get(RUN).text)
    address, data = f"{RUN}/casos/A-LIT-001/resolver", {"posicion": "0", "juicio": "parcial"}
    assert client.post(address, data=data, headers=HEADERS, follow_redirects=False).status_code == 403
    as_person(client, "carla")
    assert client.post(address, data=data, headers=HEADERS, follow_redirects=False).status_code == 303
    assert "Se resolvió: parcial" in client.get(f"{RUN}/casos/A-LIT-001").text


def test_another_page_cannot_label(client: TestClient) -> None:
    as_person(client, "ana")
    data = {"caso": "A-LIT-001", "juicio-0": "correcta"}
    assert client.post(f"{RUN}/etiquetar", data=data, headers={"Origin": "https://malo.example"}).status_code == 403


def test_two_runs_are_compared_side_by_side_with_the_cause(client: TestClient, state: Path) -> None:
    write_run(state, "otra", sealed=False)
    change = {"delta": {"mean": 0.5, "low": 0.1, "high": 0.9, "count": 2}, "better": 1, "worse": 0, "p": 1.0}
    found = {"first": "prueba", "second": "otra", "metrics": {"correct": change}, "kinds": {"literal": change}}
    found |= {"flips": {"gained": 1, "lost": 0}, "cases": [{"id": "A-LIT-001", "gained": True, "cause": "búsqueda"}]}
    (state / "evals" / "otra" / "against-prueba.json").write_text(json.dumps(found))
    as_person(client, "ana")
    assert "antes=prueba&amp;despues=otra" in client.get("/evaluaciones/otra").text
    text = client.get("/evaluaciones/comparar?antes=prueba&despues=otra").text
    assert "A-LIT-001: ganado; causa: búsqueda" in text
    assert text.count("¿Recargos?") == 1
    assert "+0.500" in text
    assert client.get("/evaluaciones/comparar?antes=otra&despues=prueba").status_code == 404
    assert client.get("/evaluaciones/comparar?antes=../x&despues=otra").status_code == 404


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_cases_and_labels_are_downloaded_and_a_sealed_set_gives_totals(client: TestClient, form: str) -> None:
    for person in ("ana", "beto"):
        as_person(client, person)
        assert put(client, "A-LIT-002", "correcta") == 303
    cases, labels = (table(client, f"{RUN}/{name}.{form}") for name in ("casos", "etiquetas"))
    assert [row[0] for row in cases] == ["caso", "A-LIT-001", "A-LIT-002"]
    assert {row[2] for row in labels[1:]} == {"ana", "beto"}
    totals = table(client, f"/evaluaciones/sellada/casos.{form}")
    assert totals[0][0] == "medida"
    assert not any("A-LIT" in str(cell) for row in totals for cell in row)
    assert client.get(f"{RUN}/casos.pdf").status_code == 422


def test_one_persons_labels_are_not_downloaded_before_the_others(client: TestClient) -> None:
    as_person(client, "ana")
    assert put(client, "A-LIT-002", "correcta") == 303
    as_person(client, "beto")
    assert len(table(client, f"{RUN}/etiquetas.csv")) == 1


def test_a_run_that_was_interrupted_says_so_and_how_far_it_went(client: TestClient, state: Path) -> None:
    folder = state / "evals"
    kept = {"set": "cobro", "run": "cobro-1", "total": 9, "process": 2**22 + 1}
    (folder / "running.json").write_text(json.dumps(kept))
    (folder / "running.log").write_text("Error CORPUS_AUSENTE: No hay corpus.\n")
    (folder / "cobro-1").mkdir()
    (folder / "cobro-1" / "results.jsonl").write_text("{}\n{}\n")
    as_person(client, "ana")
    text = client.get("/evaluaciones").text
    assert "se detuvo con 2 de 9 casos: Error CORPUS_AUSENTE" in text


def table(client: TestClient, address: str) -> list[list[object]]:
    found = client.get(address)
    assert found.status_code == 200
    assert found.headers["content-disposition"].startswith("attachment")
    if address.endswith("csv"):
        return [list(row) for row in csv.reader(io.StringIO(found.content.decode("utf-8-sig")))]
    return [list(row) for row in openpyxl.load_workbook(io.BytesIO(found.content)).active.values]
