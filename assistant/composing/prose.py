"""Prose: a strong model writes sentences over numbered clauses; each is verified by itself before anyone sees it."""

from __future__ import annotations

import asyncio
from typing import Any

from assistant.answers import Citation, Sentence
from assistant.citing import cite_clause
from assistant.composing.candidates import Candidate, as_data, candidates, numbers_in
from assistant.composing.composer import Composer
from assistant.composing.extractive import Composition, with_intros
from assistant.composing.fallback import without_model
from assistant.models.model import Model, ModelFailed
from assistant.prompts import load_prompt
from assistant.steps import Acted, Composed, Retrieved
from assistant.verification import Cited, Draft, Stated, Verifier

MOST_OFFERED = 5
MOST_SENTENCES = 4
LONGEST = 600
"""Characters of a sentence that may be shown."""


class ProseComposer:
    """For strong models. A calculation is told by its tool; there is nothing for a model to write."""

    def __init__(self, model: Model, extractive: Composer) -> None:
        self.name = f"prosa · {model.name}"
        self._model = model
        self._extractive = extractive

    async def compose(self, acted: Acted) -> Composed:
        """The model's sentences that verify; the extractive answer, saying so, unless most of them do."""
        retrieved = acted.retrieved
        if acted.act.acted:
            return await self._extractive.compose(acted)
        offered = await asyncio.to_thread(candidates, retrieved, MOST_OFFERED, self._model.window)
        if not offered:
            return await self._extractive.compose(acted)
        data = as_data(retrieved.understanding.standalone, offered)
        try:
            reply = await self._model.ask(load_prompt("prose"), data, _schema(len(offered)))
        except ModelFailed as error:
            return await without_model(self._extractive, acted, error.message)
        written = _read(reply, len(offered))
        if not written:
            return await without_model(self._extractive, acted, "El modelo no redactó ninguna oración con citas.")
        held = await asyncio.to_thread(_verified, retrieved, written, offered)
        if len(held) * 2 <= len(written):
            reason = f"De {len(written)} oraciones del modelo, {len(written) - len(held)} no pasaron la verificación."
            return await without_model(self._extractive, acted, reason)
        return Composed(acted=acted, composition=_composition(retrieved, held, written, offered), written_by=self.name)


_Written = tuple[str, list[int]]
"""A sentence and the numbers of the clauses that it says it rests on."""


def _schema(offered: int) -> dict[str, Any]:
    number = {"type": "integer", "enum": list(range(1, offered + 1))}
    sentence = {
        "type": "object",
        "properties": {"texto": {"type": "string"}, "clausulas": {"type": "array", "items": number, "minItems": 1}},
        "required": ["texto", "clausulas"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {"oraciones": {"type": "array", "items": sentence, "maxItems": MOST_SENTENCES}},
        "required": ["oraciones"],
        "additionalProperties": False,
    }


def _read(reply: dict[str, Any], offered: int) -> list[_Written]:
    """What the model wrote. A sentence without text or with a clause that was not offered keeps its place, uncited,
    so that verification rejects it and it is counted.
    """
    rows = reply.get("oraciones")
    written: list[_Written] = []
    for row in rows[:MOST_SENTENCES] if isinstance(rows, list) else []:
        text = row.get("texto") if isinstance(row, dict) else None
        if isinstance(text, str) and text.strip():
            written.append((" ".join(text.split()), numbers_in(row.get("clausulas"), offered)))
    return written


def _verified(retrieved: Retrieved, written: list[_Written], offered: list[Candidate]) -> list[_Written]:
    """The sentences that their clauses support, each judged alone."""
    verifier = Verifier(retrieved.snapshot.store, judge=retrieved.snapshot.judge)
    sources = frozenset(item.root.id for item in offered)
    held = []
    for text, numbers in written:
        clauses = with_intros([offered[number - 1].clause for number in numbers])
        cited = tuple(Cited(clause.id, clause.text, clause.start, clause.end) for clause in clauses)
        report = verifier.verify(Draft([Stated(text, cited)], as_of=retrieved.as_of, retrieved=sources))
        if numbers and len(text) <= LONGEST and report.supported:
            held.append((text, numbers))
    return held


def _composition(
    retrieved: Retrieved, held: list[_Written], written: list[_Written], offered: list[Candidate]
) -> Composition:
    sentences: list[Sentence] = []
    citations: dict[tuple[str, int], Citation] = {}
    for text, numbers in held:
        cited: list[str] = []
        for number in numbers:
            item = offered[number - 1]
            for clause in with_intros([item.clause]):
                cited.append(clause.id)
                citation = cite_clause(retrieved.snapshot.store, item.root, clause)
                citations[clause.id, clause.start] = citation
        sentences.append(Sentence(text=text, citations=list(dict.fromkeys(cited))))
    dropped = len(written) - len(held)
    if dropped:
        told = "Se quitó una oración" if dropped == 1 else f"Se quitaron {dropped} oraciones"
        sentences.append(Sentence(text=f"{told} del modelo que las citas no apoyaban.", role="notice"))
    return Composition(sentences, list(citations.values()))
