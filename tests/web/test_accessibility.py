"""axe-core over every page and the states of the chat, in both themes.

axe-core is for tests only and is not in the repository: `npm install --prefix DIR axe-core` and
`CRITERIO_AXE=DIR/node_modules/axe-core/axe.min.js`; `node_modules/` at the root of the project is found by itself.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import violations

pytestmark = [pytest.mark.browser, pytest.mark.laws]
PAGES = (
    "/",
    "/?q=40-A",
    "/corpus",
    "/historial",
    "/corpus?q=recargos",
    "/corpus/LSS",
    "/corpus/LSS:40-A",
    "/calculos",
    "/calculos?importe=84321.55&tipo=COP&mes=2025-08&pago=2026-03-20",
)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_page_has_violations(page: Page, axe: str, theme: str) -> None:
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    found = {}
    for path in PAGES:
        page.goto(path)
        found[path] = violations(page, axe)
    assert {path: rules for path, rules in found.items() if rules} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_chat_has_none_with_an_answer_a_table_and_the_panel_open(page: Page, axe: str, theme: str) -> None:
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    page.goto("/")
    page.get_by_label("Su pregunta").fill("debe 84,321.55 de la COP de agosto 2025 y paga el 20 de marzo de 2026")
    page.keyboard.press("Enter")
    expect(page.locator(".answered .stamp")).to_be_visible(timeout=20_000)
    page.locator(".sources a").first.click()
    expect(page.locator(".panel .provision")).to_be_visible()
    assert violations(page, axe) == []
