"""A portfolio through a stream: one credit a line in, the same line with its amounts out, in constant memory.

Columns of the input: id, tipo, monto, pago and one of periodo_cop, bimestre (2026-1), notificada or vencimiento.
The output repeats them and adds vencimiento, factor, actualizacion, meses, tasa, recargos, total and error. An output
that was cut short is continued after its last whole line.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import BadInput
from corpus.legal_values import LegalValues
from tools.batch import run_case

RESULT_COLUMNS = (
    "vencimiento", "factor", "actualizacion", "monto_actualizado", "meses_mora", "meses_recargo",
    "tasa_total", "recargos", "total", "error",
)  # fmt: skip
_EVERY = 5000


@dataclass(frozen=True, slots=True)
class PortfolioReport:
    """How many lines were computed now, how many stood already, how many have an error."""

    computed: int
    resumed: int
    errors: int


def run_portfolio(
    source: Path, target: Path, values: LegalValues, progress: Callable[[int], None] = lambda _bytes: None
) -> PortfolioReport:
    """Compute every line of `source` into `target`; `progress` receives the bytes read so far.

    Raises:
        BadInput: ARCHIVO_ILEGIBLE, COLUMNAS_AUSENTES (names them), SALIDA_DISTINTA (the output is of another input).
    """
    try:
        reader_file = source.open(encoding="utf-8-sig", newline="")
    except OSError as error:
        raise BadInput("ARCHIVO_ILEGIBLE", f"No se puede leer «{source}».", "Revise la ruta y los permisos.") from error
    with reader_file:
        reader = csv.DictReader(_counted(reader_file, progress))
        columns = list(reader.fieldnames or [])
        missing = [name for name in ("tipo", "monto", "pago") if name not in columns]
        if missing:
            raise BadInput("COLUMNAS_AUSENTES", f"Faltan columnas: {', '.join(missing)}.", "Vea tools/README.md.")
        header = [*columns, *(name for name in RESULT_COLUMNS if name not in columns)]
        done = _resume(target, header)
        for _ in range(done):
            next(reader, None)
        computed, errors = _compute(reader, target, header, values)
    return PortfolioReport(computed, done, errors)


def _counted(lines: Iterator[str], progress: Callable[[int], None]) -> Iterator[str]:
    read = 0
    for number, line in enumerate(lines, 1):
        read += len(line.encode())
        if number % _EVERY == 0:
            progress(read)
        yield line
    progress(read)


def _compute(reader: csv.DictReader[str], target: Path, header: list[str], values: LegalValues) -> tuple[int, int]:
    computed = errors = 0
    with target.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, extrasaction="ignore", lineterminator="\n")
        for row in reader:
            inputs = {name: value for name, value in row.items() if value}
            outcome = run_case({"fn": "compute", "inputs": inputs}, values)
            errors += "error" in outcome
            writer.writerow({**row, **outcome.get("result", {}), "error": outcome.get("error", "")})
            computed += 1
    return computed, errors


def _resume(target: Path, header: list[str]) -> int:
    """Whole lines that the output already has; a line cut by a crash is removed. Writes the header of a new one."""
    if not target.exists() or target.stat().st_size == 0:
        with target.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerow(header)
        return 0
    with target.open("rb+") as file:
        first = file.readline().decode("utf-8").rstrip("\n")
        if next(csv.reader([first])) != header:
            raise BadInput(
                "SALIDA_DISTINTA",
                f"«{target}» ya existe y es de otra entrada.",
                "Bórrelo o indique otro archivo en --out.",
            )
        whole, lines = file.tell(), 0
        for line in file:
            if line.endswith(b"\n"):
                whole += len(line)
                lines += 1
        file.seek(0, os.SEEK_SET)
        file.truncate(whole)
    return lines


def run_with_progress(source: Path, target: Path | None, values: LegalValues) -> None:
    """The command: a progress bar on stderr and the summary on stdout."""
    from rich.console import Console
    from rich.progress import Progress

    if target is None:
        raise BadInput("SALIDA_AUSENTE", "Falta el archivo de salida.", "Indíquelo con --out.")
    size = source.stat().st_size if source.exists() else 0
    console = Console(stderr=True)
    with Progress(console=console) as bar:
        task = bar.add_task("Calculando", total=size)
        report = run_portfolio(source, target, values, lambda read: bar.update(task, completed=read))
    Console().print(
        f"{report.computed} calculados, {report.resumed} ya estaban, {report.errors} con error: {target}", markup=False
    )
