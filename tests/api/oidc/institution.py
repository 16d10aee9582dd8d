"""For the tests of single sign-on: the provider's process, Criterio configured for it, a person with a browser."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from fastapi.testclient import TestClient

from corpus.settings import Settings

RETURN = "http://testserver/entrar/institucional/regreso"
MAPPING = """
claim: realm_access.roles
groups:
  cobranza-redaccion-0105: {roles: [consulta, redactor], ooad: "01", subdelegaciones: ["05"]}
  cobranza-supervision-0207: {roles: [supervisor], ooad: "02"}
  cobranza-normativa: {roles: [normativo], national: true}
  criterio-administra: {roles: [administrador]}
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Provider:
    """The process; `restart` forgets everything and makes another key."""

    def __init__(self, port: int, seconds: int = 3600) -> None:
        self._port, self._seconds = port, seconds
        self.issuer = f"http://127.0.0.1:{port}"
        self._http = httpx.Client(timeout=10)
        self._start()

    def _start(self) -> None:
        script = Path(__file__).with_name("oidc_provider.py")
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", str(script), str(self._port), str(self._seconds)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(150):
            try:
                self._http.get(f"{self.issuer}/jwks", timeout=5)
                return
            except httpx.TransportError:
                assert self._process.poll() is None, "the provider did not start"
                time.sleep(0.1)
        raise AssertionError("the provider does not answer")

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(10)

    def restart(self) -> None:
        self.stop()
        self._start()

    def asked(self, path: str) -> int:
        return int(self._http.get(f"{self.issuer}/asked").json().get(path, 0))

    def keys(self) -> list[dict[str, str]]:
        keys: list[dict[str, str]] = self._http.get(f"{self.issuer}/jwks").json()["keys"]
        return keys

    def enrol(self, subject: str, *groups: str, name: str = "") -> None:
        claims = {"preferred_username": name or subject, "realm_access": {"roles": list(groups)}}
        self._http.put(f"{self.issuer}/users/{subject}", json=claims).raise_for_status()

    def consent(self, address: str, subject: str) -> str:
        """What the person does there: the address that the provider sends the browser back to."""
        answer = self._http.post(address, data={"sub": subject})
        assert answer.status_code == 302, answer.text
        return str(answer.headers["location"])

    def token(self, subject: str, client: str = "criterio-api", issuer: str = "") -> str:
        """An identity token for another client, as a program of the institution gets it."""
        verifier = "v" * 43
        base = issuer or self.issuer
        query = {
            "client_id": client,
            "redirect_uri": "http://127.0.0.1:1/x",
            "response_type": "code",
            "scope": "openid profile",
            "nonce": f"n{time.monotonic_ns()}",
            "state": "s",
            "code_challenge": create_s256_code_challenge(verifier),
            "code_challenge_method": "S256",
        }
        back = self.consent(str(httpx.URL(f"{base}/oauth2/authorize", params=query)), subject)
        form = {
            "grant_type": "authorization_code",
            "code": parse_qs(urlsplit(back).query)["code"][0],
            "redirect_uri": "http://127.0.0.1:1/x",
            "code_verifier": verifier,
        }
        told = self._http.post(f"{base}/oauth2/token", data=form, auth=(client, "s"))
        return str(told.raise_for_status().json()["id_token"])


def settings(state: Path, issuer: str, **others: object) -> Settings:
    state.mkdir(parents=True, exist_ok=True)
    (state / "oidc.yaml").write_text(MAPPING, encoding="utf-8")
    chosen: dict[str, object] = {
        "state_dir": state,
        "auth": "required",
        "oidc_issuer": issuer,
        "oidc_client_id": "criterio",
        "oidc_client_secret": "secreto-del-cliente",
        "oidc_return_url": RETURN.replace("http://testserver", "http://localhost"),
        "oidc_api_audience": "criterio-api",
    }
    return Settings(**(chosen | others))  # type: ignore[arg-type]


def go(client: TestClient, following: str = "/") -> str:
    """Leave for the provider; its address."""
    answer = client.get("/entrar/institucional", params={"siguiente": following}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def come_back(client: TestClient, address: str) -> httpx.Response:
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}", follow_redirects=False)


def enter(client: TestClient, provider: Provider, subject: str, following: str = "/") -> httpx.Response:
    return come_back(client, provider.consent(go(client, following), subject))
