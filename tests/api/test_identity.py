"""Accounts, sessions, tokens: who gets in, who does not, and what a forged request achieves."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from api.app import create_app
from api.auth.access import Access, now_s
from api.auth.sessions import COOKIE
from api.policy import Action
from corpus.errors import BadInput, Conflict, Unidentified
from corpus.settings import Settings
from tests.api.people import PHRASE, enrol, enter
from tools.caller import Caller, Role

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    app = create_app(Settings(state_dir=tmp_path_factory.mktemp("var"), auth="required"))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def client(running: TestClient) -> TestClient:
    """The application with nobody in it."""
    running.cookies.clear()
    with running.app.state.access.engine.begin() as connection:
        for table in ("api_tokens", "user_sessions", "users"):
            connection.execute(text(f"DELETE FROM {table}"))
    return running


@pytest.fixture
def access(client: TestClient) -> Access:
    return client.app.state.access


def command(state: Path, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CRITERIO_STATE_DIR": str(state)}
    run = [sys.executable, "-m", "criterio", *arguments]
    return subprocess.run(run, env=environment, capture_output=True, text=True, cwd=ROOT, input=given)


def test_a_person_enters_and_leaves(client: TestClient, access: Access) -> None:
    enrol(access, "ana", Role.CONSULTA)
    assert client.get("/api/v1/me").json()["name"] == "anónimo"
    assert enter(client, "ana") == 303
    assert client.get("/api/v1/me").json()["roles"] == ["consulta"]
    client.post("/salir", headers={"Sec-Fetch-Site": "same-origin"})
    assert client.get("/api/v1/me").json()["name"] == "anónimo"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: TestClient, access: Access) -> None:
    enrol(access, "ana", Role.CONSULTA)
    form = {"usuario": "ana", "clave": PHRASE}
    response = client.post("/entrar", data=form, headers={"Origin": "http://testserver"}, follow_redirects=False)
    cookie = response.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


@pytest.mark.parametrize("who", [("ana", "otra frase cualquiera"), ("nadie", PHRASE), ("ana' OR 1=1 --", PHRASE)])
def test_who_does_not_know_the_phrase_stays_out(client: TestClient, access: Access, who: tuple[str, str]) -> None:
    enrol(access, "ana", Role.CONSULTA)
    assert enter(client, *who) == 401


def test_guessing_slows_down_and_then_the_right_phrase_waits_too(access: Access) -> None:
    enrol(access, "ana", Role.CONSULTA)
    now = now_s()
    for _ in range(8):
        with pytest.raises(Unidentified):
            access.accounts.authenticate("ana", "no es esta frase", now)
    with pytest.raises(Unidentified):
        access.accounts.authenticate("ana", PHRASE, now)
    assert access.accounts.authenticate("ana", PHRASE, now + 901).name == "ana"


@pytest.mark.parametrize("phrase", ["corta", "aaaaaaaaaaaaaaaa", "ana ana ana ana 1"])
def test_a_weak_phrase_is_refused(access: Access, phrase: str) -> None:
    with pytest.raises(BadInput, match="contraseña"):
        access.accounts.add(Caller("ana", frozenset()), phrase, 0)


def test_nobody_is_registered_twice(access: Access) -> None:
    enrol(access, "ana", Role.CONSULTA)
    with pytest.raises(Conflict):
        enrol(access, "ana", Role.ADMINISTRADOR)


def test_a_closed_account_loses_session_and_token_at_once(client: TestClient, access: Access) -> None:
    enrol(access, "ana", Role.CONSULTA)
    enter(client, "ana")
    ana = access.accounts.find("ana")
    assert ana is not None
    _, key = access.tokens.create(ana, "carga", [Action.CONSULTAR], 1, now_s())
    access.accounts.disable("ana")
    assert client.get("/api/v1/me").json()["name"] == "anónimo"
    assert client.get("/api/v1/me", headers={"Authorization": f"Bearer {key}"}).status_code == 401


def test_a_session_ends_with_time(access: Access) -> None:
    enrol(access, "ana", Role.CONSULTA)
    ana = access.accounts.find("ana")
    assert ana is not None
    key = access.sessions.open(ana, 1000)
    assert access.sessions.user(key, 1000 + 12 * 3600 - 1)
    assert access.sessions.user(key, 1000 + 12 * 3600) is None


def test_a_token_does_what_it_names_until_it_is_revoked(client: TestClient, access: Access) -> None:
    enrol(access, "ana", Role.REDACTOR)
    ana = access.accounts.find("ana")
    assert ana is not None
    number, key = access.tokens.create(ana, "carga", [Action.CONSULTAR], 1, now_s())
    bearer = {"Authorization": f"Bearer {key}"}
    assert client.get("/api/v1/tools", headers=bearer).status_code == 200
    assert access.tokens.user(key, now_s() + 86_400) is None
    access.tokens.revoke(number, now_s())
    assert client.get("/api/v1/tools", headers=bearer).json()["error"]["code"] == "TOKEN_RECHAZADO"


def test_no_secret_is_stored(access: Access) -> None:
    enrol(access, "ana", Role.CONSULTA)
    ana = access.accounts.find("ana")
    assert ana is not None
    secrets = [PHRASE, access.sessions.open(ana, 0), access.tokens.create(ana, "x", [Action.CONSULTAR], 1, 0)[1]]
    with access.engine.connect() as connection:
        tables = ("users", "user_sessions", "api_tokens", "audit_events")
        stored = "".join(str(connection.execute(text(f"SELECT * FROM {table}")).all()) for table in tables)
    assert not [secret for secret in secrets if secret in stored]


@pytest.mark.parametrize(
    ("headers", "passes"),
    [
        ({}, False),
        ({"Origin": "https://malo.example"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"X-CSRF-Token": "0" * 64}, False),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": "http://testserver"}, True),
    ],
)
def test_a_change_comes_from_our_pages_or_not_at_all(
    client: TestClient, access: Access, headers: dict[str, str], passes: bool
) -> None:
    enrol(access, "ana", Role.CONSULTA)
    enter(client, "ana")
    client.post("/salir", headers=headers)
    assert (client.get("/api/v1/me").json()["name"] == "anónimo") is passes


def test_a_program_with_a_session_shows_its_value(client: TestClient, access: Access) -> None:
    enrol(access, "ana", Role.CONSULTA)
    enter(client, "ana")
    value = client.get("/api/v1/me").json()["csrf"]
    client.post("/salir", headers={"X-CSRF-Token": value})
    assert COOKIE not in client.cookies


def test_another_site_cannot_make_a_person_enter_as_somebody_else(client: TestClient, access: Access) -> None:
    enrol(access, "ana", Role.CONSULTA)
    form = {"usuario": "ana", "clave": PHRASE}
    response = client.post("/entrar", data=form, headers={"Origin": "https://malo.example"})
    assert response.json()["error"]["code"] == "ORIGEN_AJENO"


@pytest.mark.parametrize("following", ["//malo.example", "https://malo.example", "/\\malo.example", "javascript:x"])
def test_after_entering_nobody_is_sent_elsewhere(client: TestClient, access: Access, following: str) -> None:
    enrol(access, "ana", Role.CONSULTA)
    form = {"usuario": "ana", "clave": PHRASE, "siguiente": following}
    response = client.post("/entrar", data=form, headers={"Origin": "http://testserver"}, follow_redirects=False)
    assert response.headers["location"] == "/"


def test_a_page_sends_to_the_entry_and_the_api_says_401(client: TestClient) -> None:
    page = client.get("/calculos?importe=100", headers={"Accept": "text/html"}, follow_redirects=False)
    assert page.headers["location"] == "/entrar?siguiente=%2Fcalculos%3Fimporte%3D100"
    assert client.get("/api/v1/tools").json()["error"]["code"] == "SESION_REQUERIDA"


def test_on_its_own_machine_the_regulations_need_no_account_but_a_proxy_does(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(state_dir=tmp_path))) as client:
        assert client.get("/api/v1/tools").status_code == 200
        assert client.get("/api/v1/tools", headers={"X-Forwarded-For": "10.0.0.8"}).status_code == 401
    assert not (tmp_path / "criterio.db").exists(), "reading without an account must not need the database"


def test_it_does_not_listen_to_other_machines_without_accounts(tmp_path: Path) -> None:
    done = command(tmp_path, "serve", "--host", "0.0.0.0")
    assert (done.returncode, "SIN_AUTENTICACION" in done.stderr) == (2, True)


def test_the_first_administrator_is_made_by_command_and_only_once(tmp_path: Path) -> None:
    first = command(tmp_path, "users", "create-admin", "jefa", "--password-stdin", given=PHRASE + "\n")
    assert first.returncode == 0, first.stderr
    again = command(tmp_path, "users", "create-admin", "otra", "--password-stdin", given=PHRASE + "\n")
    assert "ADMINISTRADOR_EXISTE" in again.stderr
    assert '"jefa"' in command(tmp_path, "users", "list", "--json").stdout
    made = command(tmp_path, "tokens", "create", "--user", "jefa", "--label", "x", "--action", "consultar")
    assert "crt_" in made.stdout
    assert (
        "ACCION_DESCONOCIDA"
        in command(tmp_path, "tokens", "create", "--user", "jefa", "--label", "x", "--action", "volar").stderr
    )
    checked = command(tmp_path, "audit", "verify", "--json")
    assert '"events": 2' in checked.stdout
