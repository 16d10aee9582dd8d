"""Conversations over HTTP, as a browser without account keeps them."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from corpus.settings import Settings
from tests.api.people import enrol, enter
from tools.caller import Role


@pytest.fixture(scope="module")
def ana(laws_state: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    url = f"sqlite:///{tmp_path_factory.mktemp('db') / 'c.db'}"
    with TestClient(create_app(Settings(state_dir=laws_state, database_url=url))) as client:
        yield client


@pytest.fixture
def stranger(ana: TestClient) -> TestClient:
    """Another browser of the same server."""
    return TestClient(ana.app)


def _ask(client: TestClient, conversation: str, question: str, **more: object) -> dict[str, object]:
    body = {"question": question, "turn": secrets.token_hex(16), "conversation": conversation, **more}
    reply = client.post("/api/v1/chat", json=body)
    assert reply.status_code == 200, reply.text
    assert "event: done" in reply.text
    return json.loads(reply.text.rsplit("data: ", 1)[1])["answer"]  # type: ignore[no-any-return]


def _start(client: TestClient) -> str:
    return str(client.post("/api/v1/conversations").json()["id"])


def test_a_conversation_is_kept_remembered_and_branched(ana: TestClient) -> None:
    identifier = _start(ana)
    _ask(ana, identifier, "Calcula los recargos de $10,000.00 de COP de enero de 2025, pagados el 17 de marzo de 2025")
    followed = _ask(ana, identifier, "¿y si paga el 17 de abril de 2025?")
    assert followed["tools"], "the follow-up is completed from the conversation, not from the request"
    whole = ana.get(f"/api/v1/conversations/{identifier}").json()
    assert whole["title"].startswith("Calcula los recargos")
    first, second = whole["exchanges"]
    assert second["answer"] == followed
    _ask(ana, identifier, "¿y si paga el 19 de mayo de 2025?", replaces=second["id"])
    branched = ana.get(f"/api/v1/conversations/{identifier}").json()["exchanges"]
    assert branched[0]["id"] == first["id"]
    assert branched[1]["versions"] == [second["id"], branched[1]["id"]]
    ana.patch(f"/api/v1/conversations/{identifier}", json={"show": second["id"], "title": "Recargos de enero"})
    shown = ana.get(f"/api/v1/conversations/{identifier}").json()
    assert shown["title"] == "Recargos de enero"
    assert shown["exchanges"][1]["id"] == second["id"]
    assert ana.get("/api/v1/conversations", params={"words": "recargos enero"}).json()[0]["id"] == identifier
    for form, begins in (("md", b"# Recargos"), ("pdf", b"%PDF"), ("docx", b"PK")):
        file = ana.get(f"/api/v1/conversations/{identifier}/export", params={"form": form})
        assert file.content.startswith(begins)
        assert f'.{form}"' in file.headers["content-disposition"]
    opinion = ana.put(f"/api/v1/conversations/{identifier}/exchanges/{first['id']}/feedback", json={"reason": "util"})
    assert opinion.status_code == 204
    assert ana.get("/api/v1/evaluations/opinions").status_code == 401


def test_another_browser_reaches_nothing(ana: TestClient, stranger: TestClient) -> None:
    identifier = _start(ana)
    path = f"/api/v1/conversations/{identifier}"
    assert ana.get(path).status_code == 200
    assert stranger.get("/api/v1/conversations").json() == []
    for reply in (
        stranger.get(path),
        stranger.patch(path, json={"title": "mía"}),
        stranger.delete(path),
        stranger.get(f"{path}/export"),
        stranger.put(f"{path}/exchanges/1/feedback", json={"reason": "util"}),
        stranger.post(
            "/api/v1/chat", json={"question": "¿Qué plazo?", "turn": secrets.token_hex(16), "conversation": identifier}
        ),
    ):
        assert reply.status_code == 404
        assert reply.json()["error"]["code"] == "CONVERSACION_DESCONOCIDA"
    assert ana.get(path).json()["title"] == ""


def test_the_cookie_is_for_the_server_alone_and_the_database_does_not_hold_it(
    ana: TestClient, stranger: TestClient
) -> None:
    first = stranger.post("/api/v1/conversations")
    cookie = first.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "set-cookie" not in stranger.get("/api/v1/conversations").headers
    forged = TestClient(ana.app, cookies={"criterio_visitante": "x' OR 1=1"})
    assert forged.get("/api/v1/conversations").json() == []


def test_deleting_and_sharing(ana: TestClient) -> None:
    identifier = _start(ana)
    path = f"/api/v1/conversations/{identifier}"
    refused = ana.patch(path, json={"shared": True})
    assert refused.status_code == 403
    assert refused.json()["error"]["code"] == "COMPARTIR_SIN_CUENTA"
    assert ana.delete(path).status_code == 204
    assert ana.get(path).status_code == 404
    assert ana.delete("/api/v1/conversations").status_code == 204
    assert ana.get("/api/v1/conversations").json() == []


def test_an_answer_for_a_conversation_deleted_meanwhile_is_given_and_says_so(ana: TestClient) -> None:
    identifier = _start(ana)
    turn = secrets.token_hex(16)
    body = {"question": "¿Qué dice el artículo 39 C de la LSS?", "turn": turn, "conversation": identifier}
    with ana.stream("POST", "/api/v1/chat", json=body) as reply:
        lines = reply.iter_lines()
        next(lines)
        ana.delete(f"/api/v1/conversations/{identifier}")
        rest = "\n".join(lines)
    assert "event: done" in rest


def test_an_account_keeps_its_own_and_an_evaluator_reads_the_opinions(ana: TestClient, stranger: TestClient) -> None:
    access = ana.app.state.access  # type: ignore[attr-defined]
    enrol(access, "eva", Role.EVALUADOR)
    identifier = _start(ana)
    _ask(ana, identifier, "¿Qué dice el artículo 39 C de la LSS?")
    row = ana.get(f"/api/v1/conversations/{identifier}").json()["exchanges"][0]
    path = f"/api/v1/conversations/{identifier}/exchanges/{row['id']}/feedback"
    ana.put(path, json={"reason": "incompleta", "comment": "Falta el párrafo segundo."})
    enter(stranger, "eva")
    own = {"Origin": "http://testserver"}
    assert stranger.get(f"/api/v1/conversations/{identifier}").status_code == 404
    mine = stranger.post("/api/v1/conversations", headers=own).json()
    assert mine["mine"]
    assert stranger.patch(f"/api/v1/conversations/{mine['id']}", json={"shared": True}, headers=own).json()["shared"]
    case = stranger.get("/api/v1/evaluations/opinions").json()[-1]
    assert case["comment"] == "Falta el párrafo segundo."
    assert case["question"] == "¿Qué dice el artículo 39 C de la LSS?"
    assert "author" not in case
