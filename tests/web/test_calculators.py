"""The calculators as forms: every result has an address and a workbook, and no script is needed."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from api.pages.calculator_forms import OFFERED
from tests.web.conftest import violations

pytestmark = [pytest.mark.browser, pytest.mark.laws]
EXAMPLES = {
    "due_date": ({"period": "2025-08"}, "17 de septiembre de 2025"),
    "instalments": ({"employer": "500000", "count": "12", "requested": "2026-11-21"}, "$36,489.49"),
    "diferido": ({"debt": "1000", "requested": "2026-03-02", "paid": "2026-05-04"}, "$847.28"),
    "prorroga_40e": ({"emission": "1000", "months": "6", "requested": "2026-03-02"}, "$"),
    "multa_304": ({"omitted": "50000", "percentage": "40", "day": "2026-03-02"}, "$20,000.00"),
    "multa_304b": ({"fraction": "I", "day": "2026-03-02"}, "$"),
    "gastos_ejecucion": ({"credit": "10000", "acts": "1", "day": "2026-03-02"}, "$"),
    "cheque": ({"amount": "1000", "day": "2026-03-02"}, "$200.00"),
    "plazo": ({"term": "inconformidad", "notified": "2026-03-03"}, "2026"),
}


def test_every_calculator_has_an_example() -> None:
    assert set(EXAMPLES) == set(OFFERED)


def test_each_answers_by_its_address_with_its_workbook(page: Page, axe: str) -> None:
    for name, (arguments, figure) in EXAMPLES.items():
        page.goto(f"/calculos/{name}?{urlencode(arguments)}")
        expect(page.get_by_role("region", name="Resultado")).to_contain_text(figure)
        link = page.get_by_role("link", name="Descargar la hoja de cálculo").get_attribute("href")
        assert page.request.get(str(link)).body().startswith(b"PK"), name
    assert violations(page, axe) == []


def test_a_form_is_filled_without_javascript_and_its_workbook_saved(
    browser: Browser, server: str, tmp_path: Path
) -> None:
    page = browser.new_context(java_script_enabled=False, base_url=server).new_page()
    page.goto("/calculos")
    page.get_by_role("link", name="Convenio en parcialidades").click()
    page.get_by_label("Adeudo patronal").fill("500000")
    page.get_by_label("Número de parcialidades").fill("12")
    page.get_by_label("Día de la solicitud").fill("2026-11-21")
    page.get_by_role("button", name="Calcular").click()
    calendar = page.get_by_role("region", name="Calendario")
    expect(calendar.locator("tbody tr")).to_have_count(12)
    with page.expect_download() as download:
        page.get_by_role("link", name="Descargar la hoja de cálculo").click()
    download.value.save_as(tmp_path / "hoja.xlsx")
    assert load_workbook(tmp_path / "hoja.xlsx").sheetnames == ["Cálculo", "Calendario", "Fuentes"]
    page.context.close()


def test_what_cannot_be_computed_is_said_and_what_was_typed_stays(visitor: Page, server: str) -> None:
    answer = visitor.goto(f"{server}/calculos/multa_304?omitted=mucho&percentage=40&day=2026-03-02")
    assert answer is not None
    assert answer.status == 422
    expect(visitor.get_by_role("alert")).to_be_visible()
    expect(visitor.get_by_label("Concepto omitido")).to_have_value("mucho")
    missing = visitor.goto(f"{server}/calculos/otro")
    assert missing is not None
    assert missing.status == 404
