"""A result as a workbook whose cells recalculate: an auditor changes an input and follows it to the total."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from corpus.citations import format_citation
from tools.result import CalculationResult, Step

_MONEY = "#,##0.00"


def write_xlsx(result: CalculationResult, path: Path) -> None:
    """Write steps, parameters and notes; the surcharge sheet carries live formulas."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Cálculo"
    sheet.append([result.title])
    sheet["A1"].font = Font(bold=True, size=14)
    if result.calculation == "surcharges" and result.figures.get("meses_recargo") is not None:
        _surcharge_formulas(sheet, result)
    else:
        _steps(sheet, result)
    if result.schedule:
        _schedule(book.create_sheet("Calendario"), result)
    _sources(book.create_sheet("Fuentes"), result)
    for each in book.worksheets:
        for column, width in zip("ABCD", (34, 22, 60, 40), strict=True):
            each.column_dimensions[column].width = width
    book.save(path)


def _surcharge_formulas(sheet: Worksheet, result: CalculationResult) -> None:
    steps = {step.name: step for step in result.steps}
    index = list(steps["Factor de actualización"].operands.values()) if "Factor de actualización" in steps else []
    rates = list(steps["Tasa de recargos"].operands.items()) if "Tasa de recargos" in steps else []
    _row(sheet, "Importe original", Decimal(result.inputs["amount"]), "Dato", _MONEY)
    newest, oldest = (Decimal(index[0]), Decimal(index[1])) if len(index) == 2 else (Decimal(1), Decimal(1))
    _row(sheet, "INPC del mes anterior al pago", newest, "CFF 17-A")
    _row(sheet, "INPC del mes anterior al vencimiento", oldest, "CFF 17-A")
    truncates = result.inputs["readings"]["factor_rounding"] == "truncate"
    cut = "TRUNC" if truncates else "ROUND"
    _row(sheet, "Factor de actualización", f"=MAX(1,{cut}(B3/B4,4))", "Hasta el diezmilésimo, mínimo 1", "0.0000")
    _row(sheet, "Importe actualizado", "=ROUND(B2*B5,2)", "CFF 21", _MONEY)
    first = sheet.max_row + 1
    for label, rate in rates or [("0", "0")]:
        count = label.split(" × ")[0]
        _row(sheet, f"Tasa mensual ({label})", f"={count}*{rate}", "Meses por tasa del ejercicio", "0.00")
    last = sheet.max_row
    _row(sheet, "Tasa de recargos, por ciento", f"=SUM(B{first}:B{last})", "CFF 21", "0.00")
    _row(sheet, "Recargos", f"=ROUND(B6*B{last + 1}/100,2)", "CFF 21, LSS 40 A", _MONEY)
    _row(sheet, "Total", f"=B6+B{last + 2}", "", _MONEY)


def _steps(sheet: Worksheet, result: CalculationResult) -> None:
    for step in result.steps:
        _row(sheet, step.name, _number(step), step.formula, _MONEY if step.unit == "pesos" else "General")
        for name, value in step.operands.items():
            sheet.append([f"    {name}", value])
    _row(sheet, "Total", result.total, "", _MONEY)


def _number(step: Step) -> Decimal | str:
    return _decimal(step.value)


def _decimal(text: str) -> Decimal | str:
    """A number where the text is one (a month like 2026-03 is not)."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def _row(sheet: Worksheet, name: str, value: Decimal | str, how: str, number_format: str = "General") -> None:
    sheet.append([name, value, how])
    sheet.cell(sheet.max_row, 2).number_format = number_format


def _schedule(sheet: Worksheet, result: CalculationResult) -> None:
    sheet.append(list(result.schedule[0]))
    for row in result.schedule:
        sheet.append([_decimal(value) for value in row.values()])


def _sources(sheet: Worksheet, result: CalculationResult) -> None:
    sheet.append(["Fundamentos"])
    for identifier in result.basis:
        sheet.append([format_citation(identifier)])
    sheet.append(["Parámetros"])
    for use in result.parameters:
        sheet.append([use.title, use.value, use.source, f"desde {use.valid_from}; fuente {use.certainty}"])
    sheet.append(["Avisos y lecturas"])
    for reading in result.readings:
        sheet.append(
            [reading.option, reading.used, reading.why, f"Con {reading.alternative}: {reading.alternative_total}"]
        )
    for warning in result.warnings:
        sheet.append([warning])
