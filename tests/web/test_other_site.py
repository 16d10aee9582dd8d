"""The chat in a portal of another site (`127.0.0.1` and `localhost`), where the browser sends no cookie of Criterio."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import BrowserContext, Frame, Page, expect
from sqlalchemy import update

from api.auth.access import Access, now_s
from api.auth.lent_keys import LABEL
from api.auth.models import ApiToken
from api.policy import Action
from corpus.settings import Settings
from tests.api.people import PHRASE
from tests.web.conftest import free_port, serving
from tools.caller import Caller, Role, Territory
from tools.database import transaction

pytestmark = [pytest.mark.browser, pytest.mark.laws]


@dataclass
class Portal:
    """A portal at `http://127.0.0.1:…` whose server knows that «marta» is in front."""

    address: str
    criterio: str
    token: str
    access: Access
    lent: list[int] = field(default_factory=list)

    def ask_key(self, person: str = "marta", token: str = "") -> httpx.Response:
        headers = {"Authorization": f"Bearer {token or self.token}"}
        return httpx.post(f"{self.criterio}/api/v1/embed/keys", json={"user": person}, headers=headers)

    def expire_keys(self) -> None:
        with transaction(self.access.factory) as session:
            session.execute(update(ApiToken).where(ApiToken.label == LABEL).values(expires_at=now_s() - 1))


@pytest.fixture(scope="module")
def portal(laws_state: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    database = f"sqlite:///{tmp_path_factory.mktemp('portal') / 'criterio.db'}"
    access = Access(Settings(state_dir=laws_state, database_url=database))
    for name, role in (("portal", Role.ADMINISTRADOR), ("marta", Role.SUPERVISOR)):
        access.accounts.add(Caller(name, frozenset({role}), Territory(national=True)), PHRASE, now_s())
    owner = access.accounts.find("portal")
    assert owner is not None
    _, token = access.tokens.create(owner, "portal", [Action.INCRUSTAR], 1, now_s())
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    settings = {"CRITERIO_DATABASE_URL": database, "CRITERIO_AUTH": "required", "CRITERIO_EMBED_ORIGINS": address}
    with serving(laws_state, **settings) as server:
        portal = Portal(address, server.replace("127.0.0.1", "localhost"), token, access)
        with ThreadingHTTPServer(("127.0.0.1", port), _handler(portal)) as httpd:
            threading.Thread(target=httpd.serve_forever, daemon=True).start()
            yield portal
            httpd.shutdown()


def _handler(portal: Portal) -> type[BaseHTTPRequestHandler]:
    class Host(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, body = "text/html; charset=utf-8", b""
            if self.path == "/key":
                given = portal.ask_key()
                portal.lent.append(given.status_code)
                kind, body = "application/json", json.dumps({"key": given.json()["key"]}).encode()
            else:
                key = "key-url=/key" if self.path == "/with-key" else ""
                body = (
                    "<!doctype html><html lang=es><title>Intranet</title><h1>Intranet</h1>"
                    f"<criterio-chat mode=inline {key}></criterio-chat>"
                    f"<script src='{portal.criterio}/widget.js'></script>"
                ).encode()
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Silence."""

    return Host


def _frame(page: Page) -> Frame:
    expect(page.locator("criterio-chat")).to_be_attached()
    while len(page.frames) == 1:  # `window.frames` does not count those of a shadow root
        page.wait_for_timeout(50)
    frame = page.frames[1]
    frame.wait_for_load_state()
    return frame


def _ask(frame: Frame, question: str) -> None:
    frame.get_by_label("Su pregunta").fill(question)
    frame.get_by_label("Su pregunta").press("Enter")


def test_without_a_key_nobody_is_answered_even_after_entering(visitor: Page, portal: Portal) -> None:
    context: BrowserContext = visitor.context
    visitor.goto(f"{portal.address}/plain")
    frame = _frame(visitor)
    _ask(frame, "40-A")
    expect(frame.locator(".verdict.error")).to_contain_text("Su sesión terminó")
    with context.expect_page() as opened:
        frame.get_by_role("link", name="Entrar").click()
    entry = opened.value
    entry.get_by_label("Usuario").fill("marta")
    entry.get_by_label("Contraseña").fill(PHRASE)
    entry.get_by_role("button", name="Entrar").click()
    expect(entry.locator("header.site")).to_contain_text("marta")
    frame.get_by_role("button", name="Volver a preguntar").click()
    expect(frame.locator(".verdict.error").last).to_contain_text("Su sesión terminó")
    expect(frame.locator(".stamp")).to_have_count(0)


def test_with_a_key_the_person_asks_opens_the_page_and_is_kept(visitor: Page, portal: Portal) -> None:
    visitor.goto(f"{portal.address}/with-key")
    frame = _frame(visitor)
    _ask(frame, "40-A")
    expect(frame.locator(".answered .stamp")).to_be_visible(timeout=20_000)
    frame.locator(".cite").first.click()
    frame.get_by_text("Ver la página 16 del documento oficial").click()
    picture = frame.locator(".official img")
    expect(picture).to_have_attribute("src", re.compile("^blob:"))
    assert picture.evaluate("async (picture) => { await picture.decode(); return picture.naturalWidth }") > 500
    key = portal.ask_key().json()["key"]
    listed = httpx.get(f"{portal.criterio}/api/v1/conversations", headers={"Authorization": f"Bearer {key}"})
    assert [row["title"] for row in listed.json()] == ["40-A"]


def test_a_key_that_expired_is_asked_for_again(visitor: Page, portal: Portal) -> None:
    visitor.goto(f"{portal.address}/with-key")
    frame = _frame(visitor)
    _ask(frame, "40-A")
    expect(frame.locator(".answered .stamp")).to_be_visible(timeout=20_000)
    before = len(portal.lent)
    portal.expire_keys()
    _ask(frame, "numeral 27 supervisión")
    expect(frame.locator(".answered .stamp")).to_have_count(2, timeout=20_000)
    assert len(portal.lent) == before + 1


def test_a_lent_key_only_reads_and_converses(portal: Portal) -> None:
    given = portal.ask_key()
    assert given.json()["expires_in"] == 900
    headers = {"Authorization": f"Bearer {given.json()['key']}"}
    assert httpx.get(f"{portal.criterio}/api/v1/me", headers=headers).json()["name"] == "marta"
    for path in ("/api/v1/consultations", "/administracion"):
        assert httpx.get(f"{portal.criterio}{path}", headers=headers).status_code == 403
    assert portal.ask_key(token=given.json()["key"]).status_code == 403


def test_only_a_token_made_for_it_lends_keys(portal: Portal) -> None:
    owner = portal.access.accounts.find("portal")
    assert owner is not None
    _, other = portal.access.tokens.create(owner, "otro", [Action.CONSULTAR], 1, now_s())
    assert portal.ask_key(token=other).json()["error"]["code"] == "TOKEN_LIMITADO"
    assert portal.ask_key(person="nadie").json()["error"]["code"] == "USUARIO_DESCONOCIDO"
    with httpx.Client(base_url=portal.criterio, headers={"Origin": portal.criterio}) as browser:
        browser.post("/entrar", data={"usuario": "portal", "clave": PHRASE})
        refused = browser.post("/api/v1/embed/keys", json={"user": "marta"})
    assert refused.json()["error"]["code"] == "SOLO_CON_TOKEN"


def test_the_empty_chat_is_anybody_s_and_a_question_is_not(portal: Portal) -> None:
    assert httpx.get(f"{portal.criterio}/embed").status_code == 200
    assert httpx.get(f"{portal.criterio}/embed/pregunta?q=40-A").status_code == 401
