"""Workbooks recalculate to the same cent as the calculator, also when an input changes; Markdown holds every step."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from rich.console import Console

from corpus.legal_values import LegalValues
from tests.tools.sheet_engine import evaluate, labelled
from tools import agreement_plans, interactive, penalties, smaller
from tools.calculators.business_days import Calendar
from tools.calculators.readings import Readings
from tools.deadlines import ExtinctionRequest, extinction_timeline
from tools.interactive import SurchargeRequest
from tools.render.markdown import as_markdown
from tools.render.spreadsheet import write_xlsx
from tools.render.terminal import show_result
from tools.result import CalculationResult

CALENDAR, TODAY = Calendar(), date(2026, 11, 21)


def surcharges(values: LegalValues, amount: str = "84321.55", **fields: object) -> CalculationResult:
    request = {"amount": amount, "period": "2025-08", "paid": "2026-03-20", **fields}
    return interactive.surcharges(SurchargeRequest.model_validate(request), values, CALENDAR, TODAY)


def every_result(values: LegalValues) -> dict[str, CalculationResult]:
    day = date(2026, 3, 2)
    return {
        "surcharges": surcharges(values),
        "to the peso": surcharges(values, readings=Readings(pay_rounding="peso_cff20")),
        "ten cents to the peso": surcharges(values, "0.10", readings=Readings(pay_rounding="peso_cff20")),
        "fifty cents": smaller.round_peso("100.50"),
        "fifty-one cents": smaller.round_peso("100.51"),
        "thirty cents": smaller.round_peso("0.30"),
        "half up": surcharges(values, readings=Readings(factor_rounding="half_up")),
        "same month": surcharges(values, paid="2025-09-20"),
        "five years": surcharges(values, period="2018-05"),
        "fine": surcharges(values, kind="MULTA", period=None, notified="2025-02-04"),
        "instalments": agreement_plans.instalment_plan("100000.00", 12, day, values, "5000.00"),
        "one instalment": agreement_plans.instalment_plan("100000.00", 1, day, values),
        "deferral": agreement_plans.deferral_plan("100000.00", day, date(2026, 8, 11), values, CALENDAR),
        "40 E": agreement_plans.relief_plan("50000.00", 12, 3, day, values),
        "304": penalties.omission_fine("84321.55", Decimal(40), day, values),
        "304 B": penalties.fine("IV", day, values),
        "costs": penalties.costs("20000.00", 2, day, values),
        "cheque": smaller.cheque("15432.10", day, values),
        "prescription": extinction_timeline(ExtinctionRequest(due=date(2020, 3, 17)), TODAY, CALENDAR),
    }


def test_every_live_cell_recalculates_to_the_value_of_its_step(values: LegalValues, tmp_path: Path) -> None:
    for name, result in every_result(values).items():
        path = tmp_path / "result.xlsx"
        write_xlsx(result, path)
        book = load_workbook(path)
        for step in result.steps:
            if step.cell:
                found = evaluate(book, "Cálculo", labelled(book, "Cálculo", step.name))
                assert found == Decimal(step.value), (name, step.name)
        if result.calculation == "instalments":
            schedule = result.schedule
            for column, key in zip("CDEF", ("pago", "recargo por prórroga", "capital", "saldo"), strict=True):
                for row, expected in enumerate(schedule, 2):
                    assert evaluate(book, "Calendario", f"{column}{row}") == Decimal(expected[key]), (name, column, row)


def test_a_changed_input_runs_to_the_total(values: LegalValues, tmp_path: Path) -> None:
    path = tmp_path / "result.xlsx"
    write_xlsx(surcharges(values), path)
    book = load_workbook(path)
    book["Cálculo"][labelled(book, "Cálculo", "    importe")] = Decimal("10000.00")
    other = surcharges(values, "10000.00")
    assert evaluate(book, "Cálculo", labelled(book, "Cálculo", "Total")) == other.total


def test_an_amount_from_outside_never_becomes_a_formula(values: LegalValues, tmp_path: Path) -> None:
    result = surcharges(values).model_copy(update={"warnings": ["=HYPERLINK(1)"]})
    path = tmp_path / "result.xlsx"
    write_xlsx(result, path)
    cells = [cell for row in load_workbook(path)["Fuentes"].iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)


@pytest.mark.parametrize("width", [80, 200])
def test_terminal_and_markdown_show_every_step_value_and_warning(values: LegalValues, width: int) -> None:
    for result in every_result(values).values():
        screen = StringIO()
        show_result(result, Console(file=screen, width=width))
        text = as_markdown(result)
        assert result.summary in text
        for step in result.steps:
            assert step.value in text
            assert step.value.split(";")[0] in screen.getvalue()
        for warning in result.warnings:
            assert warning in text


def test_markdown_cells_cannot_break_the_table(values: LegalValues) -> None:
    result = surcharges(values)
    result.steps[0].operands["a|b"] = "<script>\n"
    text = as_markdown(result)
    assert "a\\|b: &lt;script>" in text
