"""Tokens of the institution at the API: whose, for whom, until when, and every forgery."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from fastapi.testclient import TestClient
from sqlalchemy import text

from api.app import create_app
from api.auth.access import Access, now_s
from api.auth.oidc.provider import Provider as ReadProvider
from api.auth.oidc.signed import verified_claims
from corpus.errors import Unidentified
from tests.api.oidc.institution import Provider, enter, free_port, settings
from tests.api.oidc.reading import bearer, code_of

pytest.importorskip("oidc_provider_mock", reason="oidc-provider-mock no está instalado (make setup-dev)")


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
