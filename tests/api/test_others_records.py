"""Every route that names a record, with the id of somebody else's: it answers as if the record did not exist."""

from __future__ import annotations

import re
import secrets
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import text

from api.app import ROUTERS, create_app
from api.auth.access import now_s
from api.policy import Action
from corpus.settings import Settings
from tests.api.people import enrol, enter
from tools.caller import Role

ORIGIN = {"Origin": "http://testserver"}
QUESTION = "¿Cuántos notificadores debe tener una subdelegación?"
FILE = {"file": ("a.pdf", b"%PDF-1.4", "application/pdf")}
CRITERION = {"number": "1/2026", "valid_from": "2026-01-01", "basis": ["LSS:40-A"], "text": "Sí."}
# What each change carries, so that it is refused for the record and not for its form.
BODIES: dict[tuple[str, str], dict[str, Any]] = {
    ("PATCH", "/api/v1/conversations/{identifier}"): {"json": {"title": "mía", "shared": True}},
    ("PUT", "/api/v1/conversations/{identifier}/exchanges/{exchange}/feedback"): {"json": {"reason": "util"}},
    ("POST", "/historial/{identifier}/titulo"): {"data": {"titulo": "mía"}},
    ("PUT", "/api/v1/consultations/{identifier}"): {"json": {"version": 1}},
    ("POST", "/api/v1/consultations/{identifier}/comments"): {"json": {"text": "leída"}},
    ("POST", "/api/v1/consultations/{identifier}/join"): {"json": {"other": 1}},
    ("POST", "/api/v1/consultations/{identifier}/handover"): {"json": {"to": "lejana", "version": 1}},
    ("POST", "/api/v1/consultations/{identifier}/steps"): {"json": {"step": "enviar", "version": 1}},
    ("POST", "/api/v1/consultations/{identifier}/files"): {"files": FILE},
    ("POST", "/api/v1/consultations/{identifier}/criterion"): {"json": CRITERION},
    ("POST", "/consultas/{identifier}"): {"data": {"version": "1"}},
    ("POST", "/consultas/{identifier}/paso"): {"data": {"paso": "enviar", "version": "1"}},
    ("POST", "/consultas/{identifier}/union"): {"data": {"otra": "1"}},
    ("POST", "/consultas/{identifier}/traspaso"): {"data": {"a": "lejana", "version": "1"}},
    ("POST", "/consultas/{identifier}/comentario"): {"data": {"texto": "leída"}},
    ("POST", "/consultas/{identifier}/adjunto"): {"files": {"archivo": FILE["file"]}},
    ("POST", "/consultas/{identifier}/criterio"): {"data": {"numero": "1/2026", "desde": "2026-01-01"}},
}
QUERIES = {"/api/v1/consultations/{identifier}/differences": {"before": "1", "after": "1"}}
ROUTES = sorted(
    (method, route.path)
    for router in ROUTERS
    for route in router.routes
    # Cases of evaluation are of all evaluators, not of one.
    if "{identifier}" in getattr(route, "path", "") and not route.path.startswith("/evaluaciones")
    for method in getattr(route, "methods", ())
)


