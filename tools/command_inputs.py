"""What the commands of calculation share: the legal values, the calendar, a day typed, and how a result is shown."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import typer

if TYPE_CHECKING:
    from corpus.legal_values import LegalValues
    from tools.calculators.business_days import Calendar
    from tools.result import CalculationResult


def parameters_folder() -> Path:
    """Where the parameters lie."""
    from corpus.settings import Settings

    return Settings().editorial_dir / "parameters"


def load_values() -> LegalValues:
    """The legal values of today's corpus."""
    from corpus.legal_values import LegalValues

    return LegalValues.load(parameters_folder())


def open_calendar() -> Calendar:
    """Business days, with the days closed by agreement."""
    from tools.calculators.closed_days import load_calendar

    return load_calendar(closed_days_file())


def closed_days_file() -> Path:
    """The file of days closed by agreement."""
    return parameters_folder().parent / "tables" / "dias_cerrados.yaml"


def today_in_mexico() -> date:
    """Today in Mexico City."""
    return datetime.now(ZoneInfo("America/Mexico_City")).date()


def day_typed(text: str | None) -> date | None:
    """A day as typed, or None. Raises BadInput: FECHA_INVALIDA."""
    from tools.inputs import read_day

    return read_day({"fecha": text}, "fecha") if text else None


def show(result: CalculationResult, as_json: bool, xlsx: Path | None) -> None:
    """Print a result as a table or as JSON, and write its workbook."""
    if xlsx is not None:
        from tools.render.spreadsheet import write_xlsx

        write_xlsx(result, xlsx)
    if as_json:
        typer.echo(result.model_dump_json())
        return
    from tools.render.terminal import show_result

    show_result(result)
