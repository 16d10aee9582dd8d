"""Asks a model whether a text holds a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.models.model import Model, unreadable
from assistant.prompts import load_prompt
from assistant.verification.orders import is_order
from corpus.citations import format_citation

INSTRUCTIONS = "second_reader"
_FORM: dict[str, Any] = {
    "type": "object",
    # The differences come first, so that it compares before it decides; nobody reads them.
    "properties": {
        "diferencias": {"type": "array", "items": {"type": "string"}, "maxItems": 5},
        "sostenida": {"type": "boolean"},
    },
    "required": ["diferencias", "sostenida"],
    "additionalProperties": False,
}


class SecondReader:
    """A model that reads one sentence beside the text that it cites."""

    def __init__(self, model: Model) -> None:
        self._model = model

    async def holds(self, cited: Sequence[tuple[str, str]], sentence: str) -> bool:
        """Whether the texts `cited`, each with its id, hold all that `sentence` says.

        What gives orders to whoever reads it holds nothing, and the model is not asked.

        Raises:
            ModelFailed: the model gave no verdict (`Model.ask`).
        """
        if any(is_order(text) for text in (sentence, *(text for _, text in cited))):
            return False
        texts = [{"cita": format_citation(identifier, "formal"), "texto": text} for identifier, text in cited]
        reply = await self._model.ask(load_prompt(INSTRUCTIONS), {"textos": texts, "oracion": sentence}, _FORM)
        held = reply.get("sostenida")
        if not isinstance(held, bool):
            raise unreadable()
        return held
