"""Dated legal parameters: INPC, rates, UMA, limits. A value is a row with its source; rows are only ever added.

Each file of `corpus/parameters/` is one parameter. A correction is a new row with the same `valid_from`; the last one
in the file rules, the earlier ones stay as history. Nothing is extrapolated: a missing value is an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.errors import BadInput, Unavailable


class DatedValue(BaseModel):
    """One row. `value` is None where a source says that it exists but could not be consulted."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    valid_from: date
    valid_to: date | None = None
    value: Decimal | None
    published: date | None = None
    source: str = ""
    certainty: Literal["primaria", "secundaria"] = "secundaria"
    note: str = ""


class Parameter(BaseModel):
    """A named parameter with its unit and rows in the order of the file."""

    model_config = ConfigDict(extra="forbid")

    name: str
    title: str
    unit: str
    values: list[DatedValue]

    def on(self, day: date) -> DatedValue | None:
        """The row in force on a day; the last one added where several share it; None where none covers it."""
        covering = [
            row for row in self.values if row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)
        ]
        newest = max((row.valid_from for row in covering), default=None)
        return next((row for row in reversed(covering) if row.valid_from == newest), None)


class LegalValues:
    """Every parameter, loaded once and shared; read only."""

    def __init__(self, parameters: Mapping[str, Parameter]) -> None:
        self._parameters = dict(parameters)
        self._rows_on: dict[tuple[str, date], DatedValue | None] = {}
        self.inpc_by_month = {
            (row.valid_from.year, row.valid_from.month): row
            for row in (parameters["inpc"].values if "inpc" in parameters else [])
        }

    @classmethod
    def load(cls, folder: Path) -> LegalValues:
        """Read every `*.yaml` of `folder`.

        Raises:
            Unavailable: PARAMETROS_AUSENTES, no file there.
            BadInput: PARAMETRO_INVALIDO, names the file and the field.
        """
        files = sorted(folder.glob("*.yaml"))
        if not files:
            raise Unavailable(
                "PARAMETROS_AUSENTES",
                f"No hay parámetros legales en «{folder}».",
                "Reinstale o indique CRITERIO_EDITORIAL_DIR.",
            )
        return cls({parameter.name: parameter for parameter in map(read_parameter, files)})

    def names(self) -> list[str]:
        """Names of every parameter, in order."""
        return sorted(self._parameters)

    def parameter(self, name: str) -> Parameter:
        """One parameter.

        Raises:
            BadInput: PARAMETRO_DESCONOCIDO.
        """
        found = self._parameters.get(name)
        if found is None:
            raise BadInput(
                "PARAMETRO_DESCONOCIDO", f"No existe el parámetro «{name}».", f"Los que hay: {', '.join(self.names())}."
            )
        return found

    def on(self, name: str, day: date, code: str) -> DatedValue:
        """The row of a parameter on a day, with a value.

        Raises:
            BadInput: `code`, there is no value for that day; it is never guessed.
        """
        key = (name, day)
        if key in self._rows_on:  # a portfolio asks for the same few months a million times
            row = self._rows_on[key]
        else:
            row = self._rows_on[key] = self.parameter(name).on(day)
        if row is None or row.value is None:
            parameter = self.parameter(name)
            raise BadInput(
                code,
                f"No hay valor de «{parameter.title}» para el {day.isoformat()}.",
                f"Agréguelo con su fuente: criterio parameter add {name} {day.isoformat()} VALOR --source «DOF …».",
            )
        return row

    def inpc(self, year: int, month: int) -> DatedValue:
        """The consumer price index of a month.

        Raises:
            BadInput: INPC_NO_DISPONIBLE.
        """
        row = self.inpc_by_month.get((year, month))
        if row is None:
            raise BadInput(
                "INPC_NO_DISPONIBLE",
                f"Falta el INPC de {year}-{month:02d}.",
                f"Agréguelo: criterio parameter add inpc {year}-{month:02d} VALOR --published FECHA --source «DOF …».",
            )
        return row

    @staticmethod
    def number(row: DatedValue) -> Decimal:
        """The value of a row that has one.

        Raises:
            BadInput: VALOR_AUSENTE, the source of that row could not be consulted.
        """
        if row.value is None:
            raise BadInput("VALOR_AUSENTE", f"El valor vigente desde {row.valid_from} no se ha localizado.", row.note)
        return row.value

    def last_inpc(self) -> tuple[int, int]:
        """Year and month of the last index loaded."""
        return max(self.inpc_by_month)

    def missing_inpc(self, today: date, publication_day: int) -> list[tuple[int, int]]:
        """Months whose index should already be published on `today` (CFF 20, second paragraph) and is not loaded."""
        last_due = date(today.year, today.month, 1) - timedelta(days=1)
        if today.day < publication_day:
            last_due = date(last_due.year, last_due.month, 1) - timedelta(days=1)
        year, month = self.last_inpc()
        missing = []
        while (year, month) < (last_due.year, last_due.month):
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
            missing.append((year, month))
        return missing

    def with_inpc(self, overrides: Mapping[tuple[int, int], Decimal], source: str) -> LegalValues:
        """The same values with some indexes replaced, for a worked case that states its own."""
        copy = LegalValues(self._parameters)
        copy.inpc_by_month = dict(self.inpc_by_month)
        for (year, month), value in overrides.items():
            copy.inpc_by_month[year, month] = DatedValue(valid_from=date(year, month, 1), value=value, source=source)
        return copy


