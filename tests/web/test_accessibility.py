"""axe-core over every page and the states of the chat, in both themes.

axe-core is for tests only and is not in the repository: `npm install --prefix DIR axe-core` and
`CRITERIO_AXE=DIR/node_modules/axe-core/axe.min.js`; `node_modules/` at the root of the project is found by itself.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.laws]
ROOT = Path(__file__).parents[2]
AXE = Path(os.environ.get("CRITERIO_AXE") or ROOT / "node_modules" / "axe-core" / "axe.min.js")
PAGES = (
    "/",
    "/?q=40-A",
    "/corpus",
    "/corpus?q=recargos",
    "/corpus/LSS",
    "/corpus/LSS:40-A",
    "/calculos",
    "/calculos?importe=84321.55&tipo=COP&mes=2025-08&pago=2026-03-20",
)


@pytest.fixture(scope="session")
def axe() -> str:
    if not AXE.is_file():
        pytest.skip(f"Falta axe-core en {AXE}: npm install axe-core, o indique CRITERIO_AXE.")
    return AXE.read_text(encoding="utf-8")


def violations(page: Page, axe: str) -> list[str]:
    """What axe finds, as «rule: selector»."""
    page.evaluate(axe)
    result = page.evaluate("axe.run().then(({ passes, violations }) => ({ passes, violations }))")
    assert result["passes"], "axe ran no rule"
    return [f"{rule['id']}: {node['target']}" for rule in result["violations"] for node in rule["nodes"]]


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
