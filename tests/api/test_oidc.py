"""The institution's accounts against a real provider in another process: who gets in, and every way of cheating."""

from __future__ import annotations

import base64
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from fastapi.testclient import TestClient
from sqlalchemy import text

from api.app import create_app
from api.auth.access import Access, now_s
from api.auth.oidc import pages
from api.auth.oidc.provider import Provider as ReadProvider
from api.auth.oidc.signed import verified_claims
from corpus.errors import CriterioError, Unavailable, Unidentified
from tests.api import institution
from tests.api.institution import Provider, come_back, go, settings
from tests.api.people import enrol
from tests.api.people import enter as sign_in
from tools.caller import Caller, Role, Territory

pytest.importorskip("oidc_provider_mock", reason="oidc-provider-mock no está instalado (make setup-dev)")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    provider = Provider(free_port())
    yield provider
    provider.stop()


@pytest.fixture(scope="module")
def running(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    app = create_app(settings(tmp_path_factory.mktemp("var"), provider.issuer, rate_per_minute=100_000))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def client(running: TestClient, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """The application with nobody in it, and entries that do not wait for one another."""
    running.cookies.clear()
    monkeypatch.setattr("api.limits._ENTRIES", frozenset())
    with running.app.state.access.engine.begin() as connection:
        for table in ("api_tokens", "user_sessions", "entry_attempts", "users"):
            connection.execute(text(f"DELETE FROM {table}"))
    return running


@pytest.fixture
def access(client: TestClient) -> Access:
    return client.app.state.access


def enter(client: TestClient, provider: Provider, subject: str) -> httpx.Response:
    return institution.enter(client, provider, subject)


def bearer(client: TestClient, token: str) -> httpx.Response:
    return client.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})


def code_of(answer: httpx.Response) -> str:
    return str(answer.json()["error"]["code"])


def last_refusal(access: Access) -> str:
    """What the audit log says of the last entry."""
    with access.engine.connect() as connection:
        row = connection.execute(text("SELECT result, detail FROM audit_events ORDER BY number DESC LIMIT 1")).one()
    assert row[0] == "rechazado"
    return str(json.loads(row[1])["code"] if isinstance(row[1], str) else row[1]["code"])


# The way in


def test_a_person_enters_and_goes_on_to_where_they_were_going(client: TestClient, provider: Provider) -> None:
    provider.enrol("u-01", "cobranza-redaccion-0105", name="Ana.Lopez")
    answer = institution.enter(client, provider, "u-01", "/calculos?importe=100")
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


# Tampering with the way back


def changed(address: str, **values: str) -> str:
    url = httpx.URL(address)
    return str(url.copy_merge_params(values))


def test_a_return_with_another_state_is_refused(client: TestClient, access: Access, provider: Provider) -> None:
    provider.enrol("u-20", "cobranza-normativa")
    back = provider.consent(go(client), "u-20")
    assert come_back(client, changed(back, state="0" * 64)).status_code == 401
    assert last_refusal(access) == "INSTITUCION_ESTADO"
    # The attempt is spent: the right state does not help afterwards.
    assert come_back(client, back).status_code == 401


def test_a_token_with_another_nonce_is_refused(client: TestClient, access: Access, provider: Provider) -> None:
    provider.enrol("u-21", "cobranza-normativa")
    back = provider.consent(changed(go(client), nonce="1" * 64), "u-21")
    assert come_back(client, back).status_code == 401
    assert last_refusal(access) == "INSTITUCION_NONCE"


def test_a_return_is_used_once_even_by_the_same_browser(client: TestClient, access: Access, provider: Provider) -> None:
    provider.enrol("u-22", "cobranza-normativa")
    address = go(client)
    kept = client.cookies[pages.COOKIE]
    back = provider.consent(address, "u-22")
    assert come_back(client, back).status_code == 303
    client.cookies.clear()
    client.cookies.set(pages.COOKIE, kept, path="/entrar")
    assert come_back(client, back).status_code == 401
    assert last_refusal(access) == "INSTITUCION_ESTADO"


