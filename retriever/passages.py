"""Which spans of a provision speak of a question: exact cosines over its stored passage vectors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retriever.embedding import Vectors
from retriever.entries import Field
from retriever.outside import settled
from retriever.search import Retriever

_SHARPNESS, _SHARPNESS_ADAPTED = 120.0, 20.0
"""Of the densities of questions, measured on the development ones; plain cosines lie close together."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of a root's text and the cosine of its vector with the question's, plain and adapted, from -1 to 1.

    `asked`: that of the nearest typical question of what holds the span: of its fraction where it has its own.
    """

    node: str
    start: int
    end: int
    cosine: float
    adapted: float
    asked: float


class PassageReader:
    """Scores the passages of provisions already found; safe to share between threads."""

    def __init__(self, retriever: Retriever) -> None:
        self._index = retriever.index
        self._embedder = retriever.embedder
        self._position = {root.id: position for position, root in enumerate(self._index.roots) if root.latest}
        index = self._index
        typical = np.flatnonzero(index.field_of[: len(index.vectors)] == Field.QUESTION)
        examples = index.outside
        fitted = index.adapter.questions(examples) if len(examples) else examples
        # Typical questions and examples of what is not settled.
        self._sides = ((index.vectors[typical], examples), (index.adapted[typical], fitted))

    def affinity(self, question: str, roots: Sequence[str]) -> dict[str, float]:
        """The best cosine of the question with anything of these provisions, by kind of entry: absolute, 0 to 1."""
        vector = self._embedder.embed_queries([question])[0]
        found = {field.name.lower(): 0.0 for field in (Field.PASSAGE, Field.HEADING, Field.QUESTION)}
        for root in roots:
            if root not in self._position:
                continue
            rows = self._index.rows_of(self._position[root])
            numbers = np.arange(rows.start, rows.stop)
            cosines = np.asarray(self._index.vectors[numbers] @ vector, np.float64)
            for field in (Field.PASSAGE, Field.HEADING, Field.QUESTION):
                mine = cosines[self._index.field_of[numbers] == field]
                if mine.size:
                    found[field.name.lower()] = max(found[field.name.lower()], float(mine.max()))
        return found

    def settled(self, question: str, *, apart_from_itself: bool = False) -> tuple[float, float]:
        """Whether questions that the regulations settle are denser around this one, by plain and adapted vectors.

        Log-ratios (retriever/outside.py); `apart_from_itself` judges an example by the other ones.
        """
        vector = self._embedder.embed_queries([question])[0]
        plain, adapted = self._sides
        return (
            settled(vector, *plain, _SHARPNESS, apart_from_itself=apart_from_itself),
            settled(
                self._index.adapter.questions(vector),
                *adapted,
                _SHARPNESS_ADAPTED,
                apart_from_itself=apart_from_itself,
            ),
        )

    def read(self, question: str, roots: Sequence[str]) -> dict[str, list[Passage]]:
        """Passages of each root in its latest wording, best first; a root that is not in the index has none."""
        vector = self._embedder.embed_queries([question])[0]
        fitted = self._index.adapter.questions(vector)
        known = [root for root in roots if root in self._position]
        return {root: self._passages(self._position[root], vector, fitted) for root in known}

    def _passages(self, position: int, vector: Vectors, fitted: Vectors) -> list[Passage]:
        numbers = self._rows(position, Field.PASSAGE)
        typical = self._typical(position, vector)
        cosines = np.asarray(self._index.vectors[numbers] @ vector, np.float64)
        adapted = np.asarray(self._index.adapted[numbers] @ fitted, np.float64)
        places = self._index.locate(int(row) for row in numbers)
        found = []
        for row, cosine, near in zip(numbers, cosines, adapted, strict=True):
            place = places[int(row)]
            asked = next((typical[node] for node in _holders(place.node) if node in typical), 0.0)
            found.append(Passage(place.node, place.start, place.end, float(cosine), float(near), asked))
        return sorted(found, key=lambda passage: -passage.cosine)

    def _typical(self, position: int, vector: Vectors) -> dict[str, float]:
        """The best cosine of the question with the typical ones of a root and of each of its parts that has some."""
        rows = self._rows(position, Field.QUESTION)
        best: dict[str, float] = {}
        places = self._index.locate(rows.tolist())
        for row, cosine in zip(rows.tolist(), (self._index.vectors[rows] @ vector).tolist(), strict=True):
            node = places[row].node
            best[node] = max(best.get(node, -1.0), cosine)
        return best

    def _rows(self, position: int, field: Field) -> NDArray[np.int64]:
        rows = self._index.rows_of(position)
        numbers = np.arange(rows.start, rows.stop)
        found: NDArray[np.int64] = numbers[self._index.field_of[numbers] == field]
        return found


def _holders(node: str) -> Iterator[str]:
    """A node and what holds it, from the inside: "CFF:66-A/V/c", "CFF:66-A/V", "CFF:66-A"."""
    while node:
        yield node
        node = node.rpartition("/")[0]
