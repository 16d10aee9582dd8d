"""Fits the space of vectors to our provisions: what differs within a provision counts less, what tells two apart more.

The general model spreads the ways of asking the same thing as far apart as different things. From the typical questions
and the passages of each provision we take the scatter *within* provisions and whiten it (the closed form of linear
discriminant analysis, shrunk towards doing nothing). Questions and passages are centred apart, because the model puts
the two kinds of text in two clouds. It is computed when the index is built, in a second, and always the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retriever.embedding import Vectors
from retriever.entries import Field

_SHRINKAGE = 0.5
_FEWEST_PROVISIONS = 30
"""With questions for fewer provisions the scatter is not known, and vectors stay as they are."""


@dataclass(frozen=True, slots=True)
class Adapter:
    """Centres of the two kinds of text, `(dimension,)`, and the map, `(dimension, dimension)`."""

    question_centre: Vectors
    passage_centre: Vectors
    matrix: Vectors

    def questions(self, vectors: Vectors) -> Vectors:
        """Adapted vectors of questions, `(n, dimension)`, rows of length 1."""
        return _unit((vectors - self.question_centre) @ self.matrix)

    def passages(self, vectors: Vectors) -> Vectors:
        """Adapted vectors of passages, `(n, dimension)`, rows of length 1."""
        return _unit((vectors - self.passage_centre) @ self.matrix)

    def entries(self, vectors: Vectors, fields: NDArray[np.uint8]) -> Vectors:
        """Adapted vectors of entries: headings and typical questions are questions."""
        passages = fields == Field.PASSAGE
        adapted = np.empty_like(vectors)
        adapted[passages], adapted[~passages] = self.passages(vectors[passages]), self.questions(vectors[~passages])
        return adapted

    def save(self, path: Path) -> None:
        """Write to one file."""
        np.savez(path, question=self.question_centre, passage=self.passage_centre, matrix=self.matrix)

    @classmethod
    def load(cls, path: Path) -> Adapter:
        """Read what `save` wrote."""
        with np.load(path) as stored:
            return cls(stored["question"], stored["passage"], stored["matrix"])


def fit_adapter(vectors: Vectors, fields: NDArray[np.uint8], roots: NDArray[np.int32]) -> Adapter:
    """The adapter of an index: what each row of `vectors` is (`fields`) and the root it leads to (`roots`)."""
    dimension = vectors.shape[1]
    asked = fields != Field.PASSAGE
    known = np.unique(roots[asked])
    if len(known) < _FEWEST_PROVISIONS:
        nothing = np.zeros(dimension, np.float32)
        return Adapter(nothing, nothing, np.eye(dimension, dtype=np.float32))
    question_centre, passage_centre = vectors[asked].mean(axis=0), vectors[~asked].mean(axis=0)
    centred = np.where(asked[:, None], vectors - question_centre, vectors - passage_centre).astype(np.float64)
    kept = np.isin(roots, known)
    centred, owner = centred[kept], np.unique(roots[kept], return_inverse=True)[1]
    means = np.zeros((len(known), dimension))
    np.add.at(means, owner, centred)
    means /= np.bincount(owner)[:, None]
    within = centred - means[owner]
    scatter = within.T @ within / len(within)
    level = np.trace(scatter) / dimension
    values, axes = np.linalg.eigh(scatter + _SHRINKAGE * level * np.eye(dimension))
    matrix = (axes * values**-0.5) @ axes.T * level**0.5
    return Adapter(question_centre, passage_centre, matrix.astype(np.float32))


def _unit(vectors: NDArray[np.floating[Any]]) -> Vectors:
    lengths = np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
    unit: Vectors = (vectors / lengths).astype(np.float32)
    return unit
