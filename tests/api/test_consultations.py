"""Consultations over HTTP and in plain forms: what a writer, the chief, a stranger and nobody can do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.offices import now
from corpus.settings import Settings
from tests.api.people import enrol, enter
from tools.caller import Role

QUESTION = "¿Cuántos notificadores debe tener una subdelegación?"
ORIGIN = {"Origin": "http://testserver"}


@pytest.fixture(scope="module")
def app(laws_state: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    database = tmp_path_factory.mktemp("consultations") / "c.db"
    return create_app(Settings(state_dir=laws_state, database_url=f"sqlite:///{database}", auth="required"))


@pytest.fixture(scope="module")
def people(app: Any) -> Iterator[dict[str, TestClient]]:
    """One browser for each person."""
    found = {}
    for name, role, ooad in (
        ("redactor", Role.REDACTOR, "01"),
        ("otro", Role.REDACTOR, "01"),
        ("supervisor", Role.SUPERVISOR, "01"),
        ("lejano", Role.SUPERVISOR, "09"),
        ("consulta", Role.CONSULTA, "01"),
    ):
        enrol(app.state.access, name, role, ooad=ooad)
        found[name] = TestClient(app, raise_server_exceptions=False, headers=ORIGIN)
        assert enter(found[name], name) == 303
    found["nadie"] = TestClient(app, raise_server_exceptions=False)
    return found


def _begun(client: TestClient, question: str = QUESTION) -> dict[str, Any]:
    made = client.post("/api/v1/consultations", json={"question": question})
    assert made.status_code == 201, made.text
    return dict(made.json())


def test_from_the_chat_to_a_saved_draft(people: dict[str, TestClient]) -> None:
    writer = people["redactor"]
    offered = writer.get("/consultas/nueva", params={"pregunta": QUESTION})
    assert "División de Cobro Coactivo" in offered.text
    made = writer.post("/consultas/nueva", data={"pregunta": QUESTION}, follow_redirects=False)
    assert made.status_code == 303
    address = made.headers["location"]
    page = writer.get(address).text
    assert "Falta la clave de la unidad" in page
    saved = writer.post(
        address,
        data={
            "version": "1",
            "unit.key": "239001",
            "background": "<script>alert(1)</script>",
            "questions": "¿Cuántos?\n¿Quién los fija?",
            "agregar": "LSS 40 A",
            "opinion": "Conviene fijarlo.",
            "amount": "$84,321.55",
        },
        follow_redirects=False,
    )
    assert saved.status_code == 303, saved.text
    kept = writer.get(f"/api/v1/consultations/{address.rpartition('/')[2]}").json()
    assert kept["draft"]["questions"] == ["¿Cuántos?", "¿Quién los fija?"]
    assert kept["draft"]["amount"] == "84321.55"
    assert "LSS:40-A" in [basis["id"] for basis in kept["draft"]["provisions"]]
    assert "CITA_NO_COINCIDE" not in [item["code"] for item in kept["checks"]]
    page = writer.get(address).text
    assert "<script>alert(1)</script>" not in page
    assert "&lt;script&gt;" in page
    assert "¿Quién los fija?" in writer.get(f"{address}/versiones").text


def test_the_second_to_save_sees_the_conflict_with_what_they_typed(people: dict[str, TestClient]) -> None:
    row = _begun(people["redactor"])
    address = f"/consultas/{row['id']}"
    assert people["redactor"].post(address, data={"version": "1", "opinion": "La primera."}).status_code == 200
    late = people["otro"].post(address, data={"version": "1", "opinion": "La segunda, larga."})
    assert late.status_code == 409
    assert "Alguien guardó cambios" in late.text
    assert "La segunda, larga." in late.text
    assert people["redactor"].get(f"/api/v1{address.replace('consultas', 'consultations')}").json()["draft"][
        "opinion"
    ] == ("La primera.")


def test_who_is_out_of_reach_sees_that_it_does_not_exist(people: dict[str, TestClient]) -> None:
    row = _begun(people["redactor"])
    for path in (f"/api/v1/consultations/{row['id']}", f"/consultas/{row['id']}/oficio.pdf"):
        assert people["lejano"].get(path).json()["error"]["code"] == "CONSULTA_DESCONOCIDA"
        assert people["consulta"].get(path).status_code == 403
        assert people["nadie"].get(path).status_code == 401
    assert people["lejano"].get("/api/v1/consultations").json() == []
    entry = people["nadie"].get("/consultas", headers={"Accept": "text/html"}, follow_redirects=False)
    assert entry.headers["location"].startswith("/entrar")


def test_the_oficio_downloads_in_both_forms(people: dict[str, TestClient]) -> None:
    row = _begun(people["redactor"])
    pdf = people["redactor"].get(f"/consultas/{row['id']}/oficio.pdf")
    assert (pdf.headers["content-type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert people["redactor"].get(f"/api/v1/consultations/{row['id']}/document.docx").content[:2] == b"PK"
    wrong = people["redactor"].get(f"/api/v1/consultations/{row['id']}/document.exe")
    assert wrong.json()["error"]["code"] == "FORMATO_NO_ADMITIDO"


def test_an_incomplete_draft_says_what_is_missing_and_a_broken_file_is_refused(people: dict[str, TestClient]) -> None:
    row = _begun(people["redactor"])
    address = f"/consultas/{row['id']}"
    step = people["redactor"].post(f"{address}/paso", data={"paso": "enviar a revisión", "version": "1"})
    assert step.status_code == 422
    assert "Al borrador le falta" in step.text
    signed = people["redactor"].post(f"/api/v1/consultations/{row['id']}/steps", json={"step": "firmar"})
    assert signed.json()["error"]["code"] == "PASO_NO_PERMITIDO"
    broken = people["redactor"].post(
        f"{address}/adjunto", data={"clase": "anexo"}, files={"archivo": ("a.pdf", b"%PDF-roto")}
    )
    assert broken.status_code == 422
    assert "no se puede leer" in broken.text


def test_similar_consultations_are_shown_before_another_is_drafted(people: dict[str, TestClient]) -> None:
    _begun(people["redactor"])
    page = people["otro"].get(
        "/consultas/nueva", params={"pregunta": "¿Qué número de notificadores lleva la subdelegación?"}
    )
    assert "Hay preguntas parecidas" in page.text
    far = people["otro"].get("/api/v1/consultations/similar", params={"question": "¿Cómo se remata un inmueble?"})
    assert far.json() == []


def test_a_draft_is_joined_to_the_one_that_goes_on(people: dict[str, TestClient]) -> None:
    kept, mine = _begun(people["otro"]), _begun(people["redactor"])
    address = f"/consultas/{mine['id']}"
    assert "Unir este borrador" in people["redactor"].get(address).text
    assert people["redactor"].post(f"{address}/union", data={"otra": "999999"}).status_code == 422
    joined = people["redactor"].post(f"{address}/union", data={"otra": str(kept["id"])})
    assert "cancelada" in joined.text


def test_the_rule_is_overruled_only_with_a_reason(people: dict[str, TestClient]) -> None:
    body = {"question": QUESTION, "scope": "concreta"}
    refused = people["redactor"].post("/api/v1/consultations", json=body)
    assert refused.json()["error"]["code"] == "RAZON_AUSENTE"
    made = people["redactor"].post("/api/v1/consultations", json={**body, "scope_reason": "Lo pidió la Jefatura."})
    assert made.json()["draft"]["scope_reason"] == "Lo pidió la Jefatura."
    assert made.json()["area"] == "Subdelegación competente"


def test_the_board_and_its_workbook_hold_no_formula(people: dict[str, TestClient]) -> None:
    row = _begun(people["redactor"])
    draft = {**row["draft"], "subject": "=HYPERLINK(1)"}
    edited = people["redactor"].put(f"/api/v1/consultations/{row['id']}", json={"version": 1, "draft": draft})
    assert edited.status_code == 200, edited.text
    book = openpyxl.load_workbook(BytesIO(people["redactor"].get("/consultas/tablero.xlsx").content))
    cells = [cell for line in book["Consultas"] for cell in line if cell.value == "=HYPERLINK(1)"]
    assert [cell.data_type for cell in cells] == ["s"]
    assert people["redactor"].get("/api/v1/consultations/board").json()["open"] >= 1
    assert re.search(r"Abiertas: <strong>\d+", people["redactor"].get("/consultas").text)


def test_a_draft_is_handed_over_to_a_colleague_of_the_same_territory(people: dict[str, TestClient]) -> None:
    row = _begun(people["redactor"])
    address = f"/consultas/{row['id']}"
    assert "Traspasar" in people["redactor"].get(address).text
    assert "Traspasar</button>" not in people["otro"].get(address).text
    for name in ("lejano", "consulta", "no-hay"):
        refused = people["redactor"].post(f"/api/v1/consultations/{row['id']}/handover", json={"to": name})
        assert (refused.status_code, refused.json()["error"]["code"]) == (422, "COLEGA_NO_DISPONIBLE")
    page = people["redactor"].post(f"{address}/traspaso", data={"a": "otro", "version": "1", "razon": "Vacaciones"})
    assert "la lleva <strong>otro</strong>" in page.text
    assert "de redactor a otro: Vacaciones" in page.text
    again = people["redactor"].post(f"{address}/traspaso", data={"a": "redactor"})
    assert (again.status_code, "La consulta la lleva otro." in again.text) == (403, True)
    stale = people["otro"].post(f"/api/v1/consultations/{row['id']}/handover", json={"to": "redactor", "version": 1})
    assert stale.json()["error"]["code"] == "BORRADOR_MODIFICADO"


def test_what_is_about_to_be_late_is_in_the_header_and_on_the_board(people: dict[str, TestClient]) -> None:
    assert "por vencer" not in people["supervisor"].get("/consultas").text
    row = _begun(people["redactor"])
    draft = {**row["draft"], "limit": now().date().isoformat()}
    address = f"/api/v1/consultations/{row['id']}"
    assert people["redactor"].put(address, json={"version": 1, "draft": draft}).status_code == 200
    found = people["supervisor"].get("/api/v1/consultations/reminders").json()
    assert [(item["consultation"], item["kind"]) for item in found] == [(row["id"], "plazo por vencer")]
    board = people["supervisor"].get("/consultas").text
    assert "(1 por vencer o vencida)" in board
    assert "el plazo que corre vence el" in board
    # The header tells it on every page of whoever it concerns, and of nobody else.
    assert "(1 por vencer o vencida)" in people["redactor"].get("/corpus").text
    for name in ("otro", "lejano", "consulta"):
        assert "por vencer" not in people[name].get("/corpus").text
