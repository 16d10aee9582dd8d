"""The institution's accounts against a real provider in another process: who gets in, and as what."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.auth.access import Access, now_s
from corpus.errors import CriterioError
from tests.api.oidc.institution import Provider, enter, settings
from tests.api.oidc.reading import code_of, last_refusal
from tests.api.people import enrol
from tests.api.people import enter as sign_in
from tools.caller import Caller, Role, Territory

pytest.importorskip("oidc_provider_mock", reason="oidc-provider-mock no está instalado (make setup-dev)")


def test_a_person_enters_and_goes_on_to_where_they_were_going(client: TestClient, provider: Provider) -> None:
    provider.enrol("u-01", "cobranza-redaccion-0105", name="Ana.Lopez")
    answer = enter(client, provider, "u-01", "/calculos?importe=100")
    assert (answer.status_code, answer.headers["location"]) == (303, "/calculos?importe=100")
    me = client.get("/api/v1/me").json()
    assert (me["name"], me["roles"]) == ("ana.lopez", ["consulta", "redactor"])
    assert (me["ooad"], me["subdelegaciones"], me["national"]) == ("01", ["05"], False)


def test_the_page_of_entry_offers_it_only_where_there_is_one(client: TestClient, tmp_path: Path) -> None:
    assert "Entrar con la cuenta institucional" in client.get("/entrar?siguiente=/corpus").text
    assert "/entrar/institucional?siguiente=/corpus" in client.get("/entrar?siguiente=/corpus").text
    with TestClient(create_app(settings(tmp_path, ""))) as local:
        assert "institucional" not in local.get("/entrar").text
        assert code_of(local.get("/entrar/institucional")) == "INSTITUCION_SIN_CONFIGURAR"


def test_the_request_carries_what_protects_it_and_the_cookie_is_out_of_reach(client: TestClient) -> None:
    answer = client.get("/entrar/institucional", follow_redirects=False)
    query = parse_qs(urlsplit(answer.headers["location"]).query)
    assert query["code_challenge_method"] == ["S256"]
    assert min(len(query[name][0]) for name in ("state", "nonce", "code_challenge")) >= 43
    assert "secreto" not in answer.headers["location"]
    cookie = answer.headers["set-cookie"]
    assert {"HttpOnly", "SameSite=lax", "Path=/entrar/institucional"} <= set(cookie.split("; "))
    assert not {query["state"][0], query["nonce"][0]} & set(cookie.replace(";", "=").split("="))


def test_the_first_entry_makes_the_account_without_password_and_the_next_refresh_it(
    client: TestClient, access: Access, provider: Provider
) -> None:
    provider.enrol("u-02", "cobranza-redaccion-0105")
    enter(client, provider, "u-02")
    made = access.accounts.find("u-02")
    assert made is not None
    assert (made.password_hash, made.subject) == ("", f"{provider.issuer} u-02")
    provider.enrol("u-02", "cobranza-supervision-0207", "ajeno-a-criterio")
    enter(client, provider, "u-02")
    me = client.get("/api/v1/me").json()
    assert (me["roles"], me["ooad"], me["subdelegaciones"]) == (["supervisor"], "02", [])
    assert [user.name for user in access.accounts.all()] == ["u-02"]


def test_an_account_of_the_institution_takes_no_password(
    client: TestClient, access: Access, provider: Provider
) -> None:
    provider.enrol("u-03", "cobranza-normativa")
    enter(client, provider, "u-03")
    with pytest.raises(CriterioError) as refusal:
        access.accounts.change_password("u-03", "caballo pila correcto grapa")
    assert refusal.value.code == "CUENTA_INSTITUCIONAL"
    enrol(access, "jefa", Role.ADMINISTRADOR)
    client.cookies.clear()
    assert sign_in(client, "jefa") == 303
    shown = client.get("/administracion/cuentas").text
    assert "abierta, de la institución" in shown
    assert shown.count("/administracion/cuentas/clave") == 1


def test_an_account_made_beforehand_is_taken_by_its_person(
    client: TestClient, access: Access, provider: Provider
) -> None:
    access.accounts.add(Caller("beto", frozenset({Role.CONSULTA}), Territory()), "", now_s())
    provider.enrol("u-04", "cobranza-normativa", name="beto")
    assert enter(client, provider, "u-04").status_code == 303
    assert client.get("/api/v1/me").json()["roles"] == ["normativo"]


# Who stays out


def test_nobody_enters_without_a_group_and_no_account_is_made(
    client: TestClient, access: Access, provider: Provider
) -> None:
    provider.enrol("u-05", "otra-area", "Cobranza-Normativa")
    answer = enter(client, provider, "u-05")
    assert (answer.status_code, last_refusal(access)) == (403, "INSTITUCION_SIN_FUNCION")
    assert access.accounts.all() == []
    assert "grupo" in answer.text


def test_who_loses_the_group_loses_the_open_session_s_roles_too(
    client: TestClient, access: Access, provider: Provider
) -> None:
    provider.enrol("u-06", "criterio-administra")
    enter(client, provider, "u-06")
    session = dict(client.cookies)
    assert client.get("/administracion").status_code == 200
    provider.enrol("u-06")
    assert enter(client, provider, "u-06").status_code == 403
    client.cookies.update(session)
    assert client.get("/administracion").status_code == 403


def test_a_closed_account_stays_closed(client: TestClient, access: Access, provider: Provider) -> None:
    provider.enrol("u-07", "cobranza-normativa")
    enter(client, provider, "u-07")
    access.accounts.disable("u-07")
    client.cookies.clear()
    assert enter(client, provider, "u-07").status_code == 403
    assert last_refusal(access) == "INSTITUCION_CUENTA_CERRADA"
    assert client.get("/api/v1/me").json()["name"] == "anónimo"


def test_calling_oneself_as_a_local_account_does_not_give_it(
    client: TestClient, access: Access, provider: Provider
) -> None:
    enrol(access, "jefa", Role.ADMINISTRADOR)
    provider.enrol("u-08", "cobranza-redaccion-0105", name="jefa")
    assert enter(client, provider, "u-08").status_code == 409
    provider.enrol("u-09", "cobranza-redaccion-0105", name="carla")
    enter(client, provider, "u-09")
    client.cookies.clear()
    provider.enrol("u-10", "cobranza-normativa", name="carla")
    assert enter(client, provider, "u-10").status_code == 409
    assert last_refusal(access) == "INSTITUCION_CUENTA_AJENA"


def test_two_groups_never_give_the_roles_of_one_over_the_territory_of_the_other(
    client: TestClient, access: Access, provider: Provider
) -> None:
    provider.enrol("u-11", "cobranza-redaccion-0105", "cobranza-supervision-0207")
    enter(client, provider, "u-11")
    assert last_refusal(access) == "INSTITUCION_GRUPOS_CONTRARIOS"
    provider.enrol("u-11", "cobranza-redaccion-0105", "criterio-administra")
    enter(client, provider, "u-11")
    me = client.get("/api/v1/me").json()
    assert (me["roles"], me["ooad"]) == (["administrador", "consulta", "redactor"], "01")


@pytest.mark.parametrize("name", ["Ángel Ruiz", "a b", "x" * 250, "../jefa"])
def test_a_name_that_is_no_name_of_an_account_is_refused(
    client: TestClient, access: Access, provider: Provider, name: str
) -> None:
    provider.enrol("u-12", "cobranza-normativa", name=name)
    assert enter(client, provider, "u-12").status_code == 422
    assert last_refusal(access) == "USUARIO_INVALIDO"
