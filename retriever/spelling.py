"""Typos: a word that the corpus does not have becomes the nearest one that it has."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from retriever.terms import STOP_WORDS, stem

_SHORTEST = 5
_LONG = 8


class Speller:
    """Corrects folded words against a vocabulary (word -> number of entries); safe to share between threads."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._known = set(vocabulary)
        self._stems = {stem(word) for word in vocabulary}
        self._counts = dict(vocabulary)
        self._by_length: dict[int, list[str]] = {}
        for word in vocabulary:
            if len(word) >= _SHORTEST - 1:
                self._by_length.setdefault(len(word), []).append(word)
        self.correct = lru_cache(maxsize=4096)(self._correct)

    def _correct(self, word: str) -> str:
        """The word itself where it (or its stem) is known or nothing is near; the likeliest neighbour otherwise.

        One slip in words of five to seven letters, two in longer ones; a swap of neighbours is one slip.
        """
        fits = len(word) >= _SHORTEST and word.isalpha() and word not in STOP_WORDS
        if not fits or word in self._known or stem(word) in self._stems:
            return word
        allowed = 2 if len(word) >= _LONG else 1
        lengths = range(len(word) - allowed, len(word) + allowed + 1)
        pool = [known for length in lengths for known in self._by_length.get(length, ())]
        near = process.extract(word, pool, scorer=OSA.distance, score_cutoff=allowed, limit=None)
        if not near:
            return word
        # A first letter is seldom wrong; among equals the commoner word is meant.
        best = min(near, key=lambda hit: (hit[1], hit[0][0] != word[0], -self._counts[hit[0]]))
        return str(best[0])
