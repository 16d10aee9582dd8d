"""What is kept of the conversations, in the browser of who had them and in no other."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.conftest import violations
from tests.web.test_chat_page import ask

pytestmark = [pytest.mark.browser, pytest.mark.laws]
QUESTION = "¿cuántos días hábiles hay para pagar una cédula de liquidación?"


def test_a_conversation_is_found_read_and_deleted(page: Page, browser: Browser, server: str) -> None:
    page.goto("/")
    ask(page, QUESTION)
    page.goto("/historial")
    page.get_by_label("Buscar en sus conversaciones").fill("cédula")
    page.get_by_role("button", name="Buscar").click()
    page.get_by_role("link", name="días hábiles").click()
    expect(page.locator("li.asked")).to_contain_text(QUESTION)
    expect(page.locator(".sources")).to_contain_text("artículo 39 C")
    with page.expect_download() as download:
        page.get_by_role("link", name="Word").click()
    assert download.value.suggested_filename.endswith(".docx")
    stranger = browser.new_context(base_url=server).new_page()
    answer = stranger.goto(page.url)
    assert answer is not None
    assert answer.status == 404
    stranger.goto("/historial")
    expect(stranger.get_by_text("Aún no hay conversaciones")).to_be_visible()
    stranger.context.close()
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Borrar").click()
    expect(page.get_by_text("Aún no hay conversaciones")).to_be_visible()


def test_an_opinion_is_given_with_its_reason(page: Page) -> None:
    page.goto("/")
    ask(page, QUESTION)
    page.get_by_role("button", name="Incompleta").click()
    expect(page.get_by_role("button", name="Incompleta")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_text("Gracias; lo revisará quien evalúa.")).to_be_visible()
    page.get_by_label("Qué debería decir").fill("Falta el plazo del 39 C")
    with page.expect_response(lambda response: "feedback" in response.url) as sent:
        page.get_by_role("button", name="Enviar").click()
    assert sent.value.status == 204
    assert sent.value.request.post_data_json == {"reason": "incompleta", "comment": "Falta el plazo del 39 C"}


def test_one_conversation_holds_the_turns_of_a_tab(page: Page) -> None:
    page.goto("/")
    ask(page, "40-A")
    page.get_by_label("Su pregunta").fill("numeral 27 supervisión")
    page.keyboard.press("Enter")
    expect(page.locator("li.answered .stamp")).to_have_count(2, timeout=20_000)
    page.goto("/historial")
    expect(page.locator(".conversations li")).to_have_count(1)
    page.locator(".conversations a").click()
    expect(page.locator("li.asked")).to_have_count(2)


def test_the_pages_of_the_history_have_no_violations(page: Page, axe: str) -> None:
    page.goto("/")
    ask(page, QUESTION)
    assert violations(page, axe) == []
    page.goto("/historial")
    assert violations(page, axe) == []
    page.locator(".conversations a").click()
    expect(page.locator(".stamp")).to_be_visible()
    assert violations(page, axe) == []
