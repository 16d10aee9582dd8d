"""One run as a table, a row for each case: CSV (UTF-8 with BOM, which spreadsheets need) or XLSX."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from corpus.errors import BadInput
from evals.answers.runs import Run
from evals.answers.scoring import NAMES

_HEAD = ("caso", "clase", "esperado", "estado", "omitido", "ms", "probabilidad", "legibilidad")
_TEXT = ("pregunta", "respuesta", "citas")
Cell = str | float | None


def export(run: Run, path: Path) -> None:
    """Write the table; the name says the format. Of a sealed set, scores only.

    Raises:
        BadInput: `FORMATO_DESCONOCIDO` for a name that ends in neither .csv nor .xlsx.
    """
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows(run))
    elif path.suffix == ".xlsx":
        _write_xlsx(run, path)
    else:
        raise BadInput("FORMATO_DESCONOCIDO", f"«{path.name}» no termina en .csv ni en .xlsx.", "Cambie el nombre.")


def rows(run: Run) -> Iterator[list[Cell]]:
    """The heading, then each case in the order asked; what does not apply is empty."""
    yield [*_HEAD, *NAMES, *_TEXT]
    for result in run.results:
        scores = result.scores or {}
        head: list[Cell] = [result.id, result.kind, result.expected, result.status, result.omitted, result.ms]
        texts = (result.question, result.answer, " ".join(result.cited))
        measures: list[Cell] = [scores.get(name) for name in NAMES]
        yield [*head, result.probability, result.readability, *measures, *map(_inert, texts)]


def _inert(text: str) -> str:
    """A spreadsheet would run a text that begins so as a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _write_xlsx(run: Run, path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Casos")
    sheet.freeze_panes = "B2"
    for row in rows(run):
        sheet.append(row)
    book.save(path)
