"""Selector: a model only chooses and orders clauses, by number; every word of the answer is the law's or ours."""

from __future__ import annotations

import asyncio
from typing import Any

from assistant.answers import Citation, Sentence
from assistant.citing import cite_clause
from assistant.composing.candidates import Candidate, as_data, candidates, numbers_in
from assistant.composing.composer import Composer, Say, unsaid
from assistant.composing.extractive import Composition, quoting, with_intros
from assistant.composing.fallback import without_model
from assistant.models.model import Model, ModelFailed
from assistant.prompts import load_prompt
from assistant.steps import Acted, Composed, Retrieved

MOST_OFFERED = 10
MOST_CHOSEN = 3


class SelectorComposer:
    """For small models. What the question names, and calculations, are not a model's to choose."""

    def __init__(self, model: Model, extractive: Composer) -> None:
        self.name = f"selector · {model.name}"
        self._model = model
        self._extractive = extractive

    async def compose(self, acted: Acted, say: Say = unsaid) -> Composed:
        """Quote the clauses that the model chose; the extractive answer, saying so, when it gave none that serve."""
        del say  # a few numbers: there is nothing to tell before their end
        retrieved = acted.retrieved
        if acted.act.acted or any(hit.cited for hit in retrieved.result.hits):
            return await self._extractive.compose(acted)
        offered = await asyncio.to_thread(candidates, retrieved, MOST_OFFERED, self._model.window)
        if not offered:
            return await self._extractive.compose(acted)
        data = as_data(retrieved.understanding.standalone, offered)
        try:
            reply = await self._model.ask(load_prompt("selector"), data, _schema(len(offered)))
        except ModelFailed as error:
            return await without_model(self._extractive, acted, error.message)
        numbers = numbers_in(reply.get("clausulas"), len(offered))[:MOST_CHOSEN]
        if not numbers:
            return await without_model(
                self._extractive, acted, "El modelo no eligió ninguna cláusula de las ofrecidas."
            )
        return Composed(
            acted=acted,
            composition=_composition(retrieved, [offered[number - 1] for number in numbers]),
            written_by=self.name,
        )


def _schema(offered: int) -> dict[str, Any]:
    number = {"type": "integer", "enum": list(range(1, offered + 1))}
    return {
        "type": "object",
        "properties": {"clausulas": {"type": "array", "items": number, "maxItems": MOST_CHOSEN}},
        "required": ["clausulas"],
        "additionalProperties": False,
    }


def _composition(retrieved: Retrieved, chosen: list[Candidate]) -> Composition:
    """One quoting sentence per provision, in the order of the choice; inside it, in the order of the law."""
    sentences: list[Sentence] = []
    citations: list[Citation] = []
    for identifier in dict.fromkeys(item.root.id for item in chosen):
        mine = [item for item in chosen if item.root.id == identifier]
        clauses = sorted((item.clause for item in mine), key=lambda clause: clause.start)
        root = mine[0].root
        sentences.append(quoting(root, clauses))
        citations.extend(cite_clause(retrieved.snapshot.store, root, clause) for clause in with_intros(clauses))
    return Composition(sentences, citations)