@pytest.fixture(scope="module")
def app(laws_state: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    database = tmp_path_factory.mktemp("others") / "c.db"
    return create_app(Settings(state_dir=laws_state, database_url=f"sqlite:///{database}", auth="required"))


@pytest.fixture(scope="module")
def people(app: Any) -> dict[str, TestClient]:
    found = {}
    for name, roles, ooad in (
        ("ana", (Role.REDACTOR,), "01"),
        ("lejana", (Role.SUPERVISOR, Role.NORMATIVO, Role.EVALUADOR, Role.ADMINISTRADOR), "09"),
    ):
        enrol(app.state.access, name, *roles, ooad=ooad)
        found[name] = TestClient(app, raise_server_exceptions=False, headers=ORIGIN)
        assert enter(found[name], name) == 303
    return found


@pytest.fixture(scope="module")
def records(people: dict[str, TestClient]) -> dict[str, str]:
    """What Ana has: a conversation with a question, and a consultation."""
    conversation = people["ana"].post("/api/v1/conversations").json()["id"]
    asked = {"question": QUESTION, "turn": secrets.token_hex(16), "conversation": conversation}
    assert people["ana"].post("/api/v1/chat", json=asked).status_code == 200
    made = people["ana"].post("/api/v1/consultations", json={"question": QUESTION})
    assert made.status_code == 201, made.text
    identifier = str(made.json()["id"])
    page = BytesIO()
    canvas = Canvas(page)
    canvas.drawString(72, 72, "anexo")
    canvas.save()
    files = {"file": ("anexo.pdf", page.getvalue(), "application/pdf")}
    kept = people["ana"].post(f"/api/v1/consultations/{identifier}/files", files=files)
    assert kept.status_code == 201, kept.text
    return {"conversation": conversation, "consultation": identifier, "file": "1"}


def stored(app: Any) -> str:
    """The records as the database holds them."""
    with app.state.access.engine.connect() as connection:
        tables = ("conversations", "exchanges", "consultations", "consultation_versions")
        present = set(connection.dialect.get_table_names(connection))
        return "".join(str(connection.execute(text(f"SELECT * FROM {t}")).all()) for t in tables if t in present)


def address_of(path: str, records: dict[str, str]) -> str:
    mine = records["conversation" if re.search("conversations|historial", path) else "consultation"]
    address = path.replace("{identifier}", mine).replace("{form}", "pdf").replace("{file}", records["file"])
    return re.sub(r"\{\w+\}", "1", address)


@pytest.mark.parametrize("path", [path for method, path in ROUTES if method == "GET"])
def test_one_s_own_record_is_there(people: dict[str, TestClient], records: dict[str, str], path: str) -> None:
    """Otherwise the next test would say nothing."""
    answer = people["ana"].get(address_of(path, records), params=QUERIES.get(path))
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(("method", "path"), ROUTES, ids=[f"{method} {path}" for method, path in ROUTES])
def test_a_record_of_another_does_not_exist(
    app: Any, people: dict[str, TestClient], records: dict[str, str], method: str, path: str
) -> None:
    address = address_of(path, records)
    sent = dict(BODIES.get((method, path), {}))
    if method == "PUT" and "draft" not in str(sent) and path.endswith("consultations/{identifier}"):
        draft = people["ana"].get(address).json()["draft"]
        sent = {"json": {"version": 1, "draft": draft}}
    before = stored(app)
    answer = people["lejana"].request(method, address, params=QUERIES.get(path), follow_redirects=False, **sent)
    assert answer.status_code == 404, answer.text
    assert answer.json()["error"]["code"] in ("CONVERSACION_DESCONOCIDA", "CONSULTA_DESCONOCIDA")
    assert stored(app) == before


def test_a_draft_does_not_begin_from_another_s_conversation(
    people: dict[str, TestClient], records: dict[str, str]
) -> None:
    for sent in (
        people["lejana"].post("/api/v1/consultations", json={"conversation": records["conversation"]}),
        people["lejana"].post("/consultas/nueva", data={"conversacion": records["conversation"]}),
    ):
        assert sent.status_code == 404, sent.text
        assert "CONVERSACION_DESCONOCIDA" in sent.text or "conversación" in sent.text


def test_nothing_of_another_is_listed(people: dict[str, TestClient], records: dict[str, str]) -> None:
    lists = ("/api/v1/conversations", "/api/v1/consultations", "/api/v1/consultations/board", "/historial")
    seen = "".join(people["lejana"].get(path).text for path in lists)
    assert records["conversation"] not in seen
    assert "notificadores" not in seen


def token(app: Any, name: str, *actions: Action) -> dict[str, str]:
    owner = app.state.access.accounts.find(name)
    return {"Authorization": f"Bearer {app.state.access.tokens.create(owner, 'x', actions, 1, now_s())[1]}"}


def test_a_token_reads_no_credit_that_it_does_not_name(app: Any) -> None:
    client = TestClient(app, raise_server_exceptions=False)
    tool, asked = "/api/v1/tools/credit_status", {"number": "260000001"}
    limited, full = token(app, "ana", Action.CONSULTAR), token(app, "ana", Action.CONSULTAR, Action.LEER_CREDITOS)
    assert client.post(tool, json=asked, headers=limited).json()["error"]["code"] == "SIN_PERMISO"
    assert client.post(tool, json=asked, headers=full).json()["error"]["code"] == "CREDITO_NO_ENCONTRADO"


def test_a_supervisor_s_token_that_does_not_decide_only_drafts(app: Any) -> None:
    client = TestClient(app, raise_server_exceptions=False)
    drafts = client.get("/api/v1/me", headers=token(app, "lejana", Action.REDACTAR)).json()
    assert drafts["roles"] == ["administrador", "evaluador", "redactor"]
    decides = client.get("/api/v1/me", headers=token(app, "lejana", Action.REDACTAR, Action.DECIDIR)).json()
    assert {"supervisor", "normativo"} <= set(decides["roles"])
