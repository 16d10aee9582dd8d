"""Prose: a strong model writes sentences over numbered clauses; each is verified as it comes, before anyone sees it."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import Any

from assistant.answers import Citation, Sentence
from assistant.citing import cite_clause
from assistant.composing.candidates import Candidate, as_data, candidates, numbers_in
from assistant.composing.composer import Composer, Say, unsaid
from assistant.composing.extractive import Composition, with_intros
from assistant.composing.fallback import without_model
from assistant.models.model import Model, ModelCut, ModelFailed
from assistant.prompts import load_prompt
from assistant.second_reading.reader import SecondReader
from assistant.steps import Acted, Composed, Retrieved
from assistant.verification import Cited, Draft, Stated, Verifier

MOST_OFFERED = 5
MOST_SENTENCES = 4
LONGEST = 600
"""Characters of a sentence that may be shown."""
_CUT = "El modelo se interrumpió: van sólo las oraciones que terminó."


class ProseComposer:
    """For strong models. A calculation is told by its tool; there is nothing for a model to write.

    With a `reader` each sentence is read again beside what it cites; without one the verifier's own networks decide.
    """

    def __init__(self, model: Model, extractive: Composer, reader: SecondReader | None = None) -> None:
        self.name = f"prosa · {model.name}" + (" · segunda lectura" if reader else "")
        self._model = model
        self._extractive = extractive
        self._reader = reader

    async def compose(self, acted: Acted, say: Say = unsaid) -> Composed:
        """The model's sentences that verify, each said at once; the extractive answer, saying so, unless most do."""
        retrieved = acted.retrieved
        if acted.act.acted:
            return await self._extractive.compose(acted)
        offered = await asyncio.to_thread(candidates, retrieved, MOST_OFFERED, self._model.window)
        if not offered:
            return await self._extractive.compose(acted)
        writing, cut = _Writing(retrieved, offered, self._reader), False
        data = as_data(retrieved.understanding.standalone, offered)
        try:
            async with aclosing(self._model.rows(load_prompt("prose"), data, _schema(len(offered)))) as rows:
                async for row in rows:
                    verified = await writing.take(row)
                    if verified is not None:
                        await say(verified)
        except ModelFailed as error:
            cut = isinstance(error, ModelCut) and bool(writing.written)
            if not cut:
                return await without_model(self._extractive, acted, error.message)
        if not writing.written:
            return await without_model(self._extractive, acted, "El modelo no redactó ninguna oración con citas.")
        held = len(writing.held)
        if held * 2 <= writing.written:
            reason = f"De {writing.written} oraciones del modelo, {writing.written - held} no pasaron la verificación."
            return await without_model(self._extractive, acted, reason)
        return Composed(acted=acted, composition=writing.draft(cut=cut), written_by=self.name)


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


class _Writing:
    """The sentences of one reply: how many were `written`, and those `held` by the clauses that they name."""

    def __init__(self, retrieved: Retrieved, offered: list[Candidate], reader: SecondReader | None) -> None:
        self.written = 0
        self.held: list[Composition] = []
        self._retrieved = retrieved
        self._offered = offered
        self._reader = reader
        self._rows = 0
        self._verifier = Verifier(retrieved.snapshot.store, judge=retrieved.snapshot.judge)

    async def take(self, row: dict[str, Any]) -> Composition | None:
        """The sentence of a row with its citations; None where its clauses do not support it, judged alone.

        A sentence without text is not counted; one with a clause that was not offered is, and is rejected.

        Raises:
            ModelFailed: the second reader gave no verdict.
        """
        self._rows += 1
        text = row.get("texto")
        if self._rows > MOST_SENTENCES or not isinstance(text, str) or not text.strip():
            return None
        self.written += 1
        text = " ".join(text.split())
        numbers = numbers_in(row.get("clausulas"), len(self._offered))
        if not numbers or len(text) > LONGEST:
            return None
        cited = [self._offered[number - 1] for number in numbers]
        read = None
        if self._reader is not None:
            read = await self._reader.holds([(item.clause.id, item.text) for item in cited], text)
        if not await asyncio.to_thread(self._supported, text, cited, read):
            return None
        self.held.append(self._sentence(text, cited, read))
        return self.held[-1]

    def draft(self, *, cut: bool) -> Composition:
        """The sentences held, and how many more the model wrote, or would have written."""
        sentences = [sentence for item in self.held for sentence in item.sentences]
        citations = {(citation.id, citation.start): citation for item in self.held for citation in item.citations}
        dropped = self.written - len(self.held)
        if dropped:
            told = "Se quitó una oración" if dropped == 1 else f"Se quitaron {dropped} oraciones"
            sentences.append(Sentence(text=f"{told} del modelo que las citas no apoyaban.", role="notice"))
        if cut:
            sentences.append(Sentence(text=_CUT, role="notice"))
        return Composition(sentences, list(citations.values()))

    def _supported(self, text: str, found: list[Candidate], read: bool | None) -> bool:
        clauses = with_intros([item.clause for item in found])
        cited = tuple(Cited(clause.id, clause.text, clause.start, clause.end) for clause in clauses)
        sources = frozenset(item.root.id for item in self._offered)
        draft = Draft([Stated(text, cited, second_reading=read)], as_of=self._retrieved.as_of, retrieved=sources)
        return self._verifier.verify(draft).supported

    def _sentence(self, text: str, found: list[Candidate], read: bool | None) -> Composition:
        store = self._retrieved.snapshot.store
        citations: dict[tuple[str, int], Citation] = {}
        for item in found:
            for clause in with_intros([item.clause]):
                citations[clause.id, clause.start] = cite_clause(store, item.root, clause)
        cited = list(dict.fromkeys(identifier for identifier, _ in citations))
        return Composition([Sentence(text=text, citations=cited, second_reading=read)], list(citations.values()))
