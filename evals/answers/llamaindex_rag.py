"""The baseline for whole answers: LlamaIndex as it comes, without a language model, over the same provisions.

Its two best chunks are the answer (its default `similarity_top_k`, response mode `no_text`), each cited as the
provision it was cut from. It always answers, as such a system does, and has no tools: of a case with credits it gets
the words only. Documents of cases are in its index, and left out of what it finds for every other case.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from assistant.abstention import SEARCHED
from assistant.answers import Answer, AnswerStatus, Citation
from assistant.steps import Question
from corpus.provisions import Provision
from evals.answers.calibration import Searched

TOP = 2
NAME = "llamaindex"


class LlamaIndexRag:
    """Answers with the text that `search` (a question to root ids, best first) brings, among the articles."""

    def __init__(self, search: Callable[[str], list[str]], articles: Sequence[Provision]) -> None:
        self._search = search
        self._articles = {article.id: article for article in articles}

    async def searched(self, question: Question) -> Searched:
        """What its search brought; it states no probability."""
        return Searched(None, tuple((await self._found(question))[:SEARCHED]))

    async def answer(self, question: Question) -> Answer:
        """The best provisions, whole."""
        roots = (await self._found(question))[:TOP]
        texts = [(root, self._articles[root].text) for root in roots]
        citations = [
            Citation(
                id=root, instrument=self._articles[root].instrument, provision=root, quote=text, start=0, end=len(text)
            )
            for root, text in texts
        ]
        body = "\n\n".join(text for _, text in texts)
        return Answer(status=AnswerStatus.ANSWERED, answer=body, citations=citations, composer=NAME)

    async def _found(self, question: Question) -> list[str]:
        asked = " ".join((*question.earlier, question.text))
        return [root for root in await asyncio.to_thread(self._search, asked) if root in self._articles]
