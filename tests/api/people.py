"""People for the tests, and a browser-like client in whose name requests are made."""

from __future__ import annotations

from fastapi.testclient import TestClient

from api.auth.access import Access, now_s
from tools.caller import Caller, Role, Territory

PHRASE = "caballo pila correcto grapa"


def enrol(access: Access, name: str, *roles: Role, ooad: str = "01") -> None:
    access.accounts.add(Caller(name, frozenset(roles), Territory(ooad=ooad)), PHRASE, now_s())


def enter(client: TestClient, name: str, phrase: str = PHRASE) -> int:
    form = {"usuario": name, "clave": phrase}
    return client.post(
        "/entrar", data=form, headers={"Origin": "http://testserver"}, follow_redirects=False
    ).status_code
