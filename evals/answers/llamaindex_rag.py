"""The baseline for whole answers: LlamaIndex as it comes, without a language model, over the same provisions.

Its two best chunks are the answer (its default `similarity_top_k`, response mode `no_text`), each cited as the
provision it was cut from. It always answers, as such a system does, and has no tools.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from assistant.answers import Answer, AnswerStatus, Citation
from assistant.steps import Question
from corpus.provisions import Provision

TOP = 2
NAME = "llamaindex"


class LlamaIndexRag:
    """Answers with the text that `search` (a question to root ids, best first) brings."""

    def __init__(self, search: Callable[[str], list[str]], articles: Sequence[Provision]) -> None:
        self._search = search
        self._articles = {article.id: article for article in articles}

    async def answer(self, question: Question) -> Answer:
        """The best provisions, whole."""
        asked = " ".join((*question.earlier, question.text))
        roots = (await asyncio.to_thread(self._search, asked))[:TOP]
        texts = [(root, self._articles[root].text) for root in roots]
        citations = [
            Citation(
                id=root, instrument=self._articles[root].instrument, provision=root, quote=text, start=0, end=len(text)
            )
            for root, text in texts
        ]
        body = "\n\n".join(text for _, text in texts)
        return Answer(status=AnswerStatus.ANSWERED, answer=body, citations=citations, composer=NAME)
