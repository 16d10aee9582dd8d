"""A draft from a conversation: credits and calculations found in it, annexes with their sheets, no personal data."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from corpus.settings import Settings
from tests.api.people import enrol, enter
from tools.caller import Role
from tools.credits.identifiers import check_digit
from tools.credits.models import Credit, Employer
from tools.database import make_engine, migrate, sessions, transaction

QUESTION = "¿Cuántos notificadores debe tener una subdelegación?"
NAME, REGISTRY = "Comercializadora Ficticia", f"B100000010{check_digit('B100000010')}"
SAID = (
    "estado del crédito 261234560",
    "Calcula los recargos de $10,000.00 de COP de enero de 2025, pagados el 17 de marzo de 2025",
    QUESTION,
)


def _credit() -> Credit:
    return Credit(
        number="261234560", period="2025-08", kind="COP", document_kind="02", ooad="01", subdelegacion="38",
        amount=Decimal("84321.55"), balance=Decimal("84321.55"), issued=date(2025, 10, 1), notified=date(2025, 10, 6),
        effective=date(2025, 10, 7), due=date(2025, 10, 28), incidencia="02", incidencia_since=date(2025, 10, 6),
        employer=Employer(registro_patronal=REGISTRY, rfc="FIC010101AA0", name=NAME, fictitious=True),
    )  # fmt: skip


@pytest.fixture(scope="module")
def app(laws_state: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    url = f"sqlite:///{tmp_path_factory.mktemp('annexes') / 'c.db'}"
    migrate(url)
    engine = make_engine(url)
    with transaction(sessions(engine)) as session:
        session.add(_credit())
    engine.dispose()
    return create_app(Settings(state_dir=laws_state, database_url=url, auth="required"))


@pytest.fixture(scope="module")
def writer(app: Any) -> TestClient:
    return _browser(app, "redactora")


@pytest.fixture(scope="module")
def other(app: Any) -> TestClient:
    return _browser(app, "colega")


def _browser(app: Any, name: str) -> TestClient:
    enrol(app.state.access, name, Role.REDACTOR, ooad="01")
    client = TestClient(app, raise_server_exceptions=False, headers={"Origin": "http://testserver"})
    assert enter(client, name) == 303
    return client


@pytest.fixture(scope="module")
def conversation(writer: TestClient) -> Iterator[str]:
    identifier = str(writer.post("/api/v1/conversations").json()["id"])
    for question in SAID:
        body = {"question": question, "turn": secrets.token_hex(16), "conversation": identifier}
        assert "event: done" in writer.post("/api/v1/chat", json=body).text
    return identifier


def _begun(client: TestClient, **body: Any) -> dict[str, Any]:
    made = client.post("/api/v1/consultations", json=body)
    assert made.status_code == 201, made.text
    return dict(made.json())


def _files(client: TestClient, row: dict[str, Any]) -> dict[str, bytes]:
    address = f"/api/v1/consultations/{row['id']}/files"
    return {file["name"]: client.get(f"{address}/{file['id']}").content for file in row["files"]}


def _text(pdf: bytes) -> str:
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)).split())


def test_the_conversation_gives_facts_figures_and_annexes(writer: TestClient, conversation: str) -> None:
    assert f"/consultas/nueva?conversacion={conversation}" in writer.get(f"/historial/{conversation}").text
    offered = writer.get("/consultas/nueva", params={"conversacion": conversation}).text
    assert QUESTION in offered
    assert f'name="conversacion" value="{conversation}"' in offered
    row = _begun(writer, conversation=conversation)
    draft = row["draft"]
    assert (row["question"], draft["questions"]) == (QUESTION, [QUESTION])
    assert "Crédito [número de crédito reservado]: COP, periodo 2025-08, por $84,321.55" in draft["background"]
    assert "Antes se preguntó: «Calcula los recargos de $10,000.00" in draft["background"]
    assert any("$10,000.00" in item["summary"] for item in draft["calculations"])
    assert Decimal(draft["amount"]) > Decimal("84321.55"), "what it owes today, with its surcharges"

    files = _files(writer, row)
    assert list(files) == ["respuesta.pdf", "calculo-1.xlsx", "calculo-2.xlsx"]
    assert [name for name in files if name in " ".join(draft["annexes"])] == list(files)
    answer = _text(files["respuesta.pdf"])
    assert QUESTION in answer
    assert "Fuentes, comprobadas contra el texto" in answer
    for name in ("calculo-1.xlsx", "calculo-2.xlsx"):
        book = openpyxl.load_workbook(BytesIO(files[name]))
        assert [cell for line in book["Cálculo"] for cell in line if cell.data_type == "f"], "the sheet recalculates"
        assert "Fuentes" in book.sheetnames
    # Nothing of whose it is, in the draft or in what goes with it.
    everything = str(draft) + answer + "".join(
        str(cell.value) for name in list(files)[1:] for sheet in openpyxl.load_workbook(BytesIO(files[name]))
        for line in sheet for cell in line
    )  # fmt: skip
    for datum in (NAME, REGISTRY, REGISTRY[:10], "261234560", "FIC010101AA0"):
        assert datum not in everything


def test_the_oficio_lists_each_annex_with_its_digest(writer: TestClient, conversation: str) -> None:
    row = _begun(writer, conversation=conversation)
    address = f"/api/v1/consultations/{row['id']}"
    oficio = _text(writer.get(f"{address}/document.pdf").content)
    for file in row["files"]:
        assert f"({file['name']}" in oficio
        assert f"SHA-256 {file['sha256'][:16]}…" in oficio
    gone = row["files"][1]["id"]
    assert writer.delete(f"{address}/files/{gone}").status_code == 204
    assert writer.get(f"{address}/files/{gone}").json()["error"]["code"] == "ADJUNTO_DESCONOCIDO"
    oficio = _text(writer.get(f"{address}/document.pdf").content)
    assert row["files"][1]["sha256"][:16] not in oficio
    assert "(calculo-1.xlsx" not in oficio
    page = writer.get(f"/consultas/{row['id']}").text
    assert "Quitar respuesta.pdf" in page
    assert "calculo-1.xlsx</a>" not in page


def test_a_concrete_case_keeps_its_number_and_nothing_of_the_employer(writer: TestClient, conversation: str) -> None:
    row = _begun(writer, conversation=conversation, scope="concreta", scope_reason="Lo pidió la Jefatura.")
    assert "Crédito 261234560: COP" in row["draft"]["background"]
    assert NAME not in str(row["draft"])


def test_what_is_of_another_matter_is_left_out(writer: TestClient, conversation: str) -> None:
    offered = writer.get("/consultas/nueva", params={"conversacion": conversation}).text
    assert 'name="sin" value="1"' in offered
    draft = _begun(writer, conversation=conversation, without=[0, 1])["draft"]
    assert draft["questions"] == [QUESTION]
    assert (draft["calculations"], draft["amount"], draft["annexes"][1:]) == ([], None, [])
    assert "10,000.00" not in draft["background"]
    chosen = {"conversacion": conversation, "pregunta": QUESTION, "sin": ["0", "1"]}
    assert "Cálculos que se citan" not in writer.post("/consultas/nueva", data=chosen).text
    assert "Cálculos que se citan" in writer.post("/consultas/nueva", data={**chosen, "sin": ["0"]}).text


def test_nobody_begins_from_the_conversation_of_another(other: TestClient, conversation: str) -> None:
    refused = other.post("/api/v1/consultations", json={"conversation": conversation})
    assert refused.json()["error"]["code"] == "CONVERSACION_DESCONOCIDA"
    assert other.get("/consultas/nueva", params={"conversacion": conversation}).status_code == 404
    assert other.post("/api/v1/consultations", json={}).json()["error"]["code"] == "PREGUNTA_VACIA"
