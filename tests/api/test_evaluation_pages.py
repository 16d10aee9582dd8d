"""Evaluators read a real run and label it from the page; others do not enter; a sealed set shows no case."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from corpus.settings import Settings
from tests.api.people import enrol, enter
from tools.caller import Role

HEADERS = {"Origin": "http://testserver"}
RUN = "/evaluaciones/prueba"


def write_run(state: Path, name: str, sealed: bool) -> None:
    folder = state / "evals" / name
    folder.mkdir(parents=True)
    manifest = {"set": "test" if sealed else "dev", "set_version": "v1", "sealed": sealed}
    manifest |= {"corpus_version": "c1", "program": "p1"}
    one = {"mean": 0.5, "low": 0.0, "high": 1.0, "count": 2}
    summary = {"run": name, "manifest": manifest, "cases": 2, "omitted": 0, "metrics": {"correct": one}}
    summary |= {"kinds": {"literal": {"correct": one}}, "abstention": {"precision": None}, "ms": {"p50": 1.0}}
    (folder / "summary.json").write_text(json.dumps(summary))
    quote = {"id": "LSS:40-A/p1", "label": "", "quote": "recargos", "page": 3, "verdict": "VERIFICADA"}
    sentence = {"text": "Se causan <b>recargos</b>.", "citations": ["LSS:40-A/p1"], "supported": True}
    rows = [
        {"id": f"A-LIT-00{n}", "kind": "literal", "expected": "answered", "status": "answered"}
        | {"scores": {"correct": float(n - 1)}, "question": "¿Recargos?", "sentences": [sentence], "quotes": [quote]}
        for n in (1, 2)
    ]
    (folder / "results.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    write_run(tmp_path, "prueba", sealed=False)
    write_run(tmp_path, "sellada", sealed=True)
    app = create_app(Settings(state_dir=tmp_path, auth="required"))
    with TestClient(app, raise_server_exceptions=False) as client:
        for name in ("ana", "beto", "carla"):
            enrol(app.state.access, name, Role.EVALUADOR)
        enrol(app.state.access, "dora", Role.NORMATIVO)
        yield client


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
    assert "VERIFICADA" in text
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
