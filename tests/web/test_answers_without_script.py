"""What a page without a script says of an answer: the same as the chat."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from assistant.answers import Answer, AnswerStatus, Citation, Sentence, ToolCall
from assistant.shown import TITLES, held, measured, operand, operand_name, shown

CITED = Citation(id="LSS:40-A", instrument="LSS", provision="40 A", quote="…", verified=True)


def answer(status: AnswerStatus = AnswerStatus.ANSWERED, **values: object) -> Answer:
    return Answer.model_validate({"status": status, "answer": "…", "composer": "extractive", **values})


def test_the_standing_is_told_in_words() -> None:
    doubtful = Sentence(text="…", supported=False)
    assert shown(answer(citations=[CITED])).kind == "answered"
    assert shown(answer(citations=[CITED], sentences=[doubtful])).kind == "partial"
    assert shown(answer(citations=[CITED.model_copy(update={"verified": False})])).kind == "partial"
    assert shown(answer()).kind == "information"
    nothing = ToolCall(name="credit_status", result={"error": "CREDITO_DESCONOCIDO"})
    assert shown(answer(AnswerStatus.NO_CRITERION, tools=[nothing])).kind == "not_found"
    for status in AnswerStatus:
        assert shown(answer(status, citations=[CITED])).title == TITLES[status.value][1]


def test_what_the_table_tells_is_not_told_again() -> None:
    step = {"name": "Recargos", "formula": "…", "operands": {}, "value": "10443.22", "unit": "pesos", "basis": []}
    figures = [
        Sentence(text=text, role="figure") for text in ("Se deben $1.00.", "Recargos: 10443.22. …", "Fundamento: …")
    ]
    rule = Sentence(text="Recargos: los que fija la ley.")
    tool = ToolCall(name="surcharges", result={"title": "Recargos", "steps": [step]})
    assert [each.sentence.text for each in shown(answer(sentences=[*figures, rule], tools=[tool])).sentences] == [
        "Se deben $1.00.",
        "Recargos: los que fija la ley.",
    ]
    assert len(shown(answer(sentences=figures)).sentences) == 3


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        ("90071992547409.93", "pesos", "$90,071,992,547,409.93"),
        ("12.09", "por ciento", "12.09\u00a0%"),
        ("2025-09-17", "fecha", "17 de septiembre de 2025"),
        ("1.0244", "factor", "1.0244"),
        ("7", "meses", "7\u00a0meses"),
    ],
)
def test_values_are_written_without_losing_a_cent(value: str, unit: str, written: str) -> None:
    assert measured(value, unit) == written


def test_operands_are_days_in_words_or_figures_with_their_thousands_apart() -> None:
    assert operand("84321.55") == "84,321.55"
    assert operand("12.09") == "12.09"
    assert operand("140.867") == "140.867"
    assert operand("2026-03-20") == "20 de marzo de 2026"
    assert operand("2026-03") == "marzo de 2026"
    assert operand_name("INPC 2026-02") == "INPC de febrero de 2026"
    assert held("Artículo 15 A, fracción I, de la Ley") == "Artículo\u00a015 A, fracción\u00a0I, de la Ley"
    assert operand_name("4 × 2025") == "4 × 2025"


@pytest.mark.browser
@pytest.mark.laws
def test_a_table_each_quote_with_its_mark_and_the_offer_of_a_consultation(browser: Browser, server: str) -> None:
    page = browser.new_context(java_script_enabled=False, base_url=server).new_page()
    page.goto("/?q=debe 84,321.55 de la COP de agosto 2025 y paga el 20 de marzo de 2026")
    row = page.get_by_role("row", name="Recargos Importe actualizado por")
    expect(row).to_contain_text("$10,443.22")
    assert page.locator("main").inner_text().count("$10,443.22") == 2  # in the summary and as a step's value
    page.goto("/?q=art 304 B fracción II de la LSS")
    quotes = page.locator("blockquote p")
    expect(quotes).to_have_count(2)
    expect(quotes.first).to_contain_text("Las infracciones señaladas")
    assert quotes.last.inner_text().startswith("[…] «II. Las previstas")
    quotes.last.get_by_role("link", name="Cita 2").click()
    expect(page.locator("mark")).to_contain_text("II. Las previstas")
    page.goto("/?q=¿qué porcentaje de reducción da el Acuerdo 187/2003?")
    expect(page.get_by_role("heading", name="Sin criterio")).to_be_visible()
    expect(page.get_by_role("link", name="Redactar consulta")).to_be_visible()
    page.context.close()


@pytest.mark.parametrize(
    ("row", "told_by_it"),
    [
        ({"number": "260000001"}, "Crédito 260000001, Patrón ficticio (01/01): $1.00."),
        ({"registro_patronal": "Y6099999408"}, "Patrón Y6099999408, Patrón ficticio (01/01), 2 créditos: $1.00."),
        ({}, "01/01: 2 créditos: $1.00."),
    ],
)
def test_the_rows_of_a_portfolio_are_a_table(row: dict[str, Any], told_by_it: str) -> None:
    row |= {"employer": "Patrón ficticio", "ooad": "01", "subdelegacion": "01", "credits": 2, "balance": "1.00"}
    told = [Sentence(text=text, role="figure") for text in ("Créditos: 1.", told_by_it, "Fundamento: …")]
    tool = ToolCall(name="portfolio", result={"which": "mora", "title": "Créditos", "rows": [row]})
    view = shown(answer(sentences=told, tools=[tool]))
    assert [each.sentence.text for each in view.sentences] == ["Créditos: 1."]
    assert view.lists == [tool.result]
