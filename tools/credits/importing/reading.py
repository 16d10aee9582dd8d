"""Rows of a listing, one at a time: line number and text by field. Nothing is held but the row at hand."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from corpus.errors import BadInput
from tools.credits.importing.mapping import Mapping

Row = dict[str, str]


def read_rows(path: Path, mapping: Mapping) -> Iterator[tuple[int, Row]]:
    """The rows as text, `fixed` values included.

    Raises:
        BadInput: ARCHIVO_ILEGIBLE; COLUMNA_AUSENTE names the header that is missing.
    """
    readers = {"csv": _csv, "xlsx": _xlsx, "fixed": _fixed}
    try:
        for line, row in readers[mapping.format](path, mapping):
            yield line, {**mapping.fixed, **row}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadInput(
            "ARCHIVO_ILEGIBLE", f"No se puede leer «{path}».", "Revise la ruta y la codificación del mapa."
        ) from error


def _csv(path: Path, mapping: Mapping) -> Iterator[tuple[int, Row]]:
    with path.open(encoding=mapping.encoding, newline="") as file:
        reader = csv.reader(file, delimiter=mapping.delimiter)
        places = _places(next(reader, []), mapping)
        for cells in reader:
            if any(cells):
                yield reader.line_num, _picked(cells, places)


def _xlsx(path: Path, mapping: Mapping) -> Iterator[tuple[int, Row]]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError) as error:
        raise BadInput("ARCHIVO_ILEGIBLE", f"«{path}» no es un libro de Excel.", "Guárdelo como .xlsx.") from error
    try:
        rows = book.worksheets[0].iter_rows(values_only=True)
        places = _places([_text(cell, mapping) for cell in next(rows, ())], mapping)
        for line, cells in enumerate(rows, 2):
            told = [_text(cell, mapping) for cell in cells]
            if any(told):
                yield line, _picked(told, places)
    finally:
        book.close()


def _fixed(path: Path, mapping: Mapping) -> Iterator[tuple[int, Row]]:
    wanted = re.compile(mapping.only)
    with path.open(encoding=mapping.encoding) as file:
        for number, raw in enumerate(file, 1):
            line = raw.rstrip("\r\n")
            if line.strip() and wanted.search(line):
                yield (
                    number,
                    {name: line[start : start + size].strip() for name, (start, size) in mapping.positions.items()},
                )


def _places(headers: list[str], mapping: Mapping) -> dict[str, int]:
    known = {header.strip(): place for place, header in enumerate(headers)}
    for header in mapping.columns.values():
        if header not in known:
            raise BadInput("COLUMNA_AUSENTE", f"El archivo no tiene la columna «{header}».", "Corrija el mapa.")
    return {name: known[header] for name, header in mapping.columns.items()}


def _picked(cells: list[str], places: dict[str, int]) -> Row:
    return {name: cells[place].strip() if place < len(cells) else "" for name, place in places.items()}


def _text(cell: object, mapping: Mapping) -> str:
    if cell is None:
        return ""
    if isinstance(cell, (date, datetime)):
        return cell.strftime(mapping.dates)
    return str(cell)
