"""A small spreadsheet engine: enough of the formula language to recalculate the workbooks that we write."""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from typing import Any

from openpyxl import Workbook

_REFERENCE = re.compile(r"(?:'([^']+)'!)?\b([A-Z]{1,2}\d+)\b")
_NUMBER = re.compile(r"(?<![\w.\"'])\d+(?:\.\d+)?(?![\w.\"'])")


def _places(digits: object) -> Decimal:
    return Decimal(1).scaleb(-int(str(digits)))


def _round(mode: str) -> Any:
    return lambda value, digits: Decimal(value).quantize(_places(digits), mode)


FUNCTIONS = {
    "ROUND": _round(ROUND_HALF_UP),
    "TRUNC": _round(ROUND_DOWN),
    "ROUNDUP": _round(ROUND_UP),
    "MAX": max,
    "MIN": min,
    "D": Decimal,
}


def evaluate(book: Workbook, sheet: str, reference: str, known: dict[tuple[str, str], Any] | None = None) -> Any:
    """The value of a cell, following its formula; `known` keeps each cell from being computed twice."""
    known = {} if known is None else known
    if (sheet, reference) not in known:
        known[sheet, reference] = _evaluate(book, sheet, reference, known)
    return known[sheet, reference]


def _evaluate(book: Workbook, sheet: str, reference: str, known: dict[tuple[str, str], Any]) -> Any:
    value = book[sheet][reference].value
    if not (isinstance(value, str) and value.startswith("=")):
        return Decimal(str(value)) if isinstance(value, int | float | Decimal) else value
    cells: dict[str, Any] = {}

    def name_of(match: re.Match[str]) -> str:
        name = f"cell_{len(cells)}_x"
        cells[name] = evaluate(book, match[1] or sheet, match[2], known)
        return name

    expression = _REFERENCE.sub(name_of, value[1:].replace("^", "**"))
    expression = _NUMBER.sub(lambda match: f"D('{match[0]}')", expression)
    return eval(expression, {"__builtins__": {}}, {**FUNCTIONS, **cells})  # our own formulas, in a test


def labelled(book: Workbook, sheet: str, label: str) -> str:
    """The cell beside a label of the first column (the last one so labelled)."""
    return f"B{max(cell.row for cell in book[sheet]['A'] if cell.value == label)}"
