"""What a model writes is seen sentence by sentence, each verified, over HTTP and in a real browser."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.fake_model.behaviours import FALSE
from assistant.fake_model.server import FakeModelServer, serve
from tests.web.conftest import serving, violations

pytestmark = [pytest.mark.browser, pytest.mark.laws]
QUESTION = "¿A partir de cuándo se cobran recargos si el patrón no paga las cuotas?"


@pytest.fixture(scope="module")
def model() -> Iterator[FakeModelServer]:
    with serve() as server:
        yield server


@pytest.fixture(scope="module")
def writing(laws_state: Path, model: FakeModelServer) -> Iterator[str]:
    """A server whose model waits after each sentence until it is told to go on, and says a false one in the middle."""
    told = {"CRITERIO_COMPOSER": "prose", "CRITERIO_MODEL_URL": model.url, "CRITERIO_MODEL_NAME": "una-falsa"}
    with serving(laws_state, CRITERIO_MODEL_TIMEOUT_S="90", **told) as address:
        yield address


@pytest.fixture(autouse=True)
def waits(model: FakeModelServer) -> None:
    model.going.clear()
    model.abandoned.clear()


@pytest.fixture
def chat(browser: Browser, writing: str) -> Iterator[Page]:
    page = browser.new_page(base_url=writing, viewport={"width": 1280, "height": 900})
    yield page
    page.close()


def send(page: Page) -> None:
    page.get_by_label("Su pregunta").fill(QUESTION)
    page.keyboard.press("Enter")


def test_a_client_reads_the_first_sentence_before_the_model_ends_and_never_the_false_one(
    writing: str, model: FakeModelServer
) -> None:
    body = {"turn": secrets.token_hex(16), "question": QUESTION}
    read, kinds = "", []
    with httpx.stream("POST", f"{writing}/api/v1/chat", json=body, timeout=60) as response:
        for line in response.iter_lines():
            read += line
            if line.startswith("event: "):
                kinds.append(line.removeprefix("event: "))
            if kinds[-1:] == ["sentence"] and not model.going.is_set():
                assert "done" not in kinds
                assert "citation" in kinds
                model.going.set()
    assert kinds[-1] == "done"
    assert FALSE not in read
    answer = json.loads(read[read.rindex("data: ") + 6 :])["answer"]
    assert answer["composer"] == "prosa · una-falsa"
    assert kinds.count("sentence") == len(answer["sentences"])


@pytest.mark.parametrize("path", ["/", "/embed"])
def test_the_first_sentence_is_drawn_before_the_last_is_written(chat: Page, model: FakeModelServer, path: str) -> None:
    chat.goto(path)
    send(chat)
    first = chat.locator("li.answered p.rule").first
    expect(first).to_be_visible(timeout=30_000)
    expect(chat.locator(".working")).to_have_text("Redactando con las fuentes")
    expect(chat.locator("li.answered q").first).to_be_visible()
    expect(chat.locator("[data-live]")).to_have_text(first.inner_text().rsplit(" ", 1)[0])
    chat.locator(".cite").first.click()
    expect(chat.locator(".panel mark")).to_be_visible()
    words, place = first.inner_text(), first.bounding_box()
    model.going.set()
    expect(chat.locator(".answered .stamp")).to_contain_text("prosa · una-falsa", timeout=30_000)
    expect(chat.locator("li.answered p.rule").first).to_have_text(words)
    assert chat.locator("li.answered p.rule").count() > 1
    assert FALSE not in chat.content()
    after = chat.locator("li.answered p.rule").first.bounding_box()
    assert place is not None
    assert after is not None
    assert abs(after["y"] - place["y"]) <= 12, "what was being read jumped"
    expect(chat.locator("[data-live]")).to_contain_text("Respuesta lista")
    # The panel that was opened meanwhile keeps the focus, and gives it back to the mark of the answer.
    chat.keyboard.press("Escape")
    assert chat.evaluate("document.activeElement.className") == "cite"


def test_what_is_drawn_early_breaks_no_rule_of_accessibility(chat: Page, axe: str) -> None:
    chat.goto("/")
    send(chat)
    expect(chat.locator("li.answered p.rule").first).to_be_visible(timeout=30_000)
    assert violations(chat, axe) == []


def test_what_was_drawn_of_a_stopped_answer_goes_and_the_model_is_left(chat: Page, model: FakeModelServer) -> None:
    chat.goto("/")
    send(chat)
    expect(chat.locator("li.answered p.rule").first).to_be_visible(timeout=30_000)
    chat.get_by_role("button", name="Detener").press("Enter")
    expect(chat.locator(".verdict")).to_contain_text("Detenida")
    expect(chat.locator("li.answered p.rule")).to_have_count(0)
    expect(chat.get_by_label("Su pregunta")).to_have_value(QUESTION)
    assert model.abandoned.wait(10)