def test_a_code_of_one_browser_does_not_serve_another(client: TestClient, access: Access, provider: Provider) -> None:
    """Sent to a victim, or stolen by one who began an entry: the verifier is of the browser that asked."""
    provider.enrol("u-23", "cobranza-normativa")
    stolen = provider.consent(go(client), "u-23")
    client.cookies.clear()
    assert come_back(client, stolen).status_code == 401
    assert last_refusal(access) == "INSTITUCION_ESTADO"
    own = parse_qs(urlsplit(go(client)).query)["state"][0]
    assert come_back(client, changed(stolen, state=own)).status_code == 401
    assert last_refusal(access) == "INSTITUCION_CODIGO"


def test_a_code_that_the_provider_has_taken_is_refused_by_it(
    client: TestClient, access: Access, provider: Provider
) -> None:
    provider.enrol("u-24", "cobranza-normativa")
    back = provider.consent(go(client), "u-24")
    come_back(client, back)
    state = parse_qs(urlsplit(go(client)).query)["state"][0]
    come_back(client, changed(back, state=state))
    assert last_refusal(access) == "INSTITUCION_CODIGO"


def test_an_entry_that_took_too_long_begins_again(client: TestClient, access: Access) -> None:
    key = access.attempts.begin("/", 1000)
    assert access.attempts.take(key, 1000 + 600) is None
    assert access.attempts.take("inventada", 1000) is None


def test_a_refusal_of_the_provider_is_told_without_its_words(
    client: TestClient, access: Access, provider: Provider
) -> None:
    state = parse_qs(urlsplit(go(client)).query)["state"][0]
    query = {"state": state, "error": "access_denied", "error_description": "<b>Llame al 555</b>"}
    answer = client.get("/entrar/institucional/regreso", params=query)
    assert (answer.status_code, last_refusal(access)) == (401, "INSTITUCION_RECHAZO")
    assert "555" not in answer.text
    state = parse_qs(urlsplit(go(client)).query)["state"][0]
    query = {"state": state, "code": "x", "iss": "https://otro.example"}
    client.get("/entrar/institucional/regreso", params=query)
    assert last_refusal(access) == "INSTITUCION_RECHAZO"


@pytest.mark.parametrize("following", ["//malo.example", "https://malo.example", "/\\malo.example"])
def test_after_entering_nobody_is_sent_elsewhere(client: TestClient, provider: Provider, following: str) -> None:
    provider.enrol("u-25", "cobranza-normativa")
    assert institution.enter(client, provider, "u-25", following).headers["location"] == "/"


# Bearer tokens


def test_a_token_of_the_institution_serves_the_api(client: TestClient, access: Access, provider: Provider) -> None:
    provider.enrol("u-30", "cobranza-normativa")
    token = provider.token("u-30")
    assert bearer(client, token).json()["roles"] == ["normativo"]
    assert bearer(client, token).status_code == 200
    assert client.get("/administracion", headers={"Authorization": f"Bearer {token}"}).status_code == 403
    assert [user.name for user in access.accounts.all()] == ["u-30"]


def test_the_token_of_the_pages_does_not_serve_the_api_nor_one_for_another_program(
    client: TestClient, provider: Provider
) -> None:
    provider.enrol("u-31", "cobranza-normativa")
    for other in ("criterio", "nomina"):
        answer = bearer(client, provider.token("u-31", client=other))
        assert (answer.status_code, code_of(answer)) == (401, "INSTITUCION_DESTINATARIO")


def test_the_same_key_under_another_issuer_is_refused(client: TestClient, provider: Provider) -> None:
    provider.enrol("u-32", "cobranza-normativa")
    other = provider.issuer.replace("127.0.0.1", "localhost")
    assert code_of(bearer(client, provider.token("u-32", issuer=other))) == "INSTITUCION_EMISOR"


def test_an_older_token_does_not_bring_back_what_was_taken_away(
    client: TestClient, access: Access, provider: Provider
) -> None:
    provider.enrol("u-33", "criterio-administra")
    old = provider.token("u-33")
    bearer(client, old)
    with access.engine.begin() as connection:
        connection.execute(text("UPDATE users SET claims_at = claims_at + 1, roles = 'consulta' WHERE name = 'u-33'"))
    assert bearer(client, old).json()["roles"] == ["consulta"]


