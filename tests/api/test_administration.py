"""Administration over HTTP: who enters, what each page shows, and that every change is made once and written down."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from api.app import create_app
from api.auth.access import Access
from corpus.settings import Settings
from tests.api.people import PHRASE, enrol, enter
from tools.audit import AuditEvent
from tools.caller import Role

HEADERS = {"Origin": "http://testserver"}
PAGES = ("", "/parametros", "/cuentas", "/bitacora")
ACCOUNTS = "/administracion/cuentas"
LOG = "/administracion/bitacora"
ENROLLED = (Role.ADMINISTRADOR, Role.NORMATIVO, Role.CONSULTA)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    app = create_app(Settings(state_dir=tmp_path, auth="required"))
    with TestClient(app, raise_server_exceptions=False) as client:
        for role in ENROLLED:
            enrol(app.state.access, role.value, role)
        yield client


@pytest.fixture
def access(client: TestClient) -> Access:
    found: Access = client.app.state.access
    return found


def as_person(client: TestClient, name: str, phrase: str = PHRASE) -> int:
    client.cookies.clear()
    return enter(client, name, phrase)


def send(client: TestClient, address: str, headers: dict[str, str] = HEADERS, **data: str | list[str]) -> int:
    return client.post(address, data=data, headers=headers, follow_redirects=False).status_code


def numbers(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'<th scope="row">(\d+)</th>', page)]


@pytest.mark.parametrize("role", list(Role))
def test_each_role_enters_what_is_its_own_and_sees_only_those_links(
    client: TestClient, access: Access, role: Role
) -> None:
    if role not in ENROLLED:
        enrol(access, role.value, role)
    as_person(client, role.value)
    administers = role is Role.ADMINISTRADOR
    for page in PAGES:
        assert client.get(f"/administracion{page}").status_code == (200 if administers else 403)
    header = client.get("/calculos").text
    assert ('href="/administracion"' in header) == administers
    assert ('href="/evaluaciones"' in header) == (role is Role.EVALUADOR)
    assert 'action="/salir"' in header
    assert role.value in header


def test_nobody_sees_no_way_in_and_none_out(client: TestClient) -> None:
    as_person(client, "administrador")
    client.get("/administracion")
    client.cookies.clear()
    header = client.get("/entrar").text
    assert "/administracion" not in header
    assert "/salir" not in header
    assert client.get("/administracion", follow_redirects=False).status_code == 401


def test_the_health_page_says_what_readyz_says(client: TestClient) -> None:
    as_person(client, "administrador")
    problem = client.get("/readyz").json()["problems"]["corpus"]
    shown = client.get("/administracion").text
    assert problem.split("«")[0] in shown
    assert "Todo responde" not in shown


def test_parameters_show_todays_value_and_what_is_missing(client: TestClient) -> None:
    as_person(client, "administrador")
    shown = client.get("/administracion/parametros").text
    assert re.search(r"No falta ningún INPC|Falta el INPC de ", shown)
    assert "Falta el valor de hoy" in shown or re.search(r'class="number">\d', shown)


def test_an_account_is_added_used_given_another_password_and_closed(client: TestClient, access: Access) -> None:
    as_person(client, "administrador")
    new = {"usuario": "nora", "clave": PHRASE, "funcion": ["redactor", "evaluador"], "ooad": "01"}
    assert send(client, ACCOUNTS, **new) == 303
    assert send(client, ACCOUNTS, **new) == 409
    assert "redactor" in client.get(ACCOUNTS).text
    found = access.accounts.find("nora")
    assert found is not None
    assert found.role_set() == {Role.REDACTOR, Role.EVALUADOR}
    assert as_person(client, "nora") == 303
    as_person(client, "administrador")
    other = "otra frase bastante larga"
    assert send(client, f"{ACCOUNTS}/clave", usuario="nora", clave="corta") == 422
    assert send(client, f"{ACCOUNTS}/clave", usuario="nora", clave=other) == 303
    assert as_person(client, "nora") == 401
    assert as_person(client, "nora", other) == 303
    as_person(client, "administrador")
    assert send(client, f"{ACCOUNTS}/cerrar", usuario="nora") == 303
    assert as_person(client, "nora", other) == 401
    written = [(row.actor, row.action) for row in access.audit.rows() if row.subject == "nora"]
    assert written == [("administrador", word) for word in ("crear_cuenta", "cambiar_clave", "cerrar_cuenta")]


@pytest.mark.parametrize(
    ("path", "data", "status", "told"),
    [
        ("", {"usuario": "nora", "clave": PHRASE}, 422, "Falta la función"),
        ("", {"usuario": "nora", "clave": PHRASE, "funcion": "rey"}, 422, "No existe la función «rey»"),
        ("", {"usuario": "nora", "clave": "", "funcion": "consulta"}, 422, "Falta la contraseña"),
        ("", {"usuario": "nora", "clave": PHRASE, "funcion": "consulta", "ooad": "x"}, 422, "dos dígitos"),
        ("/cerrar", {"usuario": "nadie"}, 404, "No hay un usuario «nadie»"),
        ("/cerrar", {"usuario": "administrador"}, 409, "Nadie cierra su propia cuenta"),
    ],
)
def test_what_is_refused_is_said_on_the_page(
    client: TestClient, path: str, data: dict[str, str], status: int, told: str
) -> None:
    as_person(client, "administrador")
    response = client.post(ACCOUNTS + path, data=data, headers=HEADERS)
    assert response.status_code == status
    assert told in response.text
    assert PHRASE not in response.text
    assert client.get(ACCOUNTS).status_code == 200


def test_another_page_or_another_role_changes_nothing(client: TestClient, access: Access) -> None:
    as_person(client, "administrador")
    assert send(client, f"{ACCOUNTS}/cerrar", {"Origin": "https://malo.example"}, usuario="consulta") == 403
    as_person(client, "normativo")
    assert send(client, f"{ACCOUNTS}/cerrar", usuario="consulta") == 403
    found = access.accounts.find("consulta")
    assert found is not None
    assert not found.disabled


def test_the_log_is_searched_newest_first_in_pages(client: TestClient, access: Access) -> None:
    as_person(client, "administrador")
    for number in range(60):
        access.audit.record(AuditEvent("ana & co", "leer_credito", f"crédito <{number}>", "hecho"))
    first = client.get(LOG, params={"quien": "ana & co", "accion": "leer_credito"}).text
    shown = numbers(first)
    assert shown == sorted(shown, reverse=True)
    assert len(shown) == 50
    assert "crédito &lt;59&gt;" in first
    older = re.search(r'href="([^"]+)">Más viejos', first)
    assert older
    second = client.get(older[1].replace("&amp;", "&")).text
    assert len(numbers(second)) == 10
    assert max(numbers(second)) < min(shown)
    assert "Más viejos" not in second
    assert numbers(client.get(LOG, params={"accion": "entrar"}).text) == [1]
    assert numbers(client.get(LOG, params={"dia": "2001-01-01"}).text) == []
    assert client.get(LOG, params={"dia": "ayer"}).status_code == 422


def test_the_day_of_the_log_is_a_day_of_mexico(client: TestClient, access: Access) -> None:
    as_person(client, "administrador")
    with access.engine.begin() as connection:  # 2026-01-02 05:30 UTC is still the first in Mexico City
        connection.execute(text("UPDATE audit_events SET at = 1767331800 WHERE number = 1"))
    assert numbers(client.get(LOG, params={"dia": "2026-01-01"}).text) == [1]
    assert numbers(client.get(LOG, params={"dia": "2026-01-02"}).text) == []


def test_the_log_is_told_in_words_and_searched_by_its_codes(client: TestClient, access: Access) -> None:
    as_person(client, "administrador")
    access.audit.record(AuditEvent("ana", "credit.look_up", "260000001", "not_found"))
    access.audit.record(AuditEvent("ana", "tool.surcharges", "surcharges", "ok"))
    shown = client.get(LOG, params={"accion": "credit.look_up"}).text
    assert numbers(shown) == [2]
    assert '<option value="credit.look_up" selected>ver un crédito</option>' in shown
    assert "<td>no se encontró</td>" in shown
    assert "<td>usar la herramienta surcharges</td>" in client.get(LOG).text


def test_verifying_counts_the_chain_and_names_where_it_was_altered(client: TestClient, access: Access) -> None:
    as_person(client, "administrador")
    access.audit.record(AuditEvent("ana", "leer_credito", "crédito", "hecho"))
    response = client.post(f"{LOG}/verificar", headers=HEADERS)
    assert "Bitácora íntegra: 2 eventos" in response.text
    with access.engine.begin() as connection:
        connection.execute(text("UPDATE audit_events SET actor = 'otro' WHERE number = 2"))
    response = client.post(f"{LOG}/verificar", headers=HEADERS)
    assert response.status_code == 409
    assert "a partir del evento 2" in response.text


@pytest.mark.laws
def test_sources_name_the_document_that_each_law_was_read_from(laws_state: Path, tmp_path: Path) -> None:
    settings = Settings(state_dir=laws_state, database_url=f"sqlite:///{tmp_path}/a.db", auth="required")
    app = create_app(settings)
    with TestClient(app, raise_server_exceptions=False) as client:
        enrol(app.state.access, "ada", Role.ADMINISTRADOR)
        as_person(client, "ada")
        shown = client.get("/administracion/fuentes").text
        held = client.get("/api/v1/instruments").json()["instruments"]
    assert held
    for one in held:
        assert one["sha256"] in shown
        assert f'<td class="number">{one["pages"]}</td>' in shown
