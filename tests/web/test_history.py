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
    page.get_by_role("link", name="cuántos días hábiles", exact=False).first.click()
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
    page.get_by_text("Borrar", exact=True).click()
    page.get_by_role("button", name="Borrar esta conversación").click()
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
    page.locator(".conversations a").first.click()
    expect(page.locator("li.asked")).to_have_count(2)


def test_a_conversation_goes_on_in_the_chat_with_its_turns(page: Page) -> None:
    page.goto("/")
    ask(page, QUESTION)
    page.get_by_role("button", name="Nueva conversación").click()
    expect(page.locator("li.asked")).to_have_count(0)
    page.goto("/historial")
    page.get_by_role("link", name="Seguir en el chat: ¿cuántos días").click()
    expect(page.locator("li.asked")).to_contain_text(QUESTION)
    expect(page.locator(".sources")).to_contain_text("artículo 39 C")
    assert "conversacion" not in page.url
    page.get_by_label("Su pregunta").fill("40-A")
    page.keyboard.press("Enter")
    expect(page.locator("li.answered .stamp")).to_have_count(2, timeout=20_000)
    page.reload()
    expect(page.locator("li.answered .stamp")).to_have_count(2)
    page.goto("/historial")
    expect(page.locator(".conversations li")).to_have_count(1)
    page.locator(".conversations a").first.click()
    expect(page.locator("li.asked")).to_have_count(2)


def test_a_conversation_that_is_gone_is_said_to_be_and_the_page_works(visitor: Page, server: str) -> None:
    visitor.goto(f"{server}/?conversacion={'0' * 32}")
    expect(visitor.get_by_role("alert")).to_contain_text("No se pudo abrir esa conversación")
    ask(visitor, "40-A")


def test_titles_change_and_all_is_deleted_without_javascript(page: Page, browser: Browser, server: str) -> None:
    page.goto("/")
    ask(page, "40-A")
    kept = page.context.storage_state()
    context = browser.new_context(java_script_enabled=False, base_url=server, storage_state=kept)
    plain = context.new_page()
    plain.goto("/historial")
    plain.locator(".conversations a").first.click()
    plain.get_by_text("Cambiar el título").click()
    plain.get_by_label("Título").fill("Recargos <b>de</b> la mora")
    plain.get_by_role("button", name="Guardar").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Recargos <b>de</b> la mora")
    for name, ending in (("Word", "docx"), ("PDF", "pdf"), ("Markdown", "md")):
        with plain.expect_download() as download:
            plain.get_by_role("link", name=name).click()
        assert download.value.suggested_filename.endswith(f".{ending}")
    plain.get_by_role("link", name="Historial").first.click()
    plain.get_by_text("Borrar todas", exact=True).click()
    plain.get_by_role("button", name="Borrar todas mis conversaciones").click()
    expect(plain.get_by_text("Aún no hay conversaciones")).to_be_visible()
    context.close()


def test_the_pages_of_the_history_have_no_violations(page: Page, axe: str) -> None:
    page.goto("/")
    ask(page, QUESTION)
    assert violations(page, axe) == []
    page.goto("/historial")
    assert violations(page, axe) == []
    page.locator(".conversations a").first.click()
    expect(page.locator(".stamp")).to_be_visible()
    assert violations(page, axe) == []
