"""Fits the space of vectors to our provisions: a question should lie near what is asked, however it is asked.

The general model spreads the ways of asking the same thing as far apart as different things. A linear map is learnt
from the typical questions: each one must find the other questions and the passages of its provision among all
entries (contrastive loss). It starts from whitening the scatter *within* provisions (linear discriminant analysis,
shrunk) and is held near it, because there are few questions for so many weights.

Questions and passages are centred apart: the model puts the two kinds of text in two clouds. The map is learnt when
the index is built, in seconds, from a fixed seed, and kept beside the vectors: the same entries give the same map.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retriever.embedding import Vectors
from retriever.entries import Field

_SHRINKAGE = 0.5
_FEWEST_PROVISIONS = 30
"""With questions for fewer provisions there is nothing to learn, and vectors stay as they are."""
_STEPS, _BATCH, _RATE = 100, 256, 7e-4
_SHOWN = 1500
"""Entries among which the questions of a step look: against all of them a step costs four times as much for nothing."""
_TEMPERATURE, _ANCHOR, _NOISE = 0.05, 3e-3, 0.5
_NEVER = np.float32(-1e9)
_KEPT = 4
"""Maps kept on disk, the last ones used."""
_OTHERS = 0.25
"""Share of the passages of provisions without questions that serve as wrong answers."""


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


def cached_adapter(folder: Path, vectors: Vectors, fields: NDArray[np.uint8], roots: NDArray[np.int32]) -> Adapter:
    """`fit_adapter`, kept in `folder` under a hash of what it was learnt from and how."""
    recipe = (_SHRINKAGE, _FEWEST_PROVISIONS, _STEPS, _BATCH, _RATE, _SHOWN, _TEMPERATURE, _ANCHOR, _NOISE, _OTHERS)
    digest = hashlib.sha256(repr((recipe, vectors.shape)).encode())
    for array in (vectors, fields, roots):
        digest.update(np.ascontiguousarray(array).data)
    path = folder / f"{digest.hexdigest()[:32]}.npz"
    if path.exists():
        path.touch()
        return Adapter.load(path)
    adapter = fit_adapter(vectors, fields, roots)
    folder.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f"{os.getpid()}-{path.name}")
    adapter.save(half)
    half.replace(path)
    for old in sorted(folder.glob("*.npz"), key=lambda each: -each.stat().st_mtime)[_KEPT:]:
        old.unlink(missing_ok=True)
    return adapter


def fit_adapter(vectors: Vectors, fields: NDArray[np.uint8], roots: NDArray[np.int32]) -> Adapter:
    """The adapter of an index: what each row of `vectors` is (`fields`) and the root it leads to (`roots`)."""
    asked = fields != Field.PASSAGE
    known = np.unique(roots[asked])
    if len(known) < _FEWEST_PROVISIONS:
        nothing = np.zeros(vectors.shape[1], np.float32)
        return Adapter(nothing, nothing, np.eye(vectors.shape[1], dtype=np.float32))
    question_centre, passage_centre = vectors[asked].mean(axis=0), vectors[~asked].mean(axis=0)
    centred = np.where(asked[:, None], vectors - question_centre, vectors - passage_centre).astype(np.float32)
    kept = np.isin(roots, known)
    start = _whitening(centred[kept], np.unique(roots[kept], return_inverse=True)[1])
    random = np.random.default_rng(0)
    pool = np.flatnonzero(kept | (random.random(len(roots)) < _OTHERS))
    matrix = _learn(start, centred, roots, np.flatnonzero(asked), pool, random)
    return Adapter(question_centre, passage_centre, matrix)


def _whitening(centred: Vectors, owner: NDArray[np.intp]) -> Vectors:
    """The map under which the scatter within provisions is the same in all directions."""
    dimension = centred.shape[1]
    means = np.zeros((owner.max() + 1, dimension))
    np.add.at(means, owner, centred)
    means /= np.bincount(owner)[:, None]
    within = centred - means[owner]
    scatter = within.T @ within / len(within)
    level = np.trace(scatter) / dimension
    values, axes = np.linalg.eigh(scatter + _SHRINKAGE * level * np.eye(dimension))
    matrix: Vectors = ((axes * values**-0.5) @ axes.T * level**0.5).astype(np.float32)
    return matrix


def _learn(
    start: Vectors,
    centred: Vectors,
    roots: NDArray[np.int32],
    questions: NDArray[np.intp],
    pool: NDArray[np.intp],
    random: np.random.Generator,
) -> Vectors:
    """Adam on the contrastive loss over batches of questions, each against a part of the pool."""
    matrix, first, second = start.copy(), np.zeros_like(start), np.zeros_like(start)
    texts, owners = centred[pool], roots[pool]
    for step in range(1, _STEPS + 1):
        batch = random.choice(questions, min(_BATCH, len(questions)), replace=False)
        asked = centred[batch]
        # Noise of half a vector's length: a question is an example of many ways to ask.
        lengths = np.linalg.norm(asked, axis=1, keepdims=True) / np.float32(asked.shape[1] ** 0.5)
        asked = asked + _NOISE * lengths * random.standard_normal(asked.shape, np.float32)
        shown = random.choice(len(pool), min(_SHOWN, len(pool)), replace=False)
        right = roots[batch][:, None] == owners[shown][None]
        gradient = _gradient(matrix, asked, texts[shown], right, batch[:, None] == pool[shown][None])
        gradient = gradient + 2 * _ANCHOR * (matrix - start)
        first = 0.9 * first + 0.1 * gradient
        second = 0.999 * second + 0.001 * gradient**2
        matrix -= _RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return matrix


def _gradient(
    matrix: Vectors, asked: Vectors, texts: Vectors, right: NDArray[np.bool_], itself: NDArray[np.bool_]
) -> Vectors:
    """Derivative of the mean over questions of log(sum over all) - log(sum over the right ones)."""
    question, question_length = _project(asked, matrix)
    text, text_length = _project(texts, matrix)
    logits = np.where(itself, _NEVER, question @ text.T / _TEMPERATURE)
    change = (_softmax(logits) - _softmax(np.where(right, logits, _NEVER))) / (len(asked) * _TEMPERATURE)
    change *= (right & ~itself).any(axis=1, keepdims=True)  # a lone question has nothing to find
    to_question, to_text = change @ text, change.T @ question
    to_question -= question * (question * to_question).sum(axis=1, keepdims=True)
    to_text -= text * (text * to_text).sum(axis=1, keepdims=True)
    gradient = asked.T @ (to_question / question_length) + texts.T @ (to_text / text_length)
    return gradient.astype(np.float32)


def _project(vectors: Vectors, matrix: Vectors) -> tuple[Vectors, Vectors]:
    mapped = vectors @ matrix
    length = np.maximum(np.linalg.norm(mapped, axis=1, keepdims=True), 1e-9)
    return mapped / length, length


def _softmax(logits: Vectors) -> Vectors:
    raised: Vectors = np.exp(logits - logits.max(axis=1, keepdims=True))
    raised /= raised.sum(axis=1, keepdims=True)
    return raised


def _unit(vectors: NDArray[np.floating[Any]]) -> Vectors:
    lengths = np.maximum(np.sqrt(np.vecdot(vectors, vectors)), 1e-9)
    unit: Vectors = (vectors / lengths[..., None]).astype(np.float32)
    return unit
