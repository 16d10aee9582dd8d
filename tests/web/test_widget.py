"""The widget in pages of another origin that do all they can against it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Page, expect
from pydantic import ValidationError

from corpus.settings import Settings
from tests.web.conftest import free_port

pytestmark = [pytest.mark.browser, pytest.mark.laws]
AGGRESSIVE = (
    "* { all: unset !important; color: yellow !important; font-size: 40px !important }"
    " criterio-chat, iframe, button { display: none !important }"
)


@pytest.fixture(scope="module")
def host_port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def criterio(laws_state: Path, host_port: int) -> Iterator[str]:
    """A server that lets `http://127.0.0.1:HOST` frame it."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "criterio", "serve", "--port", str(port)],
        env={
            **os.environ,
            "CRITERIO_STATE_DIR": str(laws_state),
            "CRITERIO_EMBED_ORIGINS": f"http://127.0.0.1:{host_port}",
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(120):
        try:
            if httpx.get(f"{address}/readyz", timeout=20).status_code == 200:
                break
        except httpx.TransportError:
            time.sleep(0.25)
    yield address
    process.terminate()
    process.wait(10)


@pytest.fixture(scope="module")
def hosts(criterio: str, host_port: int) -> Iterator[str]:
    """An intranet: /css styles everything away, /csp allows nothing but Criterio's script and frame."""
    strict = f"default-src 'none'; script-src {criterio}; frame-src {criterio}; require-trusted-types-for 'script'"

    class Host(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            style = f"<style>{AGGRESSIVE}</style>" if self.path == "/css" else ""
            mode = urlsplit(self.path).query
            doctype = "" if self.path == "/old" else "<!doctype html>"
            body = (
                f"{doctype}<html lang=es><title>Intranet</title>{style}<h1>Intranet</h1>"
                f"<criterio-chat {mode}></criterio-chat><script src='{criterio}/widget.js'></script>"
            ).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            if self.path == "/csp":
                self.send_header("Content-Security-Policy", strict)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Silence."""

    with ThreadingHTTPServer(("127.0.0.1", host_port), Host) as httpd:
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{host_port}"
        httpd.shutdown()


@pytest.mark.parametrize("kind", ["css", "csp", "old"])
def test_it_opens_answers_and_closes_in_a_hostile_page(visitor: Page, hosts: str, kind: str) -> None:
    refused: list[str] = []
    visitor.on(
        "console",
        lambda message: refused.append(message.text) if "Content Security" in message.text else None,
    )
    visitor.goto(f"{hosts}/{kind}")
    visitor.mouse.click(*_launcher(visitor))
    frame = visitor.wait_for_event("frameattached") if len(visitor.frames) == 1 else visitor.frames[1]
    frame.wait_for_load_state()
    question = frame.get_by_label("Su pregunta")
    expect(question).to_be_focused()
    question.fill("40-A")
    question.press("Enter")
    expect(frame.locator(".answered .stamp")).to_be_visible(timeout=20_000)
    box = frame.frame_element().bounding_box()
    assert box is not None
    assert 300 < box["width"] <= 482
    assert box["height"] > 400
    frame.locator("li.answered").press("Escape")
    expect(question).to_be_hidden()
    assert visitor.evaluate("document.activeElement.localName") == "criterio-chat"
    assert refused == []


@pytest.mark.parametrize(("mode", "width", "height"), [("full", 1000, 800), ("inline", 984, 640)])
def test_the_other_modes_are_open_from_the_start(visitor: Page, hosts: str, mode: str, width: int, height: int) -> None:
    visitor.goto(f"{hosts}/?mode={mode}")
    expect(visitor.frames[1].get_by_label("Su pregunta")).to_be_visible()
    box = visitor.frames[1].frame_element().bounding_box()
    assert box is not None
    assert (round(box["width"]), round(box["height"])) == (width, height)


def test_a_page_that_is_not_on_the_list_cannot_frame_it(visitor: Page, hosts: str) -> None:
    other = hosts.replace("127.0.0.1", "localhost")
    visitor.goto(f"{other}/old")
    visitor.mouse.click(*_launcher(visitor))
    visitor.wait_for_timeout(1500)
    assert all(not frame.url.endswith("/embed") for frame in visitor.frames[1:])


def test_only_the_chat_may_be_framed(criterio: str, host_port: int) -> None:
    origin = f"http://127.0.0.1:{host_port}"
    assert httpx.get(f"{criterio}/embed").headers["content-security-policy"].endswith(f"'self' {origin}")
    for path in ("/", "/corpus", "/calculos"):
        assert origin not in httpx.get(f"{criterio}{path}").headers["content-security-policy"]


@pytest.mark.parametrize("bad", ["*", "https://*.example", "https://a;script-src *", "https://a/b", "intranet"])
def test_only_exact_origins_are_accepted(bad: str) -> None:
    with pytest.raises(ValidationError, match=re.escape("no es un origen")):
        Settings(embed_origins=bad)


def _launcher(page: Page) -> tuple[float, float]:
    """The middle of the launcher, found where it must be: the bottom right corner."""
    size = page.viewport_size
    assert size is not None
    return size["width"] - 60, size["height"] - 35
