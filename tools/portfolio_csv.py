"""A portfolio in CSV, computed row by row in constant memory, and resumed where an interruption left it.

Columns are those of the worked cases (`tipo`, `monto`, `periodo_cop` | `bimestre` | `notificada` | `vencimiento`,
`pago`); others are copied. A row that cannot be computed carries its code in `error`, and the rest goes on. The
output appears under its name only when complete: until then it is `<out>.part`, with its place in `<out>.progress`.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import BinaryIO

from corpus.errors import BadInput, CriterioError
from corpus.legal_values import LegalValues
from executors.executor import Executor, Here
from tools.calculators.business_days import Calendar
from tools.calculators.explained import figures
from tools.calculators.money import read_money
from tools.calculators.readings import DEFAULT, Readings
from tools.calculators.surcharges import Accrual, Kind, accrual, charge, read_kind
from tools.inputs import read_day, read_due
from tools.portfolio_reading import DUE_COLUMNS, Lines, read_header, records

RESULT_COLUMNS = (
    "vencimiento",
    "inpc_num_month",
    "inpc_den_month",
    "factor",
    "actualizacion",
    "monto_actualizado",
    "meses_mora",
    "meses_recargo",
    "tasa_total",
    "recargos",
    "total",
)
_NEGATIVE = re.compile(r"-\$?[\d.,]+")
_CHECKPOINT_ROWS = 20_000
_MOST_SHARED = 50_000
_FINGERPRINT_BYTES = 1 << 16
_HERE = Here()

Progress = Callable[[int], None]
"""Called with the bytes of the input read so far."""


@dataclass(slots=True)
class Place:
    """Where a run stands: rows, rows with an error, and the offsets after the last row in both files."""

    rows: int = 0
    errors: int = 0
    read: int = 0
    written: int = 0


@dataclass(frozen=True, slots=True)
class PortfolioReport:
    """Rows computed now, rows that an interrupted run had left done, and rows with an error in all."""

    computed: int
    resumed: int
    errors: int


@dataclass(frozen=True, slots=True)
class _Block:
    """Rows as read, and the offset after the last one."""

    rows: list[list[str]]
    end: int


@dataclass(frozen=True, slots=True)
class _Done:
    """A block computed: its lines of the output, and where it ends in the input."""

    text: bytes
    rows: int
    errors: int
    end: int


class RowComputer:
    """Computes rows; credits that share kind, due day and payment day share the accrual, which is most of the work."""

    def __init__(self, values: LegalValues, readings: Readings = DEFAULT, calendar: Calendar | None = None) -> None:
        self._values, self._readings = values, readings
        self._calendar = (calendar or Calendar()).read_as(readings.presidential)
        self._shared: dict[tuple[str, ...], tuple[Kind, Accrual]] = {}

    def compute(self, row: dict[str, str], paid: str) -> dict[str, object]:
        """The figures of one row, by the names of `RESULT_COLUMNS`.

        Raises:
            BadInput: any of the calculator's codes.
        """
        key = (row.get("tipo", ""), paid, *(row.get(column, "") for column in DUE_COLUMNS))
        found = self._shared.get(key)
        amount = read_money(row.get("monto"))
        if found is None:
            found = self._accrue(row, paid)
            if len(self._shared) >= _MOST_SHARED:
                self._shared.clear()
            self._shared[key] = found
        return figures(amount, charge(amount, found[1], self._readings))

    def _accrue(self, row: dict[str, str], paid: str) -> tuple[Kind, Accrual]:
        kind = read_kind(row.get("tipo") or "")
        stated = {column: row[column] for column in DUE_COLUMNS if row.get(column)}
        due = read_due(stated, kind, self._calendar, self._readings)
        day = read_day({"pago": paid}, "pago")
        return kind, accrual(kind, due, day, self._values, self._readings, self._calendar)


def run_portfolio(
    source: Path,
    target: Path,
    values: LegalValues,
    progress: Progress = lambda _bytes: None,
    readings: Readings = DEFAULT,
    paid: date | None = None,
    executor: Executor = _HERE,
    calendar: Calendar | None = None,
) -> PortfolioReport:
    """Compute `source` into `target`; an interrupted run goes on from its last checkpoint.

    `paid` is the payment day of rows that bring none. `executor` shares the blocks of rows; the file is the same.
    `calendar` holds the office's own closed days.

    Raises:
        BadInput: ARCHIVO_ILEGIBLE, COLUMNAS_AUSENTES, COLUMNAS_REPETIDAS, CODIFICACION_INVALIDA, COMILLA_SIN_CERRAR,
            RETORNO_SUELTO; row errors go to the row.
    """
    part, notes = target.with_name(f"{target.name}.part"), target.with_name(f"{target.name}.progress")
    try:
        state = source.stat()
        reading = source.open("rb")
    except OSError as error:
        raise BadInput("ARCHIVO_ILEGIBLE", f"No se puede leer «{source}».", "Revise la ruta.") from error
    with reading:
        known = [values.parameter(name).model_dump_json() for name in values.names()]
        identity = _identity(reading, state, [str(paid), readings.model_dump_json(), repr(_days(calendar)), *known])
        place = _resume(notes, part, identity)
        resumed = place.rows
        with part.open("r+b" if place.rows else "wb") as writing:
            writing.seek(place.written)
            writing.truncate()
            lines = Lines(reading, source)
            header = read_header(lines)
            if place.rows:
                lines.move(place.read)
            else:
                place.written = writing.write(_encoded([[*header, *RESULT_COLUMNS, "error", "mensaje"]]))
            work = partial(_compute, header, values, readings, calendar, paid.isoformat() if paid else "")
            for done in executor.map(work, _blocks(lines)):
                place.written += writing.write(done.text)
                place.rows, place.errors, place.read = place.rows + done.rows, place.errors + done.errors, done.end
                _checkpoint(notes, writing, identity, place)
                progress(place.read)
    part.replace(target)
    notes.unlink(missing_ok=True)
    return PortfolioReport(place.rows - resumed, resumed, place.errors)


def _blocks(lines: Lines) -> Iterator[_Block]:
    rows: list[list[str]] = []
    for cells in records(lines):
        if not cells:
            continue
        rows.append(cells)
        if len(rows) == _CHECKPOINT_ROWS:
            yield _Block(rows, lines.offset)
            rows = []
    if rows:
        yield _Block(rows, lines.offset)


def _compute(
    header: list[str],
    values: LegalValues,
    readings: Readings,
    calendar: Calendar | None,
    default_paid: str,
    block: _Block,
) -> _Done:
    computer = RowComputer(values, readings, calendar)
    rows = [_row(cells, header, computer, default_paid) for cells in block.rows]
    return _Done(_encoded(rows), len(rows), sum(bool(row[-2]) for row in rows), block.end)


def _row(cells: list[str], header: list[str], computer: RowComputer, default_paid: str) -> list[object]:
    copied: list[object] = [_inert(cell) for cell in cells[: len(header)]]
    copied += [""] * (len(header) - len(copied))
    try:
        if len(cells) != len(header):
            raise BadInput(
                "RENGLON_INVALIDO", f"El renglón tiene {len(cells)} celdas y no {len(header)}{_swallowed(cells)}."
            )
        row = dict(zip(header, map(str.strip, cells), strict=True))
        found = computer.compute(row, row.get("pago") or default_paid)
    except CriterioError as error:
        return [*copied, *[""] * len(RESULT_COLUMNS), error.code, str(error)]
    return [*copied, *[found[column] for column in RESULT_COLUMNS], "", ""]


def _swallowed(cells: list[str]) -> str:
    """What an open quote leaves: a cell that holds the rows after it, which would otherwise be lost in silence."""
    lines = sum(cell.count("\n") for cell in cells)
    return f": quizá una comilla sin cerrar, que abarca {lines + 1} líneas" if lines else ""


def _inert(cell: str) -> str:
    """A copied cell that a spreadsheet would run as a formula is written as text; a negative number stays one."""
    runs = cell[:1] in ("=", "+", "@", "\t", "\r") or (cell[:1] == "-" and not _NEGATIVE.fullmatch(cell))
    return f"'{cell}" if runs else cell


def _encoded(rows: list[list[object]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode("utf-8")


def _identity(file: BinaryIO, state: os.stat_result, settings: list[str]) -> str:
    """What makes two runs the same: the input as it was last written, the readings, days and values used."""
    digest = hashlib.sha256(file.read(_FINGERPRINT_BYTES))
    digest.update(f"{state.st_size} {state.st_mtime_ns} {settings}".encode())
    return digest.hexdigest()


def _days(calendar: Calendar | None) -> list[list[date]]:
    """The days of a calendar in an order that does not change from one process to another."""
    return [sorted(days) for days in (calendar.extra, calendar.vacations, calendar.closed)] if calendar else []


def _resume(notes: Path, part: Path, identity: str) -> Place:
    try:
        saved = json.loads(notes.read_text(encoding="utf-8"))
        place = Place(**saved["place"])
        if saved["identity"] == identity and part.stat().st_size >= place.written:
            return place
    except (OSError, ValueError, KeyError, TypeError):
        pass  # no usable checkpoint: from the beginning
    return Place()


def _checkpoint(notes: Path, writing: BinaryIO, identity: str, place: Place) -> None:
    writing.flush()
    os.fsync(writing.fileno())
    fresh = notes.with_name(f"{notes.name}.new")
    fresh.write_text(json.dumps({"identity": identity, "place": asdict(place)}), encoding="utf-8")
    fresh.replace(notes)


def run_with_progress(
    source: Path,
    target: Path | None,
    values: LegalValues,
    readings: Readings = DEFAULT,
    paid: date | None = None,
    executor: Executor = _HERE,
    calendar: Calendar | None = None,
) -> None:
    """The command: a progress bar on stderr and the summary on stdout."""
    from rich.console import Console
    from rich.progress import Progress

    if target is None:
        raise BadInput("SALIDA_AUSENTE", "Falta el archivo de salida.", "Indíquelo con --out.")
    size = source.stat().st_size if source.exists() else 0
    with Progress(console=Console(stderr=True)) as bar:
        task = bar.add_task("Calculando", total=size)

        def advance(read: int) -> None:
            bar.update(task, completed=read)

        report = run_portfolio(source, target, values, advance, readings, paid, executor, calendar)
    done = f"{report.computed} calculados, {report.resumed} ya estaban, {report.errors} con error: {target}"
    Console().print(done, markup=False)
