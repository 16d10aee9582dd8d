"""Days of the authority kept as data (`dias_cerrados.yaml`): extra closed days, general holidays, closed offices."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.errors import BadInput
from tools.calculators.business_days import Calendar, Presidential, make_calendar

ClosedKind = Literal["inhabil_adicional", "vacaciones_generales", "oficinas_cerradas"]


class ClosedDay(BaseModel):
    """A day with its source."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    day: date
    kind: ClosedKind
    source: str = Field(min_length=1)
    note: str = ""


def load_calendar(path: Path, presidential: Presidential = Presidential.CFF_LITERAL) -> Calendar:
    """The calendar of CFF 12 with the days of the file; without a file, those of the law alone.

    Raises:
        BadInput: CALENDARIO_INVALIDO, names the file.
    """
    days = read_closed_days(path)

    def of_kind(kind: ClosedKind) -> list[date]:
        return [row.day for row in days if row.kind == kind]

    return make_calendar(
        of_kind("inhabil_adicional"), of_kind("vacaciones_generales"), of_kind("oficinas_cerradas"), presidential
    )


def read_closed_days(path: Path) -> list[ClosedDay]:
    """Every row of the file. Raises what `load_calendar` raises."""
    if not path.exists():
        return []
    try:
        data: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        return [ClosedDay.model_validate(row) for row in data["days"] or []]
    except (yaml.YAMLError, ValidationError, TypeError, KeyError) as error:
        raise BadInput("CALENDARIO_INVALIDO", f"«{path.name}» no es un calendario válido.", str(error)) from error


def add_closed_day(path: Path, row: ClosedDay) -> None:
    """Append a day; what stands is kept as it is.

    Raises:
        BadInput: DIA_REPETIDO, the day is already there with that kind.
    """
    rows = read_closed_days(path)
    if any((known.day, known.kind) == (row.day, row.kind) for known in rows):
        raise BadInput("DIA_REPETIDO", f"El {row.day.isoformat()} ya está como «{row.kind}».", "No se agregó nada.")
    before = path.read_text(encoding="utf-8") if path.exists() else "days: []\n"
    fields = {key: value for key, value in row.model_dump().items() if value != ""}
    line = yaml.safe_dump(fields, allow_unicode=True, default_flow_style=True, width=10_000).strip()
    head = before.replace("days: []", "days:").rstrip()
    fresh = path.with_suffix(".new")
    fresh.parent.mkdir(parents=True, exist_ok=True)
    fresh.write_text(f"{head}\n  - {line}\n", encoding="utf-8")
    fresh.replace(path)
