"""Only the data that a consultation needs: whose case it is stays out of a general one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from assistant.answers import Answer
from assistant.consultations.draft import Scope
from assistant.models.masking import Mask

_MARK = re.compile(r"\[(CORREO|CURP|RFC|REGISTRO|NUMERO|CREDITO|PATRON)-\d+\]")
_NAMES = {
    "CORREO": "correo",
    "REGISTRO": "registro patronal",
    "NUMERO": "número",
    "CREDITO": "número de crédito",
    "PATRON": "patrón",
}
_DOCUMENT_NUMBER = re.compile(r"(\b\d{6,}(?:/[\w.-]+)+)")
"""The number of an oficio looks like that of a credit and is nobody's."""


class Minimiser:
    """Replaces personal data by what it was: "[número de crédito reservado]". In a concrete case what the person wrote
    stays as written, since the case is what is asked about.
    """

    def __init__(self, scope: Scope, answer: Answer) -> None:
        self._keeps = scope is Scope.CONCRETE
        self._names = sorted(set(_employers(answer)))

    def written(self, text: str) -> str:
        """What a person wrote."""
        return text if self._keeps else self.found(text)

    def found(self, value: Any) -> Any:
        """What a tool found, as text or JSON: never with personal data."""
        if isinstance(value, str):
            parts = _DOCUMENT_NUMBER.split(value)
            return "".join(part if place % 2 else self._hidden(part) for place, part in enumerate(parts))
        if isinstance(value, list):
            return [self.found(item) for item in value]
        if isinstance(value, dict):
            return {key: self.found(item) for key, item in value.items()}
        return value

    def _hidden(self, text: str) -> str:
        hidden: str = Mask(self._names).hide(text)
        return _MARK.sub(lambda mark: f"[{_NAMES.get(mark[1], mark[1])} reservado]", hidden)


def _employers(answer: Answer) -> Iterator[str]:
    for call in answer.tools:
        rows = call.result.get("credits", call.result.get("rows")) if isinstance(call.result, dict) else None
        for row in rows if isinstance(rows, list) else []:
            if isinstance(row, dict) and isinstance(row.get("employer"), str) and row["employer"]:
                yield row["employer"]
