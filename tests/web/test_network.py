"""What a person loses when the network fails: nothing. A proxy between browser and server really breaks the stream."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import BrowserContext, Page, Request, expect

pytestmark = [pytest.mark.browser, pytest.mark.laws]

_BROKEN_AT = 1100
"""Bytes of the response, headers included, after which a stream breaks: inside an event, past the first."""


class Proxy:
    """Forwards TCP; `cuts` streams are broken inside an event, `holding` ones stay silent."""

    def __init__(self, target: int) -> None:
        self.cuts = 0
        self.holding = False
        self._target = target
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                browser, _ = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self._target))
            threading.Thread(target=self._pump, args=(browser, server, False), daemon=True).start()
            threading.Thread(target=self._pump, args=(server, browser, True), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, answers: bool) -> None:
        streaming = 0
        try:
            while data := source.recv(65536):
                if answers and (streaming or b"text/event-stream" in data):
                    streaming += len(data)
                    if self.holding:
                        continue
                    if self.cuts and streaming > _BROKEN_AT:
                        self.cuts -= 1
                        sink.sendall(data[: max(0, _BROKEN_AT - streaming + len(data))])
                        time.sleep(0.3)  # what was sent must reach the page before the connection breaks
                        break
                sink.sendall(data)
        except OSError:
            pass
        finally:
            for end in (source, sink):
                # Closing alone would leave the other thread reading, and the connection open.
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def proxy(server: str) -> Iterator[Proxy]:
    proxy = Proxy(int(server.rsplit(":", 1)[1]))
    yield proxy
    proxy.close()


def send(page: Page, question: str) -> None:
    page.get_by_label("Su pregunta").fill(question)
    page.keyboard.press("Enter")


def test_a_broken_stream_is_taken_up_where_it_broke(visitor: Page, proxy: Proxy) -> None:
    sent: list[Request] = []
    visitor.on("request", lambda request: sent.append(request) if request.url.endswith("/api/v1/chat") else None)
    visitor.goto(proxy.address)
    proxy.cuts = 1
    send(visitor, "40-A")
    expect(visitor.locator(".answered .stamp")).to_be_visible(timeout=20_000)
    expect(visitor.locator("li.answered")).to_have_count(1)
    first, second = sent
    assert first.post_data == second.post_data
    assert first.headers.get("last-event-id") is None
    assert second.headers["last-event-id"].partition("-")[2] in "12345"


def test_without_network_it_says_so_and_goes_on_when_it_is_back(visitor: Page, proxy: Proxy) -> None:
    context: BrowserContext = visitor.context
    visitor.goto(proxy.address)
    context.set_offline(True)
    send(visitor, "40-A")
    expect(visitor.locator(".working")).to_contain_text("Sin conexión")
    expect(visitor.locator("[data-live]")).to_contain_text("Sin conexión")
    context.set_offline(False)
    expect(visitor.locator(".answered .stamp")).to_be_visible(timeout=20_000)


def test_stop_gives_the_question_back(visitor: Page, proxy: Proxy) -> None:
    visitor.goto(proxy.address)
    proxy.holding = True
    send(visitor, "40-A")
    visitor.get_by_role("button", name="Detener").click()
    expect(visitor.locator(".verdict")).to_contain_text("Detenida")
    expect(visitor.get_by_label("Su pregunta")).to_have_value("40-A")
    expect(visitor.get_by_role("button", name="Preguntar", exact=True)).to_be_enabled()


def test_a_reload_keeps_the_conversation_the_draft_and_the_pending_question(visitor: Page, proxy: Proxy) -> None:
    visitor.goto(proxy.address)
    send(visitor, "40-A")
    expect(visitor.locator(".answered .stamp")).to_be_visible(timeout=20_000)
    proxy.holding = True
    send(visitor, "numeral 27 supervisión")
    expect(visitor.locator(".working")).to_be_visible()
    visitor.get_by_label("Su pregunta").fill("a medias")
    proxy.holding = False
    visitor.reload()
    expect(visitor.locator(".answered .stamp")).to_have_count(2, timeout=20_000)
    expect(visitor.locator("li.asked").last).to_contain_text("numeral 27 supervisión")
    expect(visitor.get_by_label("Su pregunta")).to_have_value("a medias")


def test_two_tabs_do_not_mix(visitor: Page, server: str) -> None:
    visitor.goto(server)
    other = visitor.context.new_page()
    other.goto(server)
    send(visitor, "40-A")
    send(other, "numeral 27 supervisión")
    for page, question in ((visitor, "40-A"), (other, "numeral 27 supervisión")):
        expect(page.locator(".answered .stamp")).to_be_visible(timeout=20_000)
        expect(page.locator("li.asked")).to_have_count(1)
        page.reload()
        expect(page.locator("li.asked")).to_have_text(f"Usted preguntó{question}")
    visitor.get_by_role("button", name="Nueva conversación").click()
    expect(visitor.locator("li.asked")).to_have_count(0)
    expect(other.locator("li.asked")).to_have_count(1)
