"""A person's question as the indexes read it: spelling, glossary, weighted terms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from corpus.editorial import GlossaryEntry
from retriever.spelling import Speller
from retriever.terms import STOP_WORDS, stem, terms, words

MAX_CHARACTERS = 2000
"""Longer questions are read up to here: beyond it there is a document, not a question."""
_EXPANSION_WEIGHT = 0.5
_LONGEST_FORM = 5


@dataclass(frozen=True, slots=True)
class Question:
    """`text` is what the model embeds; `terms` are weighted for the lexical index, the person's own first.

    `corrected` maps a typed word to the one read; `understood` are the glossary terms found.
    """

    text: str
    terms: tuple[tuple[str, float], ...]
    own_terms: tuple[str, ...]
    corrected: dict[str, str] = field(default_factory=dict)
    understood: tuple[str, ...] = ()


class QuestionReader:
    """Reads questions with a vocabulary and a glossary; safe to share between threads."""

    def __init__(self, speller: Speller, glossary: Sequence[GlossaryEntry]) -> None:
        self._speller = speller
        self._forms: dict[tuple[str, ...], list[GlossaryEntry]] = {}
        self._expansions = {entry.term: tuple(dict.fromkeys(_expansion(entry))) for entry in glossary}
        for entry in glossary:
            for form in entry.spoken:
                key = tuple(terms(form)) or tuple(words(form))
                listed = self._forms.setdefault(key, [])
                if entry not in listed:
                    listed.append(entry)

    def read(self, question: str) -> Question:
        """Read one question, whatever it holds; an empty one has no terms."""
        # A lone surrogate (half an emoji, cut by a client) is not text; the tokenizer would refuse it.
        typed = question[:MAX_CHARACTERS].encode("utf-8", "replace").decode("utf-8")
        if typed.isupper():
            typed = typed.lower()  # the model reads capitals as another language
        found = words(typed)
        corrected = {word: right for word in found if (right := self._speller.correct(word)) != word}
        own = [stem(corrected.get(word, word)) for word in found if word not in STOP_WORDS]
        entries = self._entries(own)
        weights = dict.fromkeys(own, 1.0)
        for entry in entries:
            for term in self._expansions[entry.term]:
                weights.setdefault(term, _EXPANSION_WEIGHT)
        return Question(
            text=_respell(typed, corrected),
            terms=tuple(weights.items()),
            own_terms=tuple(dict.fromkeys(own)),
            corrected=corrected,
            understood=tuple(entry.term for entry in entries),
        )

    def _entries(self, own: Sequence[str]) -> list[GlossaryEntry]:
        found: list[GlossaryEntry] = []
        for at in range(len(own)):
            for length in range(min(_LONGEST_FORM, len(own) - at), 0, -1):
                for entry in self._forms.get(tuple(own[at : at + length]), ()):
                    if entry not in found:
                        found.append(entry)
        return found


def _expansion(entry: GlossaryEntry) -> Iterable[str]:
    for text in (*entry.law, *entry.spoken):
        yield from terms(text)


def _respell(typed: str, corrected: dict[str, str]) -> str:
    if not corrected:
        return typed.strip()
    pieces = typed.split()
    for position, piece in enumerate(pieces):
        bare = words(piece)
        if len(bare) == 1 and bare[0] in corrected:
            pieces[position] = corrected[bare[0]]
    return " ".join(pieces)
