"""The smaller calculators as forms, each made of the arguments of its tool: no field is written twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tools.registry import Tool

OFFERED: dict[str, str] = {
    "due_date": "Vencimiento de una cuota o cédula",
    "instalments": "Convenio en parcialidades",
    "diferido": "Pago diferido",
    "prorroga_40e": "Prórroga de cuotas futuras (LSS 40 E)",
    "multa_304": "Multa por omisión de pago (LSS 304)",
    "multa_304b": "Rango de una multa (LSS 304 B)",
    "gastos_ejecucion": "Gastos de ejecución",
    "cheque": "Indemnización por cheque no pagado",
    "plazo": "Plazo para pagar, impugnar o aclarar",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One control: `kind` is the type of the input; a checkbox that is on says «true»."""

    name: str
    label: str
    kind: str
    required: bool
    default: str
    decimal: bool


def fields(tool: Tool[Any]) -> list[Field]:
    """The controls of a tool whose arguments are single values."""
    schema = tool.arguments.model_json_schema()
    required = schema.get("required", ())
    return [_field(name, part, name in required) for name, part in schema["properties"].items()]


def given(controls: list[Field], query: Mapping[str, str]) -> dict[str, str]:
    """What the address brings for these controls, the empty ones left out."""
    return {field.name: query[field.name].strip() for field in controls if query.get(field.name, "").strip()}


def _field(name: str, part: dict[str, Any], required: bool) -> Field:
    # An optional argument is «this or null»: the first alternative says what it is.
    plain = part["anyOf"][0] if "anyOf" in part else part
    kinds = {"integer": "number", "boolean": "checkbox"}
    kind = "date" if plain.get("format") == "date" else kinds.get(plain["type"], "text")
    default = part.get("default")
    label = str(part["description"])
    number = plain["type"] == "number" or "pesos" in label
    return Field(name, label, kind, required, "" if default in (None, False) else str(default), number)