def segment(value: dict[str, object]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def forgeries(provider: Provider) -> dict[str, str]:
    """Tokens that say everything right and are signed by somebody else, or by nobody."""
    now = now_s()
    claims: dict[str, object] = {
        "iss": provider.issuer, "aud": "criterio-api", "sub": "u-34", "iat": now, "exp": now + 600,
        "preferred_username": "u-34", "realm_access": {"roles": ["criterio-administra"]},
    }  # fmt: skip
    public = provider.keys()[0]
    name = public["kid"]
    pem = jwt.PyJWK(public, "RS256").key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    own = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    own_public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(own.public_key()))
    body = f"{segment({'alg': 'HS256', 'typ': 'JWT', 'kid': name})}.{segment(claims)}"
    hmac = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
    signed = base64.urlsafe_b64encode(hmac.sign(body.encode(), pem)).rstrip(b"=").decode()
    genuine = provider.token("u-34")
    head, payload, signature = genuine.split(".")
    raised = json.loads(base64.urlsafe_b64decode(payload + "==")) | {"realm_access": {"roles": ["criterio-administra"]}}
    return {
        "none": f"{segment({'alg': 'none', 'kid': name})}.{segment(claims)}.",
        "None": f"{segment({'alg': 'None', 'kid': name})}.{segment(claims)}.",
        "no algorithm": f"{segment({'kid': name})}.{segment(claims)}.{signature}",
        "HS256 with the public key": f"{body}.{signed}",
        "own key, published name": jwt.encode(claims, own, "RS256", headers={"kid": name}),
        "own key, unknown name": jwt.encode(claims, own, "RS256", headers={"kid": "mia"}),
        "own key inside": jwt.encode(claims, own, "RS256", headers={"jwk": own_public, "kid": "mia"}),
        "own key elsewhere": jwt.encode(claims, own, "RS256", headers={"jku": "http://127.0.0.1:9/k", "kid": "mia"}),
        "path as name": jwt.encode(claims, own, "RS256", headers={"kid": "../../dev/null"}),
        "changed claims": f"{head}.{segment(raised)}.{signature}",
        "no signature": f"{head}.{payload}.",
        "logout token": jwt.encode(claims, own, "RS256", headers={"kid": name, "typ": "logout+jwt"}),
        "not a token": "a.b.c",
        "too long": "e" * 40_000,
    }


def test_no_forgery_is_taken(client: TestClient, access: Access, provider: Provider) -> None:
    provider.enrol("u-34", "cobranza-redaccion-0105")
    taken = {name: bearer(client, token) for name, token in forgeries(provider).items()}
    assert {name: code_of(answer) for name, answer in taken.items()} == dict.fromkeys(taken, "INSTITUCION_FIRMA")
    assert access.accounts.all() == []


@pytest.mark.parametrize("token", ["2YotnFZFEjr1zCsicMWpAA", "a.b", "a.b.c.d.e"])
def test_a_token_that_proves_nothing_by_itself_is_refused_without_asking_for_it(
    client: TestClient, provider: Provider, token: str
) -> None:
    before = provider.asked("/userinfo")
    assert code_of(bearer(client, token)) == "INSTITUCION_OPACO"
    assert "JWT" in bearer(client, token).json()["error"]["hint"]
    assert provider.asked("/userinfo") == before


def test_time_is_held_to_with_the_tolerance_configured(provider: Provider) -> None:
    provider.enrol("u-35", "cobranza-normativa")
    token, read, now = provider.token("u-35"), ReadProvider(provider.issuer), now_s()
    assert verified_claims(token, read, "criterio-api", now + 3600 + 50, 60)["sub"] == "u-35"
    for moment in (now + 3600 + 65, now - 65):
        with pytest.raises(Unidentified) as refusal:
            verified_claims(token, read, "criterio-api", moment, 60)
        assert refusal.value.code == "INSTITUCION_VENCIDO"


def test_an_expired_token_is_refused_by_the_api(tmp_path: Path) -> None:
    quick = Provider(free_port(), seconds=-300)
    try:
        quick.enrol("u-36", "cobranza-normativa")
        with TestClient(create_app(settings(tmp_path, quick.issuer)), raise_server_exceptions=False) as client:
            assert code_of(bearer(client, quick.token("u-36"))) == "INSTITUCION_VENCIDO"
            assert enter(client, quick, "u-36").status_code == 401
    finally:
        quick.stop()


