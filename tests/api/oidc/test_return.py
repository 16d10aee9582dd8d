"""Tampering with the way back from the provider."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi.testclient import TestClient

from api.auth.access import Access
from api.auth.oidc import pages
from tests.api.oidc.institution import Provider, come_back, enter, go
from tests.api.oidc.reading import last_refusal

pytest.importorskip("oidc_provider_mock", reason="oidc-provider-mock no está instalado (make setup-dev)")


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
    assert enter(client, provider, "u-25", following).headers["location"] == "/"
