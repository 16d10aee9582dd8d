"""A model proposes a calculation where code recognised none; nothing runs on a value that the person did not say."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

from assistant.acting.dispatch import Dispatcher
from assistant.acting.facts import facts_of
from assistant.acting.model import ActResult
from assistant.acting.plans import Plan
from assistant.answers import Sentence
from assistant.models.arguments import unfounded
from assistant.models.model import Model, ModelFailed
from assistant.prompts import load_prompt
from assistant.steps import Question
from assistant.understanding.intents import Intent
from assistant.understanding.understand import Understanding
from tools.registry import Tool

NONE = "ninguna"
_log = logging.getLogger(__name__)


class RoutingActor:
    """Code first; the model only where code found nothing to do and the person gave an amount, a day or a period."""

    def __init__(self, by_code: Dispatcher, model: Model, tools: Sequence[Tool[Any]]) -> None:
        self._by_code = by_code
        self._model = model
        self._tools = {tool.name: tool for tool in tools}

    def act(self, understanding: Understanding, question: Question) -> ActResult:
        """What code does; otherwise the model's proposal, when every value of it was said."""
        done = self._by_code.act(understanding, question)
        if done.acted or understanding.intent is not Intent.QUESTION or not _has_data(understanding, question):
            return done
        proposed = self._propose(understanding)
        if proposed is None or unfounded(proposed.arguments, understanding.chain, question.today):
            return done
        result = self._by_code.run(proposed, question, said_day=True)
        told = Sentence(text=f"El cálculo lo propuso {self._model.name} con los datos de su mensaje.", role="notice")
        return result.model_copy(update={"sentences": [*result.sentences, told]})

    def _propose(self, understanding: Understanding) -> Plan | None:
        tools = [
            {"nombre": tool.name, "descripcion": tool.description, "datos": tool.arguments.model_json_schema()}
            for tool in self._tools.values()
        ]
        data = {"mensajes": list(understanding.chain), "herramientas": tools}
        try:
            # A turn's tools run in a thread of their own, which has no loop.
            reply = asyncio.run(self._model.ask(load_prompt("router"), data, self._schema()))
        except ModelFailed as error:
            _log.info("no proposal from the model: %s", error.code)
            return None
        name, arguments = reply.get("herramienta"), reply.get("argumentos")
        if name not in self._tools or not isinstance(arguments, dict):
            return None
        return Plan(tool=name, arguments={key: value for key, value in arguments.items() if value is not None})

    def _schema(self) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": {
                "herramienta": {"type": "string", "enum": [*self._tools, NONE]},
                "argumentos": {"type": "object"},
            },
            "required": ["herramienta", "argumentos"],
        }


def _has_data(understanding: Understanding, question: Question) -> bool:
    facts = facts_of(understanding.chain, question.today)
    return bool(facts.amounts and (facts.days or facts.period or facts.bimester))