def read_parameter(path: Path) -> Parameter:
    """Read and validate one file.

    Raises:
        BadInput: PARAMETRO_INVALIDO.
    """
    try:
        return Parameter.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, ValidationError) as error:
        raise BadInput(
            "PARAMETRO_INVALIDO", f"«{path.name}» no es un parámetro válido: {error}", "Corrija el archivo."
        ) from error


def _check_row(name: str, row: DatedValue) -> None:
    """Refuse, before anything is written, what no published value can be."""
    problem = ""
    if row.value is None or not row.value.is_finite() or row.value <= 0:
        problem = "el valor debe ser un número mayor que cero"
    elif row.valid_to is not None and row.valid_to < row.valid_from:
        problem = "la vigencia termina antes de empezar"
    elif name == "inpc" and row.valid_from.day != 1:
        problem = "el INPC es de un mes: escriba 2026-09"
    elif name == "inpc" and row.published and row.published < (row.valid_from + timedelta(days=31)).replace(day=1):
        problem = "un INPC no se publica antes de que termine su mes"
    if problem:
        raise BadInput("VALOR_INVALIDO", f"No se agregó: {problem}.", "Revise el dato.")


def add_value(folder: Path, name: str, row: DatedValue) -> None:
    """Append one row to the file of `name`; nothing that stands is edited.

    Raises:
        BadInput: PARAMETRO_DESCONOCIDO (no such file), FUENTE_AUSENTE (a value without a source) or VALOR_INVALIDO
            (not a positive number, an index not of a whole month or published before its month ended).
    """
    path = folder / f"{name}.yaml"
    if not path.exists():
        raise BadInput("PARAMETRO_DESCONOCIDO", f"No existe el parámetro «{name}».", "Vea: criterio parameter list.")
    if not row.source:
        raise BadInput("FUENTE_AUSENTE", "Falta la fuente del valor.", "Indíquela con --source «DOF …».")
    _check_row(name, row)
    fields = row.model_dump(mode="json", exclude_none=True, exclude_defaults=False)
    dumped = yaml.safe_dump(
        {k: v for k, v in fields.items() if v != ""}, allow_unicode=True, default_flow_style=True, width=10_000
    )
    before = path.read_text(encoding="utf-8")
    fresh = path.with_suffix(".new")
    fresh.write_text(f"{before.rstrip()}\n  - {dumped.strip()}\n", encoding="utf-8")
    try:
        read_parameter(fresh)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
