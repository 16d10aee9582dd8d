"""What is known of each candidate provision for one question: the features that the ranker weighs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retriever.embedding import Vectors
from retriever.entries import Field, Root
from retriever.index_files import IndexFiles

FEATURES = (
    "passage_cosine",
    "passage_cosine_3",
    "question_cosine",
    "question_cosine_3",
    "heading_cosine",
    "adapted_passage",
    "adapted_passage_3",
    "adapted_question",
    "adapted_question_3",
    "adapted_heading",
    "passage_bm25",
    "article_bm25",
    "question_bm25",
    "heading_bm25",
    "subject_bm25",
    "fusion",
    "manual",
    "social_security_law",
    "yearly_law",
    "transitorio",
)
"""In the order of the columns. Cosines are relative to the best candidate's; BM25 is a share of the best score."""
PRIORS = ("manual", "social_security_law", "yearly_law", "transitorio")
"""What a provision is whatever the question; the other features are evidence, and more of it is better."""

Matrix = NDArray[np.float64]
_DENSE = (Field.PASSAGE, Field.HEADING, Field.QUESTION)
_UNSEEN = 255
_TOP = 3
_TOLD = 5
"""Candidates with questions that count as much as the belief that questions are no nearer than passages."""
RowScores = Mapping[Field, Sequence[tuple[int, float]]]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Features of the candidates, `(candidates, len(FEATURES))`, and the rows that speak for each one."""

    features: Matrix
    best_passage: list[int]
    best_question: list[int]


def gather(
    index: IndexFiles,
    candidates: Sequence[int],
    vector: Vectors,
    lexical: RowScores,
    fusion: Sequence[float],
    headings: bool = True,
    without: Collection[int] = (),
) -> Evidence:
    """Exact cosines over every entry of the candidates (late interaction), BM25 as found, and the fused rank."""
    slices = [index.rows_of(root) for root in candidates]
    rows = np.concatenate([np.arange(s.start, s.stop) for s in slices])
    owner = np.repeat(np.arange(len(candidates)), [s.stop - s.start for s in slices])
    cosines = np.asarray(index.vectors[rows] @ vector, np.float64)
    fields = index.field_of[rows]
    if without:
        fields[np.isin(rows, list(without))] = _UNSEEN
    if not headings:
        fields[fields != Field.PASSAGE] = _UNSEEN
    best = _best(owner, fields, cosines, len(candidates))
    asked = index.adapter.questions(vector)
    fitted = _best(owner, fields, np.asarray(index.adapted[rows] @ asked, np.float64), len(candidates))
    spoken = _lexical(index, candidates, lexical)
    has_questions = best[Field.QUESTION].position >= 0
    columns = [
        *_closeness(best),
        *_closeness(fitted),
        spoken[Field.PASSAGE],
        spoken[Field.ARTICLE],
        np.where(has_questions, spoken[Field.QUESTION], spoken[Field.PASSAGE]),
        np.where(has_questions, spoken[Field.HEADING], spoken[Field.PASSAGE]),
        np.where(has_questions, spoken[Field.SUBJECT], spoken[Field.ARTICLE]),
        np.asarray(fusion) / max(max(fusion), 1e-9),
        *_priors([index.roots[root] for root in candidates]),
    ]
    return Evidence(
        np.stack(columns, axis=1),
        _rows(rows, best[Field.PASSAGE].position),
        _rows(rows, best[Field.QUESTION].position),
    )


@dataclass(frozen=True, slots=True)
class _Best:
    first: Matrix
    mean: Matrix
    position: NDArray[np.int64]


def _best(owner: NDArray[np.int64], fields: NDArray[np.uint8], cosines: Matrix, count: int) -> dict[Field, _Best]:
    """Per field and candidate: the best cosine, the mean of the best three, where the best stands (-1: it has none)."""
    width = len(Field)
    places = np.flatnonzero(fields < width)
    group = owner[places] * width + fields[places]
    order = np.lexsort((-cosines[places], group))
    group, values, places = group[order], cosines[places][order], places[order]
    starts = np.flatnonzero(np.diff(group, prepend=-1))
    present = group[starts]
    rank = np.arange(len(group)) - np.repeat(starts, np.diff(starts, append=len(group)))
    top = rank < _TOP
    sums = np.bincount(group[top], values[top], count * width)
    sizes = np.bincount(group[top], minlength=count * width)
    first, position = np.full(count * width, np.nan), np.full(count * width, -1, np.int64)
    first[present], position[present] = values[starts], places[starts]
    mean = np.where(sizes > 0, sums / np.maximum(sizes, 1), np.nan)
    return {field: _Best(first[field::width], mean[field::width], position[field::width]) for field in _DENSE}


def _closeness(best: Mapping[Field, _Best]) -> list[Matrix]:
    """Passages, their best three, questions, their best three, heading: each as distance below the best candidate.

    A provision for which nobody has written questions is judged by its passages in their place, raised by what
    questions are usually nearer than passages (as far as enough candidates say), so that someone's very words still
    stand above all.
    """
    passage, question, heading = best[Field.PASSAGE], best[Field.QUESTION], best[Field.HEADING]
    pairs = (
        (passage.first, passage.first),
        (passage.mean, passage.mean),
        (question.first, passage.first),
        (question.mean, passage.mean),
        (heading.first, passage.first),
    )
    return [_below_best(values, otherwise) for values, otherwise in pairs]


def _below_best(values: Matrix, otherwise: Matrix) -> Matrix:
    lacking = np.isnan(values)
    if lacking.any():
        gaps = (values - otherwise)[~lacking]
        gaps = np.sort(gaps[~np.isnan(gaps)])
        usual = gaps[len(gaps) // 2] * len(gaps) / (len(gaps) + _TOLD) if len(gaps) else 0.0
        values = np.where(lacking, otherwise + usual, values)
        values = np.where(np.isnan(values), np.nanmin(values, initial=0.0), values)
    below: Matrix = values - values.max()
    return below


def _lexical(index: IndexFiles, candidates: Sequence[int], lexical: RowScores) -> dict[Field, Matrix]:
    place = np.full(len(index.roots), -1)
    place[candidates] = np.arange(len(candidates))
    shares = {}
    for field in Field:
        values = np.zeros(len(candidates))
        found = lexical.get(field, ())
        if found:
            rows, scores = zip(*found, strict=True)
            positions = place[index.root_of[list(rows)]]
            known = positions >= 0
            np.maximum.at(values, positions[known], np.asarray(scores)[known] / scores[0])
        shares[field] = values
    return shares


def _priors(roots: Sequence[Root]) -> list[Matrix]:
    """What a provision is, whatever the question: between equals the law of the house outranks the general code."""
    columns = [
        [root.kind == "numeral" for root in roots],
        [root.instrument == "LSS" for root in roots],
        [root.instrument.startswith("LIF-") for root in roots],
        [root.kind == "transitorio" for root in roots],
    ]
    return [np.asarray(column, np.float64) for column in columns]


def _rows(rows: NDArray[np.int64], positions: NDArray[np.int64]) -> list[int]:
    return [int(rows[position]) if position >= 0 else -1 for position in positions]
