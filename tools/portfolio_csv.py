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
_DUE_COLUMNS = ("periodo_cop", "bimestre", "notificada", "vencimiento")
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
        self._values, self._readings, self._calendar = values, readings, calendar or Calendar()
        self._shared: dict[tuple[str, ...], tuple[Kind, Accrual]] = {}

    def compute(self, row: dict[str, str], paid: str) -> dict[str, object]:
        """The figures of one row, by the names of `RESULT_COLUMNS`.

        Raises:
            BadInput: any of the calculator's codes.
        """
        key = (row.get("tipo", ""), paid, *(row.get(column, "") for column in _DUE_COLUMNS))
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
        stated = {column: row[column] for column in _DUE_COLUMNS if row.get(column)}
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
) -> PortfolioReport:
    """Compute `source` into `target`; an interrupted run goes on from its last checkpoint.

    `paid` is the payment day of rows that bring none. `executor` shares the blocks of rows; the file is the same.

    Raises:
        BadInput: ARCHIVO_ILEGIBLE, COLUMNAS_AUSENTES, CODIFICACION_INVALIDA; row errors go to the row.
    """
    part, notes = target.with_name(f"{target.name}.part"), target.with_name(f"{target.name}.progress")
    try:
        total = source.stat().st_size
        reading = source.open("rb")
    except OSError as error:
        raise BadInput("ARCHIVO_ILEGIBLE", f"No se puede leer «{source}».", "Revise la ruta.") from error
    with reading:
        identity = _identity(reading, total, readings, paid)
        place = _resume(notes, part, identity)
        resumed = place.rows
        with part.open("r+b" if place.rows else "wb") as writing:
            writing.seek(place.written)
            writing.truncate()
            lines = _Lines(reading, source)
            header = _header(lines)
            if place.rows:
                lines.move(place.read)
            else:
                place.written = writing.write(_encoded([[*header, *RESULT_COLUMNS, "error", "mensaje"]]))
            work = partial(_compute, header, values, readings, paid.isoformat() if paid else "")
            for done in executor.map(work, _blocks(lines)):
                place.written += writing.write(done.text)
                place.rows, place.errors, place.read = place.rows + done.rows, place.errors + done.errors, done.end
                _checkpoint(notes, writing, identity, place)
                progress(place.read)
    part.replace(target)
    notes.unlink(missing_ok=True)
    return PortfolioReport(place.rows - resumed, resumed, place.errors)


class _Lines:
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


def _header(lines: _Lines) -> list[str]:
    header = [name.strip() for name in next(csv.reader(lines), [])]
    missing = [name for name in ("tipo", "monto") if name not in header]
    if missing or not set(header) & set(_DUE_COLUMNS):
        missing += [] if set(header) & set(_DUE_COLUMNS) else [" o ".join(_DUE_COLUMNS)]
        raise BadInput(
            "COLUMNAS_AUSENTES", f"Faltan columnas: {', '.join(missing)}.", "Vea los nombres en tools/README.md."
        )
    return header


def _blocks(lines: _Lines) -> Iterator[_Block]:
    rows: list[list[str]] = []
    for cells in csv.reader(lines):
        if not cells:
            continue
        rows.append(cells)
        if len(rows) == _CHECKPOINT_ROWS:
            yield _Block(rows, lines.offset)
            rows = []
    if rows:
        yield _Block(rows, lines.offset)


def _compute(header: list[str], values: LegalValues, readings: Readings, default_paid: str, block: _Block) -> _Done:
    computer = RowComputer(values, readings)
    rows = [_row(cells, header, computer, default_paid) for cells in block.rows]
    return _Done(_encoded(rows), len(rows), sum(bool(row[-2]) for row in rows), block.end)


def _row(cells: list[str], header: list[str], computer: RowComputer, default_paid: str) -> list[object]:
    copied: list[object] = [_inert(cell) for cell in cells[: len(header)]]
    copied += [""] * (len(header) - len(copied))
    try:
        if len(cells) != len(header):
            raise BadInput("RENGLON_INVALIDO", f"El renglón tiene {len(cells)} celdas y no {len(header)}.")
        row = dict(zip(header, cells, strict=True))
        found = computer.compute(row, row.get("pago") or default_paid)
    except CriterioError as error:
        return [*copied, *[""] * len(RESULT_COLUMNS), error.code, error.message]
    return [*copied, *[found[column] for column in RESULT_COLUMNS], "", ""]


def _inert(cell: str) -> str:
    """A copied cell that a spreadsheet would run as a formula is written as text."""
    return f"'{cell}" if cell[:1] in ("=", "+", "@", "\t") else cell


def _encoded(rows: list[list[object]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode("utf-8")


def _identity(file: BinaryIO, size: int, readings: Readings, paid: date | None) -> str:
    """What makes two runs the same: the input's size and beginning, the readings, the payment day."""
    digest = hashlib.sha256(file.read(_FINGERPRINT_BYTES))
    digest.update(f"{size} {paid} {readings.model_dump_json()}".encode())
    return digest.hexdigest()


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

        report = run_portfolio(source, target, values, advance, readings, paid, executor)
    done = f"{report.computed} calculados, {report.resumed} ya estaban, {report.errors} con error: {target}"
    Console().print(done, markup=False)
