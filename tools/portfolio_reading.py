"""A portfolio in CSV as it is read: its lines with their place, its header, its rows."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from corpus.errors import BadInput

DUE_COLUMNS = ("periodo_cop", "bimestre", "notificada", "vencimiento")
_READ_COLUMNS = ("tipo", "monto", "pago", *DUE_COLUMNS)


class Lines:
    """Lines of a file with the offset after the last one given, which after a record is where the next begins."""

    def __init__(self, file: BinaryIO, path: Path) -> None:
        self._file, self._path, self.offset = file, path, 0
        file.seek(0)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        raw = self._file.readline()
        if not raw:
            raise StopIteration
        start, self.offset = self.offset, self.offset + len(raw)
        try:
            return raw.decode("utf-8-sig" if start == 0 else "utf-8")
        except UnicodeDecodeError as error:
            raise BadInput(
                "CODIFICACION_INVALIDA",
                f"«{self._path}» no está en UTF-8 (cerca del byte {start}).",
                "Guárdelo como «CSV UTF-8».",
            ) from error

    def move(self, offset: int) -> None:
        self._file.seek(offset)
        self.offset = offset


def read_header(lines: Lines) -> list[str]:
    """Names of the columns.

    Raises:
        BadInput: COLUMNAS_AUSENTES; COLUMNAS_REPETIDAS, of two columns that are read it is not known which counts;
            those of `records`.
    """
    header = [name.strip() for name in next(records(lines), [])]
    repeated = sorted({name for name in header if name in _READ_COLUMNS and header.count(name) > 1})
    if repeated:
        raise BadInput("COLUMNAS_REPETIDAS", f"Columnas repetidas: {', '.join(repeated)}.", "Deje una de cada una.")
    missing = [name for name in ("tipo", "monto") if name not in header]
    if missing or not set(header) & set(DUE_COLUMNS):
        missing += [] if set(header) & set(DUE_COLUMNS) else [" o ".join(DUE_COLUMNS)]
        raise BadInput(
            "COLUMNAS_AUSENTES",
            f"Faltan columnas: {', '.join(missing)}.",
            "El separador es la coma; vea los nombres en tools/README.md.",
        )
    return header


def records(lines: Lines) -> Iterator[list[str]]:
    """The rows, cell by cell.

    Raises:
        BadInput: COMILLA_SIN_CERRAR, a cell longer than any cell is; RETORNO_SUELTO, a carriage return that ends no
            line. Both name the row before.
    """
    last: list[str] = []
    try:
        for cells in csv.reader(lines):
            yield cells
            last = cells or last
    except csv.Error as error:
        before = f"después del renglón «{','.join(last)[:60]}»" if last else "desde el primer renglón"
        if "new-line" in str(error):
            said = f"Hay un retorno de carro suelto {before}."
            raise BadInput("RETORNO_SUELTO", said, "Guárdelo como «CSV UTF-8».") from error
        raise BadInput("COMILLA_SIN_CERRAR", f"Hay una comilla sin cerrar {before}.", "Ciérrela o quítela.") from error
