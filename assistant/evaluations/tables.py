"""Runs and labels as tables: CSV (UTF-8 with BOM, which spreadsheets need) or XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from assistant.evaluations.labelling import Label
from assistant.evaluations.run_files import CaseResult, RunSummary
from corpus.errors import BadInput

Cell = str | float | None
Row = list[Cell]
_HEAD = ("caso", "clase", "esperado", "estado", "omitido", "ms", "probabilidad", "legibilidad")
_TEXT = ("pregunta", "respuesta", "citas", "quitado por el verificador")


def run_rows(summary: RunSummary, cases: Sequence[CaseResult]) -> Iterator[Row]:
    """The heading, then each case in the order asked; what does not apply is empty. Of a sealed set, its totals."""
    if summary.sealed:
        yield from _totals(summary)
        return
    names = list(summary.metrics)
    yield [*_HEAD, *names, *_TEXT]
    for case in cases:
        scores = case.scores or {}
        head: Row = [case.id, case.kind, case.expected, case.status, case.omitted, case.ms]
        texts = (case.question, case.answer, " ".join(case.cited), " ".join(case.rejected))
        yield [*head, case.probability, case.readability, *(scores.get(name) for name in names), *texts]


def label_rows(labels: Iterable[Label]) -> Iterator[Row]:
    """The heading, then each verdict; position 0 is the whole answer."""
    yield ["caso", "posición", "persona", "juicio", "comentario", "cuándo"]
    for one in labels:
        yield [one.case, one.position, one.person, one.verdict, one.comment, one.at.isoformat(timespec="seconds")]


def written(rows: Iterable[Row], suffix: str) -> bytes:
    """The table as a file of that suffix.

    Raises:
        BadInput: `FORMATO_DESCONOCIDO` for a suffix that is neither .csv nor .xlsx.
    """
    inert = ([_inert(cell) for cell in row] for row in rows)
    if suffix == ".csv":
        text = io.StringIO(newline="")
        csv.writer(text).writerows(inert)
        return text.getvalue().encode("utf-8-sig")
    if suffix == ".xlsx":
        return _xlsx(inert)
    raise BadInput("FORMATO_DESCONOCIDO", f"No se escribe en «{suffix}».", "El nombre termina en .csv o .xlsx.")


def _totals(summary: RunSummary) -> Iterator[Row]:
    yield ["medida", "clase", "media", "desde", "hasta", "casos"]
    for kind, metrics in (("todas", summary.metrics), *summary.kinds.items()):
        for name, value in metrics.items():
            yield [name, kind, value["mean"], value["low"], value["high"], value["count"]]


def _inert(cell: Cell) -> Cell:
    """A spreadsheet would run a text that begins so as a formula."""
    runs = isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r")
    return f"'{cell}" if runs else cell


def _xlsx(rows: Iterable[Row]) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Casos")
    sheet.freeze_panes = "B2"
    for row in rows:
        sheet.append([_printable(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _printable(cell: Cell) -> Cell:
    """Without control characters, which the format does not admit."""
    if not isinstance(cell, str):
        return cell
    return "".join(char for char in cell if char in "\n\t" or ord(char) >= 32)