def test_without_an_audience_the_api_takes_no_token_of_the_institution(provider: Provider, tmp_path: Path) -> None:
    provider.enrol("u-37", "cobranza-normativa")
    app = create_app(settings(tmp_path, provider.issuer, oidc_api_audience=""))
    with TestClient(app, raise_server_exceptions=False) as client:
        assert code_of(bearer(client, provider.token("u-37"))) == "TOKEN_RECHAZADO"


# Keys that change, a provider that fails


def test_new_keys_are_looked_for_and_invented_ones_do_not_besiege_the_provider(provider: Provider) -> None:
    now = 0.0
    read = ReadProvider(provider.issuer, clock=lambda: now)
    provider.enrol("u-40", "cobranza-normativa")
    first = provider.token("u-40")
    assert verified_claims(first, read, "criterio-api", now_s(), 60)
    provider.restart()
    provider.enrol("u-40", "cobranza-normativa")
    second, counted = provider.token("u-40"), provider.asked("/jwks")
    with pytest.raises(Unidentified):
        verified_claims(second, read, "criterio-api", now_s(), 60)
    assert provider.asked("/jwks") == counted, "the keys were read a moment ago"
    now = 31.0
    assert verified_claims(second, read, "criterio-api", now_s(), 60)
    for number in range(20):
        assert read.key(f"inventada-{number}") is None
    assert provider.asked("/jwks") == counted + 1
    with pytest.raises(Unidentified):
        verified_claims(first, read, "criterio-api", now_s(), 60)


def test_a_provider_that_fails_is_said_and_left_in_peace(provider: Provider, tmp_path: Path) -> None:
    closed = f"http://127.0.0.1:{free_port()}"
    app = create_app(settings(tmp_path, closed))
    with TestClient(app, raise_server_exceptions=False) as client:
        page = client.get("/entrar/institucional", headers={"Accept": "text/html"})
        assert (page.status_code, "no se puede usar ahora" in page.text) == (503, True)
        answer = bearer(client, provider.keys()[0]["n"])
        assert answer.status_code == 401, "what is no token needs no provider"
        assert client.get("/entrar").status_code == 200
    now = 0.0
    read = ReadProvider(provider.issuer, clock=lambda: now)
    provider.stop()
    with pytest.raises(Unavailable):
        read.metadata()
    provider.restart()
    with pytest.raises(Unavailable):
        read.metadata()
    now = 31.0
    assert read.metadata().token_endpoint.startswith(provider.issuer)


def test_the_command_says_whether_it_works_and_what_a_person_would_get(provider: Provider, tmp_path: Path) -> None:
    chosen = settings(tmp_path / "var", provider.issuer)
    claims = tmp_path / "ana.json"
    claims.write_text(json.dumps({"realm_access": {"roles": ["cobranza-normativa"]}}), encoding="utf-8")
    environment = {
        **os.environ,
        "CRITERIO_STATE_DIR": str(tmp_path / "var"),
        "CRITERIO_OIDC_ISSUER": chosen.oidc_issuer,
        "CRITERIO_OIDC_CLIENT_ID": chosen.oidc_client_id,
        "CRITERIO_OIDC_RETURN_URL": chosen.oidc_return_url,
    }
    run = [sys.executable, "-m", "criterio", "oidc", "check", "--json", "--claims", str(claims)]
    root = Path(__file__).parents[2]
    done = subprocess.run(run, env=environment, capture_output=True, text=True, cwd=root)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["person"] == {"roles": ["normativo"], "national": True, "ooad": "", "subdelegaciones": []}
    assert told["token_endpoint"] == f"{provider.issuer}/oauth2/token"
    environment["CRITERIO_OIDC_ISSUER"] += "/"
    refused = subprocess.run(run, env=environment, capture_output=True, text=True, cwd=root)
    assert (refused.returncode, "INSTITUCION_DISTINTA" in refused.stderr) == (2, True)


def test_an_issuer_that_calls_itself_otherwise_is_refused(provider: Provider) -> None:
    with pytest.raises(Unavailable) as refusal:
        ReadProvider(provider.issuer + "/").metadata()
    assert refusal.value.code == "INSTITUCION_DISTINTA"
