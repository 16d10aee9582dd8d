"""The result of every calculation, one model: what was asked, each step, each parameter with its source, the total.

Decimals are strings in JSON. A result can be attached to the file: it says which reading of an open point was used and
what the other would give, and what is uncertain.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, Field


class Step(BaseModel):
    """One step: `formula` in words, the operands by name, the value, and the provision ids it rests on.

    `cell` is the same formula for a spreadsheet, over the operands by position: "{0}*{1}".
    """

    name: str
    formula: str
    operands: dict[str, str] = Field(default_factory=dict)
    value: str
    unit: str = "pesos"
    basis: list[str] = Field(default_factory=list)
    cell: str = ""


class ParameterUse(BaseModel):
    """A dated value that took part, with its source and how certain it is."""

    name: str
    title: str
    value: Decimal
    valid_from: date
    valid_to: date | None = None
    published: date | None = None
    source: str
    certainty: str


class ReadingUse(BaseModel):
    """A reading of an open point of law: what was used, why, and the total that the alternative would give."""

    option: str
    used: str
    alternative: str
    alternative_total: Decimal | None = None
    why: str


class CalculationResult(BaseModel):
    """A calculation told step by step; `total` in pesos and cents."""

    calculation: str
    title: str
    inputs: dict[str, Any]
    steps: list[Step]
    parameters: list[ParameterUse] = Field(default_factory=list)
    total: Decimal
    figures: dict[str, Any] = Field(default_factory=dict, description="Las cifras con los nombres de los casos")
    summary: str
    schedule: list[dict[str, str]] = Field(default_factory=list)
    readings: list[ReadingUse] = Field(default_factory=list)
    warnings: list[str] = Field(default_factory=list)

    @property
    def basis(self) -> list[str]:
        """Every provision id that the steps rest on, once, in order."""
        return list(dict.fromkeys(identifier for step in self.steps for identifier in step.basis))
