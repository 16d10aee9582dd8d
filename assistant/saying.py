"""What a turn tells of its answer, each citation and sentence once: as soon as it is verified, or at the end."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers import Citation, Sentence
from assistant.composing.extractive import Composition
from assistant.events import CitationEvent, SentenceEvent
from assistant.finishing import Finisher, verbatim
from assistant.steps import Acted

Said = CitationEvent | SentenceEvent


class Saying:
    """The citations and sentences of one answer that have left, by their numbers and positions."""

    def __init__(self, finisher: Finisher) -> None:
        self._finisher = finisher
        self._begun = self._early = False
        self._citations: list[Citation] = []
        self._sentences: list[Sentence] = []

    def early(self, acted: Acted, verified: Composition) -> list[Said]:
        """What may leave of a draft that is still being written, `verified` being its next sentences.

        Nothing where the whole draft decides; what the answer corrects first goes before the first sentence.
        """
        told: list[Said] = []
        if not self._begun:
            self._begun = True
            opening = self._finisher.opening(acted, verified)
            self._early = opening is not None
            told = self.news([], opening or [])
        if not self._early:
            return []
        held = {(citation.id, citation.start) for citation in self._citations}
        new = [verbatim(item) for item in verified.citations if (item.id, item.start) not in held]
        return [*told, *self.news([*self._citations, *new], [*self._sentences, *verified.sentences])]

    def news(self, citations: Sequence[Citation], sentences: Sequence[Sentence]) -> list[Said]:
        """The events of an answer that has these from the first to the last: those that have not left as they are."""
        told: list[Said] = [
            CitationEvent(number=number, citation=citation)
            for number, citation in enumerate(citations, 1)
            if citation not in self._citations[number - 1 : number]
        ]
        told += [
            SentenceEvent(position=position, sentence=sentence)
            for position, sentence in enumerate(sentences)
            if sentence not in self._sentences[position : position + 1]
        ]
        self._citations, self._sentences = list(citations), list(sentences)
        return told
