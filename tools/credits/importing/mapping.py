"""The mapping file: which column or position holds each field, how dates and periods are written."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from corpus.errors import BadInput

FIELDS = (
    "registro_patronal", "rfc", "name", "number", "period", "document_kind", "ooad", "subdelegacion", "amount",
    "balance", "issued", "notified", "incidencia", "incidencia_since",
)  # fmt: skip
REQUIRED = frozenset(
    {"registro_patronal", "number", "period", "document_kind", "ooad", "subdelegacion", "balance", "issued",
     "incidencia", "incidencia_since"}
)  # fmt: skip


class Mapping(BaseModel):
    """How to read a listing. `columns` names headers; `positions` are [start, length] from zero; `fixed` are values."""

    model_config = ConfigDict(extra="forbid")

    title: str = ""
    format: Literal["csv", "xlsx", "fixed"]
    branch: Literal["COP", "RCV"] = "COP"
    period: Literal["month", "bimester"] = "month"
    encoding: str = "utf-8-sig"
    delimiter: str = Field(",", min_length=1, max_length=1)
    dates: str = "%d/%m/%Y"
    only: str = Field("", description="Expresión que cumple todo renglón de crédito; los demás se saltan")
    columns: dict[str, str] = Field(default_factory=dict)
    positions: dict[str, tuple[int, int]] = Field(default_factory=dict)
    fixed: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _whole(self) -> Mapping:
        told = {*self.columns, *self.positions, *self.fixed}
        unknown, missing = told - set(FIELDS), REQUIRED - told
        if unknown or missing:
            raise ValueError(f"sobran {sorted(unknown)}; faltan {sorted(missing)}")
        if bool(self.positions) != (self.format == "fixed"):
            raise ValueError("positions es sólo para format: fixed")
        return self


def load_mapping(path: Path) -> Mapping:
    """Raises BadInput: MAPA_INVALIDO, says what is wrong."""
    try:
        return Mapping.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        reason = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
        raise BadInput(
            "MAPA_INVALIDO", f"«{path}» no es un mapa: {reason}.", "Vea corpus/catalogs/rale.yaml."
        ) from error
