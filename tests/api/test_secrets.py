"""No secret reaches the log of a real server at its most talkative, nor what the command shows of the settings."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from api.auth.access import Access, now_s
from api.observability.logs import without_secrets
from api.policy import Action
from tests.api.oidc.institution import Provider, settings
from tests.api.people import PHRASE, enrol
from tools.caller import Role

ROOT = Path(__file__).parents[2]
CLIENT_SECRET = "secreto-del-cliente-institucional"
AUDIT_KEY = "llave-de-la-bitacora-0123456789"
SECRETS = {
    "CRITERIO_OIDC_CLIENT_SECRET": CLIENT_SECRET,
    "CRITERIO_AUDIT_KEY": AUDIT_KEY,
    "CRITERIO_BANXICO_TOKEN": "token-del-banco-de-mexico",
    "CRITERIO_MODEL_KEY": "clave-del-modelo-de-lenguaje",
}

pytest.importorskip("oidc_provider_mock", reason="oidc-provider-mock no está instalado (make setup-dev)")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(environment: dict[str, str], port: int, log: Path) -> Iterator[httpx.Client]:
    """`criterio serve` as a process, everything that it writes in `log`."""
    with log.open("wb") as written:
        run = [sys.executable, "-m", "criterio", "serve", "--port", str(port)]
        process = subprocess.Popen(run, env=environment, cwd=ROOT, stdout=written, stderr=written)
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
                for _ in range(200):
                    try:
                        client.get("/healthz")
                        break
                    except httpx.TransportError:
                        assert process.poll() is None, log.read_text()
                        time.sleep(0.1)
                yield client
        finally:
            process.terminate()
            process.wait(20)


@pytest.mark.slow
def test_the_log_of_every_way_of_entering_holds_no_secret(tmp_path: Path) -> None:
    provider, port, state = Provider(free_port()), free_port(), tmp_path / "var"
    try:
        chosen = settings(state, provider.issuer, audit_key=AUDIT_KEY)
        access = Access(chosen)
        enrol(access, "ana", Role.CONSULTA)
        ana = access.accounts.find("ana")
        assert ana is not None
        key = access.tokens.create(ana, "x", [Action.CONSULTAR], 1, now_s())[1]
        environment = {
            **os.environ,
            **SECRETS,
            "CRITERIO_STATE_DIR": str(state),
            "CRITERIO_LOG_LEVEL": "DEBUG",
            "CRITERIO_AUTH": "required",
            "CRITERIO_OIDC_ISSUER": provider.issuer,
            "CRITERIO_OIDC_CLIENT_ID": "criterio",
            "CRITERIO_OIDC_RETURN_URL": f"http://127.0.0.1:{port}/entrar/institucional/regreso",
            "CRITERIO_OIDC_API_AUDIENCE": "criterio-api",
        }
        provider.enrol("u-1", "cobranza-normativa")
        token = provider.token("u-1")
        log = tmp_path / "log"
        with serving(environment, port, log) as client:
            used = _enter_every_way(client, provider, key, token)
        written = log.read_text(encoding="utf-8")
        assert '"message": "solicitud"' in written, "the log says nothing"
        secrets = [*SECRETS.values(), PHRASE, "otra frase mala", key, token, *used]
        assert all(len(secret) > 10 for secret in secrets)
        assert [secret for secret in secrets if secret in written] == []
    finally:
        provider.stop()


def _enter_every_way(client: httpx.Client, provider: Provider, key: str, token: str) -> list[str]:
    """Passwords right and wrong, tokens good and bad, the institution; the secrets that came up on the way."""
    origin = {"Origin": str(client.base_url).rstrip("/")}
    for phrase in ("otra frase mala", PHRASE):
        client.post("/entrar", data={"usuario": "ana", "clave": phrase}, headers=origin)
    session = client.cookies["criterio_sesion"]
    assert client.get("/api/v1/me").json()["name"] == "ana"
    for bearer in (key, key + "x", token, token + "x", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1LTEifQ."):
        client.get("/api/v1/me", headers={"Authorization": f"Bearer {bearer}"})
    client.cookies.clear()
    leaving = client.get("/entrar/institucional").headers["location"]
    attempt = client.cookies["criterio_entrada"]
    back = provider.consent(leaving, "u-1")
    assert client.get(back).status_code == 303
    query = parse_qs(urlsplit(back).query)
    assert client.get("/api/v1/me").json()["name"] == "u-1"
    client.get(back)
    return [session, attempt, client.cookies["criterio_sesion"], query["code"][0], query["state"][0]]


def test_the_command_shows_the_settings_without_their_secrets(tmp_path: Path) -> None:
    url = "postgresql://criterio:clave-de-la-base@servidor/criterio"
    environment = {**os.environ, **SECRETS, "CRITERIO_STATE_DIR": str(tmp_path), "CRITERIO_DATABASE_URL": url}
    for options in ((), ("--json",)):
        run = [sys.executable, "-m", "criterio", "config", "show", *options]
        shown = subprocess.run(run, env=environment, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        assert "@servidor/criterio" in shown
        assert [secret for secret in (*SECRETS.values(), "clave-de-la-base") if secret in shown] == []


@pytest.mark.parametrize(
    "text",
    [
        "Authorization: Basic Y3JpdGVyaW86c2VjcmV0bw==",
        "GET /entrar/institucional/regreso?code=Y3JpdGVyaW86c2Vj&x=1",
        "?a=1&state=Y3JpdGVyaW86c2Vj",
        "cookie: criterio_entrada=Y3JpdGVyaW86c2Vj; otra=1",
        "redis://:Y3JpdGVyaW86c2Vj@servidor",
        "token eyJY3JpdGVyaW86c2Vj.eyJY3JpdGVyaW86c2Vj.firma",
        "client_secret=Y3JpdGVyaW86c2Vj&grant_type=x",
    ],
)
def test_what_looks_like_a_secret_is_hidden_wherever_it_stands(text: str) -> None:
    assert "Y3JpdGVyaW86c2Vj" not in without_secrets(text)
    assert "[oculto]" in without_secrets(text)
