"""Asks a model whether a text holds a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.models.model import Model, unreadable
from assistant.prompts import load_prompt
from corpus.citations import format_citation

INSTRUCTIONS = "second_reader"
_FORM: dict[str, Any] = {
    "type": "object",
    # The differences come first: a model that has to name them before it decides decides better.
    "properties": {"diferencias": {"type": "array", "items": {"type": "string"}}, "sostenida": {"type": "boolean"}},
    "required": ["diferencias", "sostenida"],
    "additionalProperties": False,
}


class SecondReader:
    """A model that reads one sentence beside the text that it cites."""

    def __init__(self, model: Model) -> None:
        self._model = model

    async def holds(self, cited: Sequence[tuple[str, str]], sentence: str) -> bool:
        """Whether the texts `cited`, each with its id, hold all that `sentence` says.

        Raises:
            ModelFailed: the model gave no verdict (`Model.ask`).
        """
        text = "\n\n".join(f"{format_citation(identifier, 'formal')}:\n{each}" for identifier, each in cited)
        reply = await self._model.ask(load_prompt(INSTRUCTIONS), {"texto": text, "oracion": sentence}, _FORM)
        held, differences = reply.get("sostenida"), reply.get("diferencias")
        if not isinstance(held, bool) or not isinstance(differences, list):
            raise unreadable()
        return held
