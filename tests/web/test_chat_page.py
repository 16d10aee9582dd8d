"""The chat as a person uses it, in a real browser against the real server."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.laws]
QUESTION = "¿a partir de cuándo se cobran recargos si el patrón no paga las cuotas?"


def ask(page: Page, question: str) -> None:
    page.get_by_label("Su pregunta").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator(".answered .stamp").last).to_be_visible(timeout=20_000)


def test_an_answer_streams_and_its_citation_opens_the_provision_at_the_quoted_words(page: Page, server: str) -> None:
    page.goto("/")
    ask(page, QUESTION)
    expect(page.locator(".verdict").last).to_contain_text("Respuesta fundada")
    page.locator(".cite").first.click()
    mark = page.locator(".panel mark")
    expect(mark).to_be_visible()
    text = httpx.get(f"{server}/api/v1/provisions/LSS:40-A").json()["text"]
    cited = page.locator(".cite").first.get_attribute("data-citation")
    answer = httpx.post(f"{server}/api/v1/ask", json={"question": QUESTION}, timeout=30).json()
    citation = next(c for c in answer["citations"] if c["id"] == cited)
    assert mark.text_content() == citation["quote"] == text[citation["start"] : citation["end"]]
    page.keyboard.press("Escape")
    expect(page.locator(".panel")).to_be_hidden()
    assert page.evaluate("document.activeElement.className") == "cite"


def test_a_calculation_shows_its_table(page: Page) -> None:
    page.goto("/")
    ask(page, "debe 84,321.55 de la COP de agosto 2025 y paga el 20 de marzo de 2026, ¿cuánto es?")
    expect(page.locator("table")).to_contain_text("$96,822.22")
    expect(page.locator("table caption")).to_contain_text("Actualización y recargos")


def test_what_has_no_criterion_says_so_in_words_and_offers_the_consultation(page: Page) -> None:
    page.goto("/")
    ask(page, "¿qué porcentaje de reducción da el Acuerdo 187/2003?")
    expect(page.locator(".verdict").last).to_contain_text("Sin criterio")
    expect(page.get_by_role("link", name="Redactar consulta")).to_be_visible()


def test_the_whole_path_works_with_the_keyboard(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.get_by_label("Su pregunta").focus()
    page.keyboard.type("40-A")
    page.keyboard.press("Enter")
    expect(page.locator(".answered .stamp")).to_be_visible(timeout=20_000)
    assert page.evaluate("document.activeElement.classList.contains('answered')")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "cite"
    page.keyboard.press("Enter")
    expect(page.locator(".panel")).to_be_visible()


def test_nothing_overflows_at_320_pixels(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/")
    ask(page, QUESTION)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_it_answers_without_javascript(page: Page, server: str) -> None:
    browser = page.context.browser
    assert browser is not None
    context = browser.new_context(java_script_enabled=False, base_url=server)
    plain = context.new_page()
    plain.goto("/")
    plain.get_by_label("Su pregunta").fill(QUESTION)
    plain.get_by_role("button", name="Preguntar").click()
    expect(plain.locator(".verdict")).to_contain_text("Respuesta fundada")
    expect(plain.locator(".sources li").first).to_contain_text("artículo 40 A")
    context.close()
