"""The chat as a person uses it, in a real browser against the real server."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, Response, expect

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
    expect(page.locator(".asked")).to_be_in_viewport(ratio=1)
    page.locator(".cite").first.click()
    mark = page.locator(".panel mark")
    expect(mark).to_be_visible()
    page.get_by_text("Reformas (1)").click()
    expect(page.locator(".panel")).to_contain_text("Artículo adicionado DOF 20-12-2001")
    text = httpx.get(f"{server}/api/v1/provisions/LSS:40-A").json()["text"]
    cited = page.locator(".cite").first.get_attribute("data-citation")
    answer = httpx.post(f"{server}/api/v1/ask", json={"question": QUESTION}, timeout=30).json()
    citation = next(c for c in answer["citations"] if c["id"] == cited)
    assert mark.text_content() == citation["quote"] == text[citation["start"] : citation["end"]]
    page.keyboard.press("Escape")
    expect(page.locator(".panel")).to_be_hidden()
    assert page.evaluate("document.activeElement.className") == "cite"


def test_every_module_is_asked_for_at_once_and_none_in_vain(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[1]) if ".js" in request.url else None)
    page.goto("/", wait_until="networkidle")
    preloaded = page.locator("link[rel=modulepreload]").evaluate_all(
        "all => all.map((one) => one.href.split('/').pop())"
    )
    assert sorted(asked) == sorted([*preloaded, "chat.js"])
    static = Path(__file__).parents[2] / "api" / "static"
    imported = {name for file in static.glob("*.js") for name in re.findall(r'from "/static/(.+?)"', file.read_text())}
    assert set(preloaded) == imported


def test_what_the_frame_loads_is_small_and_never_taken_from_a_cache_unasked(page: Page) -> None:
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto("/embed", wait_until="networkidle")
    served = [answer for answer in answers if "/static/" in answer.url]
    assert {answer.headers["cache-control"] for answer in served} == {"no-cache"}
    sizes = [len(answer.body()) for answer in (*answers, page.request.get("/widget.js"))]
    assert sum(sizes) < 60_000


def test_a_calculation_shows_its_table(page: Page) -> None:
    page.goto("/")
    ask(page, "debe 84,321.55 de la COP de agosto 2025 y paga el 20 de marzo de 2026, ¿cuánto es?")
    expect(page.locator("table")).to_contain_text("$96,822.22")
    expect(page.locator("table caption")).to_contain_text("Actualización y recargos")
    assert page.locator(".table").evaluate("table => table.scrollHeight <= table.clientHeight + 1"), (
        "its total is cut off"
    )


def test_a_long_provision_keeps_its_name_and_its_way_out_in_sight(page: Page) -> None:
    page.goto("/")
    ask(page, "¿qué bienes no se pueden embargar?")
    page.get_by_role("button", name=re.compile("Cita .*fracción XII,")).click()
    expect(page.locator(".panel mark")).to_be_in_viewport()
    assert page.locator(".panel").evaluate("panel => panel.scrollTop") > 0
    expect(page.locator(".panel h2")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name="Cerrar")).to_be_in_viewport(ratio=1)


def test_a_mark_stays_on_the_line_of_its_last_word(page: Page) -> None:
    page.goto("/")
    page.set_viewport_size({"width": 400, "height": 800})
    ask(page, "¿qué bienes no se pueden embargar?")
    pieces = page.locator(".held")
    assert pieces.count() > 10
    assert pieces.evaluate_all("all => all.every((one) => one.getClientRects().length === 1)")


def test_each_figure_stands_once(page: Page) -> None:
    page.goto("/")
    ask(page, "debe 84,321.55 de la COP de agosto 2025 y paga el 20 de marzo de 2026, ¿cuánto es?")
    answer = page.locator("li.answered")
    assert answer.locator("p.figure").all_inner_texts()[0].startswith("Al 20 de marzo de 2026 se deben $96,822.22")
    for figure in ("1.0244", "12.09\u00a0%", "$86,379.00"):
        assert answer.inner_text().count(figure) == (2 if figure == "1.0244" else 1)  # as a step's value, as an operand
    row = page.get_by_role("row", name="Vencimiento Último día")
    expect(row).to_contain_text("17 de septiembre de 2025")
    row.locator(".cite").first.click()
    expect(page.locator(".panel h2")).to_have_text("Artículo 39 de la Ley del Seguro Social")


def test_the_quote_shows_on_focus_and_escape_puts_it_away(page: Page) -> None:
    page.goto("/")
    ask(page, QUESTION)
    quotes = page.locator("blockquote p")
    assert quotes.locator(".cite").count() == quotes.count() == page.locator(".cite").count()
    mark = page.locator(".cite").first
    mark.focus()
    tip = page.get_by_role("tooltip")
    expect(tip).to_contain_text("Cuando no se enteren las cuotas")
    assert mark.get_attribute("aria-describedby") == tip.get_attribute("id")
    page.keyboard.press("Escape")
    expect(tip).to_have_count(0)
    mark.hover()
    expect(tip).to_be_visible()
    tip.hover()
    page.wait_for_timeout(400)
    expect(tip).to_be_visible()


def test_the_formal_citation_is_copied_with_its_words(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/")
    ask(page, QUESTION)
    page.locator(".cite").first.click()
    page.get_by_role("button", name="Copiar la cita con su texto").click()
    expect(page.get_by_role("button", name="Copiada")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("artículo 40 A, primer párrafo, de la Ley del Seguro Social: «Cuando no se enteren")


@pytest.mark.parametrize(
    ("question", "label", "value", "completed"),
    [
        ("¿cuánto debe un patrón que no pagó la COP de agosto de 2025?", "importe original", "50000", "$50,000.00"),
        ("¿cuánto debe un patrón que no pagó $50,000 de la COP?", "mes es la COP", "2025-08", "agosto de 2025"),
        (
            "¿cuánto debe un patrón que no pagó $50,000 de un capital constitutivo?",
            "notificó la cédula",
            "2026-03-20",
            "20 de marzo de 2026",
        ),
    ],
)
def test_what_is_missing_is_asked_with_its_own_control(
    page: Page, question: str, label: str, value: str, completed: str
) -> None:
    page.goto("/")
    ask(page, question)
    expect(page.locator(".verdict")).to_contain_text("Falta un dato")
    page.get_by_label(label).fill(value)
    page.get_by_role("button", name="Completar").click()
    expect(page.locator("li.asked").last).to_contain_text(completed)
    expect(page.locator("table caption")).to_contain_text("Actualización y recargos", timeout=20_000)


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


@pytest.mark.parametrize(
    "path", ["/", "/corpus?q=recargos", "/corpus/LSS", "/corpus/CFF:21", "/calculos?importe=84321.55&mes=2025-08"]
)
def test_nothing_overflows_at_320_pixels(page: Page, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_no_answer_overflows_at_320_pixels(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/")
    for number, question in enumerate(("40-A", "debe 84,321.55 de la COP de agosto 2025", "debe $500 de RCV")):
        ask(page, question)
        expect(page.locator("li.answered .stamp")).to_have_count(number + 1, timeout=20_000)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        widths = page.locator("li.message").evaluate_all(
            "items => items.map((item) => item.getBoundingClientRect().right)"
        )
        assert max(widths) <= 320


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
