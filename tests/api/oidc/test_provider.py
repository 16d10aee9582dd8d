"""Keys that change, a provider that fails, and the command that tells whether it works."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.auth.access import now_s
from api.auth.oidc.provider import Provider as ReadProvider
from api.auth.oidc.signed import verified_claims
from corpus.errors import Unavailable, Unidentified
from tests.api.oidc.institution import Provider, free_port, settings
from tests.api.oidc.reading import bearer

pytest.importorskip("oidc_provider_mock", reason="oidc-provider-mock no está instalado (make setup-dev)")


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
    root = Path(__file__).parents[3]
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
