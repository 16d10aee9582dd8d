"""What is wrong with a field of a case, in Spanish."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pydantic_core import ErrorDetails

_WORDS: Mapping[str, Callable[[ErrorDetails], str]] = {
    "missing": lambda _error: "falta",
    "extra_forbidden": lambda _error: "no es un campo de los casos",
    "enum": lambda error: f"debe ser una de estas palabras: {_choices(error)}",
    "literal_error": lambda error: f"debe ser una de estas palabras: {_choices(error)}",
    "string_pattern_mismatch": lambda error: f"no tiene la forma que se espera ({error.get('ctx', {}).get('pattern')})",
    "string_too_short": lambda _error: "está vacío",
    "value_error": lambda error: error["msg"].removeprefix("Value error, "),
}
_KINDS = {"string": "un texto", "date": "un día como 2026-01-31", "list": "una lista", "tuple": "una lista"}


def told(error: ErrorDetails) -> str:
    """One sentence without its final stop."""
    kind = error["type"]
    if kind in _WORDS:
        return _WORDS[kind](error)
    wanted = _KINDS.get(kind.split("_")[0])
    return f"debe ser {wanted}" if wanted else error["msg"]


def _choices(error: ErrorDetails) -> str:
    return str(error.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", ", ")
