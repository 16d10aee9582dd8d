"""Thresholds of the gate and what a run falls short of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.errors import BadInput

THRESHOLDS = Path(__file__).with_name("thresholds.yaml")


class Threshold(BaseModel):
    """Shares from 0 to 1: below `reached` the gate closes; `target` is where the product should be."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reached: float = Field(ge=0, le=1)
    target: float = Field(ge=0, le=1)


class Thresholds(BaseModel):
    """The file, whole."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    metrics: dict[str, Threshold]
    abstention: dict[str, Threshold]
    kinds: dict[str, Threshold]
    never_below_one: tuple[str, ...]

    def rows(self) -> list[tuple[str, str, Threshold]]:
        """Part, name and threshold of every figure that is gated."""
        parts = (("metrics", self.metrics), ("abstention", self.abstention), ("kinds", self.kinds))
        return [(part, name, threshold) for part, named in parts for name, threshold in named.items()]


def load_thresholds(path: Path = THRESHOLDS) -> Thresholds:
    """Read the thresholds.

    Raises:
        BadInput: `UMBRALES_INVALIDOS` names the field.
    """
    try:
        return Thresholds.model_validate(yaml.safe_load(path.read_text("utf-8")))
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise BadInput("UMBRALES_INVALIDOS", f"{path.name}, «{field}»: {first['msg']}.") from None


def measured(summary: dict[str, Any], part: str, name: str) -> float | None:
    """The figure of a summary that a threshold speaks of; absent where the run has none."""
    found = summary[part].get(name)
    if part == "kinds":
        found = (found or {}).get("correct")
    value = found["mean"] if isinstance(found, dict) else found
    return None if value is None else float(value)


def shortfall(summary: dict[str, Any], part: str, name: str, threshold: Threshold) -> str:
    """Why the gate closes on this figure; empty where it does not. A figure that the run lacks closes it."""
    value = measured(summary, part, name)
    if value is None:
        return f"{name}: la corrida no lo midió"
    return "" if value >= threshold.reached else f"{name}: {value:.3f}, se exige {threshold.reached}"
