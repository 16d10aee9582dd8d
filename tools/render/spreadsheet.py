"""A result as a workbook whose cells recalculate: an auditor changes an input and follows it to the total."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from corpus.citations import format_citation
from tools.result import CalculationResult, Step

_MONEY = "#,##0.00"
_GIVEN = PatternFill("solid", fgColor="FFF2CC")
"""Cells that may be changed: what the calculation was given. The rest follows."""
_SHEET = "Cálculo"


def write_xlsx(result: CalculationResult, path: Path | BinaryIO) -> None:
    """Write the steps with live formulas, the schedule if any, and the sources; an existing file is replaced."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = _SHEET
    sheet.append([result.title])
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.append(["Concepto", "Valor", "Cómo se obtiene", "Fundamento"])
    for cell in sheet[2]:
        cell.font = Font(bold=True)
    rows = _steps(sheet, result.steps)
    _text(sheet, [result.summary])
    if result.schedule:
        _schedule(book.create_sheet("Calendario"), result, rows)
    _sources(book.create_sheet("Fuentes"), result)
    for each in book.worksheets:
        for column, width in zip("ABCDEF", (38, 22, 60, 40, 18, 18), strict=True):
            each.column_dimensions[column].width = width
    book.save(path)


def _steps(sheet: Worksheet, steps: list[Step]) -> dict[str, str]:
    """Write the operands of each step and then the step; returns the cell of every step by name.

    An operand that is the value of an earlier step refers to its cell, so that a change runs to the end.
    """
    done: list[tuple[Step, str]] = []
    for step in steps:
        places = []
        for name, value in step.operands.items():
            row = sheet.max_row + 1
            origin = _earlier(name, value, done)
            if origin is None:
                _text(sheet, [f"    {name}", _typed(value)])
                sheet.cell(row, 2).fill = _GIVEN
            else:
                sheet.append([f"    {name}", f"={origin}"])
            places.append(f"B{row}")
        row = sheet.max_row + 1
        live = f"={step.cell.format(*places)}" if step.cell and places else _typed(step.value)
        basis = "; ".join(format_citation(identifier, "short") for identifier in step.basis)
        sheet.append([step.name, live, step.formula, basis])
        sheet.cell(row, 1).font = Font(bold=True)
        sheet.cell(row, 2).number_format = {"pesos": _MONEY, "factor": "0.0000"}.get(step.unit, "General")
        done.append((step, f"B{row}"))
    return {step.name: cell for step, cell in done}


def _earlier(name: str, value: str, done: list[tuple[Step, str]]) -> str | None:
    """The cell of the last step that the operand names ("tasa" names "Tasa de recargos") with the same value."""
    for step, cell in reversed(done):
        if step.value == value and step.name.casefold().startswith(name.casefold()):
            return cell
    return None


def _schedule(sheet: Worksheet, result: CalculationResult, cells: dict[str, str]) -> None:
    sheet.append([heading.capitalize() for heading in result.schedule[0]])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in result.schedule:
        _text(sheet, [_typed(value) for value in row.values()])
    if result.calculation == "instalments":
        _live_instalments(sheet, result, cells)


def _live_instalments(sheet: Worksheet, result: CalculationResult, cells: dict[str, str]) -> None:
    """Columns: number, month, payment, surcharge, capital, balance; the last payment absorbs the cents."""
    rate, payment = f"'{_SHEET}'!{cells['Tasa mensual']}", f"'{_SHEET}'!{cells['Parcialidad']}"
    opening = f"'{_SHEET}'!{cells['Saldo a plazos']}"
    last = len(result.schedule) + 1
    for row in range(2, last + 1):
        before = opening if row == 2 else f"F{row - 1}"
        sheet[f"C{row}"] = f"={before}+D{row}" if row == last else f"={payment}"
        sheet[f"D{row}"] = f"=ROUND(ROUND({before}*{rate}/100,6),2)"
        sheet[f"E{row}"] = f"=ROUND(C{row}-D{row},2)"
        sheet[f"F{row}"] = f"=ROUND({before}-E{row},2)"
        for column in "CDEF":
            sheet[f"{column}{row}"].number_format = _MONEY


def _sources(sheet: Worksheet, result: CalculationResult) -> None:
    sheet.append(["Fundamentos"])
    for identifier in result.basis:
        _text(sheet, [format_citation(identifier)])
    sheet.append(["Parámetros"])
    for use in result.parameters:
        _text(sheet, [use.title, use.value, use.source, f"desde {use.valid_from}; fuente {use.certainty}"])
    sheet.append(["Avisos y lecturas"])
    for reading in result.readings:
        other = f"Con {reading.alternative}: {reading.alternative_total}"
        _text(sheet, [reading.option, reading.used, reading.why, other])
    for warning in result.warnings:
        _text(sheet, [warning])


def _text(sheet: Worksheet, values: list[Decimal | date | str]) -> None:
    """Append a row in which nothing is a formula, whatever it begins with."""
    sheet.append(values)
    for cell in sheet[sheet.max_row]:
        if isinstance(cell.value, str):
            cell.data_type = "s"


def _typed(text: str) -> Decimal | date | str:
    """A number or a day where the text is one (a month like 2026-03 is neither)."""
    try:
        return Decimal(text)
    except InvalidOperation:
        pass
    try:
        return date.fromisoformat(text) if len(text) == 10 else text
    except ValueError:
        return text
