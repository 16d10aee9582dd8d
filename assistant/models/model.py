"""What Criterio asks of a model: JSON of a given form, from instructions of ours and data that are only data."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from typing import Any, Protocol

from corpus.errors import Unavailable


class ModelFailed(Unavailable):
    """The model gave nothing that can be used. The turn goes on without it; the answer says so."""


class ModelCut(ModelFailed):
    """The model stopped in the middle of its reply: the rows that came are whole, and there would have been more."""


class Model(Protocol):
    """`name` is shown with the answer; `window` is its context in tokens."""

    name: str
    window: int

    async def ask(self, instructions: str, data: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
        """A JSON object that answers `instructions` over `data`.

        Raises:
            ModelFailed: MODELO_SIN_RESPUESTA, MODELO_TARDADO or MODELO_ILEGIBLE.
        """
        ...

    def rows(
        self, instructions: str, data: dict[str, Any], schema: dict[str, Any]
    ) -> AsyncGenerator[dict[str, Any], None]:
        """The same reply as it is written, where its form is one list: each object of it as soon as it is whole.

        Raises:
            ModelCut: the reply began and did not end.
            ModelFailed: as `ask`; MODELO_ILEGIBLE may come after some rows.
        """
        ...


def read_object(text: str) -> dict[str, Any]:
    """The JSON object that a model wrote. A fence around it is taken off; nothing else is repaired.

    Raises:
        ModelFailed: MODELO_ILEGIBLE when it is not one object.
    """
    bare = text.strip().removeprefix("```json").removeprefix("```").removesuffix("```").strip()
    try:
        found = json.loads(bare)
    except (ValueError, RecursionError) as error:
        raise unreadable() from error
    if not isinstance(found, dict):
        raise unreadable()
    return found


def unreadable() -> ModelFailed:
    """What the model wrote is not what it was asked for."""
    return ModelFailed("MODELO_ILEGIBLE", "El modelo no contestó en la forma pedida.", "La respuesta va sin él.")
