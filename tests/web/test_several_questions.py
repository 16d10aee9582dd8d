"""Questions pasted together become turns in order; nothing typed is lost when a session ends or a turn is stopped."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import delete

from api.auth.access import Access
from api.auth.models import UserSession
from tests.api.people import PHRASE
from tests.web.conftest import Office
from tests.web.test_chat_page import ask
from tests.web.test_network import Proxy, proxy, send
from tools.database import transaction

__all__ = ["proxy"]
pytestmark = [pytest.mark.browser, pytest.mark.laws]
PASTED = "1. 40-A\n2) numeral 27 supervisión\n\n- ¿qué bienes no se pueden embargar?"


def test_each_pasted_question_is_a_turn_in_order(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Su pregunta").fill(PASTED)
    expect(page.get_by_text("Son 3 preguntas")).to_be_visible()
    page.get_by_role("button", name="Preguntar").click()
    expect(page.locator("li.answered .stamp")).to_have_count(3, timeout=30_000)
    asked = page.locator("li.asked p").all_inner_texts()
    assert asked == ["40-A", "numeral 27 supervisión", "¿qué bienes no se pueden embargar?"]
    expect(page.get_by_text("Son 3 preguntas")).to_be_hidden()


def test_they_may_be_sent_as_one(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Su pregunta").fill("¿qué dice el 40-A?\n¿y el 40-B?")
    page.get_by_label("Enviar como una sola").check()
    page.get_by_role("button", name="Preguntar").click()
    expect(page.locator("li.answered .stamp")).to_be_visible(timeout=20_000)
    expect(page.locator("li.asked")).to_have_count(1)


@pytest.mark.parametrize("text", ["El patrón debe la COP.\n¿Cuánto paga hoy?", "¿qué dice el 40-A?", "uno\ndos", ""])
def test_a_paragraph_is_one_question(page: Page, text: str) -> None:
    page.goto("/")
    page.get_by_label("Su pregunta").fill(text)
    expect(page.locator("[data-several]")).to_be_hidden()


def test_stop_gives_back_those_that_wait(visitor: Page, proxy: Proxy) -> None:
    visitor.goto(proxy.address)
    proxy.holding = True
    send(visitor, "¿qué dice el 40-A?\n¿qué dice el 40-B?\n¿qué dice el 40-C?")
    visitor.get_by_role("button", name="Detener").click()
    expect(visitor.get_by_label("Su pregunta")).to_have_value(
        "¿qué dice el 40-A?\n¿qué dice el 40-B?\n¿qué dice el 40-C?"
    )
    expect(visitor.locator("li.asked")).to_have_count(1)


def test_a_reload_goes_on_with_those_that_wait(visitor: Page, proxy: Proxy) -> None:
    visitor.goto(proxy.address)
    proxy.holding = True
    send(visitor, "¿qué dice el 40-A?\n¿qué dice el 40-B?")
    expect(visitor.locator(".working")).to_be_visible()
    proxy.holding = False
    visitor.reload()
    expect(visitor.locator("li.answered .stamp")).to_have_count(2, timeout=20_000)


def test_a_session_that_ends_keeps_the_text_and_says_where_to_enter(visitor: Page, office: Office) -> None:
    office.enter(visitor, "consulta")
    ask(visitor, "40-A")
    with transaction(Access(office.settings).factory) as session:
        session.execute(delete(UserSession))
    send(visitor, "numeral 27 supervisión")
    expect(visitor.locator(".verdict.error").last).to_contain_text("Su sesión terminó")
    visitor.get_by_role("link", name="Entrar").click()
    visitor.get_by_label("Usuario").fill("consulta")
    visitor.get_by_label("Contraseña").fill(PHRASE)
    visitor.get_by_role("button", name="Entrar").click()
    expect(visitor.get_by_label("Su pregunta")).to_have_value("numeral 27 supervisión")
    expect(visitor.locator("li.answered .stamp")).to_have_count(1)
    visitor.get_by_role("button", name="Preguntar").click()
    expect(visitor.locator("li.answered .stamp")).to_have_count(2, timeout=20_000)


def test_what_failed_is_asked_again_with_a_button(visitor: Page, server: str) -> None:
    visitor.goto(server)
    body = json.dumps({"error": {"code": "INDICE_AUSENTE", "message": "Falta el índice.", "hint": "Avise."}})
    visitor.route("**/api/v1/chat", lambda route: route.fulfill(status=503, content_type="application/json", body=body))
    send(visitor, "40-A")
    expect(visitor.locator(".verdict.error").last).to_have_text("No se pudo responder. Falta el índice. Avise.")
    visitor.unroute_all()
    visitor.get_by_role("button", name="Volver a preguntar").click()
    expect(visitor.locator("li.answered .stamp")).to_be_visible(timeout=20_000)
    expect(visitor.get_by_label("Su pregunta")).to_have_value("")
