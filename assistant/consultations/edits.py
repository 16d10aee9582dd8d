"""Edits of a draft as a person types them: `campo=valor`, or a whole file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpus.errors import BadInput


def read_file(path: Path) -> dict[str, Any]:
    """A draft file: the draft itself, or what `draft show --json` prints.

    Raises:
        BadInput: ARCHIVO_ILEGIBLE.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadInput("ARCHIVO_ILEGIBLE", f"«{path}» no es un JSON legible.", "Revise la ruta y su forma.") from error
    if not isinstance(data, dict):
        raise BadInput("ARCHIVO_ILEGIBLE", f"«{path}» no es un borrador.", "Use el que da «draft show --json».")
    inner = data.get("draft", data)
    return inner if isinstance(inner, dict) else data


def apply_changes(data: dict[str, Any], changes: Sequence[str]) -> dict[str, Any]:
    """The draft with each `campo=valor` (or `campo.parte=valor`) put in; the value is JSON or plain text.

    Raises:
        BadInput: CAMBIO_INVALIDO.
    """
    changed: dict[str, Any] = json.loads(json.dumps(data))
    for change in changes:
        path, found, value = change.partition("=")
        *parents, last = path.strip().split(".")
        place: Any = changed
        for name in parents:
            place = place.get(name) if isinstance(place, dict) else None
        if not found or not isinstance(place, dict):
            raise BadInput("CAMBIO_INVALIDO", f"«{change}» no se entiende.", "Escriba --set campo=valor.")
        place[last] = _value(value, place.get(last))
    return changed


def _value(text: str, present: Any) -> Any:
    if isinstance(present, str) and not text.startswith(("[", "{")):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text
