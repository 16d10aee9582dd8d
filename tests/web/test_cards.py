"""What tools found, as cards of the conversation: the workbook, the calendar of payments, the history of a credit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from api.pages.suggestions import BY_ROLE, COMMON, MOST, suggestions
from tests.web.conftest import Office
from tests.web.test_chat_page import ask
from tools.caller import Role

pytestmark = [pytest.mark.browser, pytest.mark.laws]
CALCULATION = "debe 84,321.55 de la COP de agosto 2025 y paga el 20 de marzo de 2026"


def test_the_workbook_of_a_calculation_is_downloaded_with_its_formulas(page: Page, tmp_path: Path) -> None:
    page.goto("/")
    ask(page, CALCULATION)
    with page.expect_download() as download:
        page.get_by_role("button", name="Descargar la hoja de cálculo").click()
    assert download.value.suggested_filename.startswith("Actualización y recargos")
    download.value.save_as(tmp_path / "hoja.xlsx")
    cells = [str(cell.value) for row in load_workbook(tmp_path / "hoja.xlsx").worksheets[0].iter_rows() for cell in row]
    assert any(text.startswith("=") for text in cells)
    assert any("$96,822.22" in text for text in cells)


def test_what_is_no_calculation_has_no_workbook(page: Page) -> None:
    page.goto("/")
    refused = page.request.post("/api/v1/tools/ver_precepto/xlsx", data={"identifier": "LSS:40-A"})
    assert refused.status == 422


def test_the_calendar_of_an_agreement_opens_under_its_table(page: Page) -> None:
    page.goto("/")
    ask(page, "convenio en 12 parcialidades de 500,000 de COP")
    page.get_by_text("Calendario (12 renglones)").click()
    calendar = page.get_by_role("region", name="Calendario")
    expect(calendar.locator("tbody tr")).to_have_count(12)
    expect(calendar.locator("tbody tr").first).to_contain_text("36,489.49")


def test_a_credit_is_followed_in_a_timeline_by_who_may_see_it(browser: Browser, office: Office) -> None:
    page = browser.new_context(base_url=office.address).new_page()
    office.enter(page, "supervisor")
    ask(page, "¿cómo va el crédito 260000001?")
    timeline = page.locator(".timeline")
    expect(timeline.locator("summary")).to_contain_text("Crédito 260000001: qué ha pasado")
    days = timeline.locator("time").evaluate_all("times => times.map((time) => time.dateTime)")
    assert len(days) > 1
    assert days == sorted(days)
    ask(page, "¿cuáles son los créditos de mayor adeudo?")
    listed = page.get_by_role("region", name="Créditos de mayor adeudo")
    expect(listed.locator("tbody tr").first).to_contain_text("Patrón ficticio", timeout=20_000)
    expect(page.locator("li.answered").last.get_by_text("Fundamento:")).to_have_count(0)
    ask(page, "¿quiénes son los que más deben?")
    listed = page.get_by_role("region", name="Patrones de mayor adeudo")
    expect(listed.locator("thead")).to_contain_text("Registro patronal", timeout=20_000)
    expect(listed.locator("tbody tr").first).to_contain_text("Patrón ficticio")
    expect(page.locator("li.answered").last.get_by_text(re.compile("^Patrón [A-Z0-9]{11},"))).to_have_count(0)
    page.context.close()
    page = browser.new_context(base_url=office.address).new_page()
    office.enter(page, "evaluador")
    ask(page, "¿cómo va el crédito 260000001?")
    expect(page.locator(".verdict")).to_contain_text("Fuera de alcance")
    expect(page.locator(".timeline")).to_have_count(0)
    page.context.close()


def test_each_role_is_offered_its_own_questions_first(browser: Browser, office: Office) -> None:
    page = browser.new_context(base_url=office.address).new_page()
    office.enter(page, "supervisor")
    offered = page.locator("[data-suggestion]").all_inner_texts()
    assert offered[: len(BY_ROLE[Role.SUPERVISOR])] == list(BY_ROLE[Role.SUPERVISOR])
    assert len(offered) == MOST
    page.locator("[data-suggestion]").first.click()
    expect(page.locator("li.answered .stamp")).to_be_visible(timeout=20_000)
    page.context.close()


@pytest.mark.quality
def test_every_suggested_question_is_answered(browser: Browser, office: Office) -> None:
    page = browser.new_context(base_url=office.address).new_page()
    office.enter(page, "supervisor")
    for text in dict.fromkeys((*COMMON, *(each for role in Role for each in BY_ROLE[role]))):
        answer = page.request.post("/api/v1/ask", data={"question": text}, headers={"Origin": office.address}).json()
        assert answer.get("status") == "answered", text
    page.context.close()


def test_nobody_is_offered_a_question_twice() -> None:
    for roles in (frozenset(), frozenset(Role), *(frozenset({role}) for role in Role)):
        offered = suggestions(roles)
        assert len(set(offered)) == len(offered) == MOST
