"""What is known of each candidate provision for one question: the features that the ranker weighs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retriever.embedding import Vectors
from retriever.entries import Field
from retriever.index_files import IndexFiles
from retriever.rankings import FieldRankings

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
    "length",
)
"""In the order of the columns. Cosines are relative to the best candidate's; BM25 is a share of the best score."""
PRIORS = ("manual", "social_security_law", "yearly_law", "transitorio", "length")
"""What a provision is whatever the question; the other features are evidence, and more of it is better."""

Matrix = NDArray[np.float64]
_STATISTIC = (0, 1, 0, 1, 0) * 2
_KIND = (0,) * 5 + (1,) * 5
_FIELD = (Field.PASSAGE, Field.PASSAGE, Field.QUESTION, Field.QUESTION, Field.HEADING) * 2
"""Of the first ten features: best cosine or mean of the best three, plain or fitted vectors, which entries."""
_UNSEEN = 255
_TOP = 3
_SAME = 1e-9
"""Below any difference of two cosines; above what sorting them with their group loses."""
_TOLD = 5
"""Candidates with questions that count as much as the belief that questions are no nearer than passages."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Features of the candidates, `(candidates, len(FEATURES))`, and the row of the nearest passage of each."""

    features: Matrix
    best_passage: list[int]
    """-1 where a candidate has none."""


class EvidenceReader:
    """Features from the files of one index; safe to share between threads."""

    def __init__(self, index: IndexFiles) -> None:
        self._index = index
        self._priors = _priors(index)

    def read(
        self,
        candidates: Sequence[int],
        vector: Vectors,
        lexical: FieldRankings,
        fusion: NDArray[np.floating[Any]],
        headings: bool = True,
        without: Collection[int] = (),
        cosines: Vectors | None = None,
    ) -> Evidence:
        """Exact cosines over every entry of the candidates (late interaction), BM25 as found, the fused scores.

        `cosines` are those of the question with every row, where somebody has computed them already.
        """
        index = self._index
        rows, owner = index.rows_of_all(candidates)
        fields = index.field_of[rows]
        if without:
            fields[np.isin(rows, list(without))] = _UNSEEN
        if not headings:
            fields[fields != Field.PASSAGE] = _UNSEEN
        plain = index.cosines(index.vectors, candidates, vector) if cosines is None else cosines[rows]
        fitted = index.cosines(index.adapted, candidates, index.adapter.questions(vector))
        best = _best(owner, fields, np.stack([plain, fitted]), len(candidates))
        spoken = _lexical(index, candidates, lexical)
        has_questions = ~np.isnan(best[0, 0, :, Field.QUESTION])
        evidence = [
            *_closeness(best),
            spoken[Field.PASSAGE],
            spoken[Field.ARTICLE],
            np.where(has_questions, spoken[Field.QUESTION], spoken[Field.PASSAGE]),
            np.where(has_questions, spoken[Field.HEADING], spoken[Field.PASSAGE]),
            np.where(has_questions, spoken[Field.SUBJECT], spoken[Field.ARTICLE]),
            fusion / max(fusion.max(), 1e-9),
        ]
        return Evidence(
            np.vstack([*evidence, self._priors[:, candidates]]).T,
            _nearest_passages(rows, owner, fields, plain, best[0, 0, :, Field.PASSAGE]),
        )


def _best(owner: NDArray[np.int64], fields: NDArray[np.uint8], cosines: Vectors, count: int) -> Matrix:
    """The best cosine and the mean of the best three: `(2, 2, candidates, len(Field))`, NaN where there is none.

    The second axis is that of `cosines`: plain vectors, fitted ones.
    """
    width = len(Field)
    groups = count * width
    group = np.where(fields < width, owner * width + fields, groups)
    # Cosines lie between -1 and 1, so that one number sorts by group and, within it, from near to far.
    keys = np.sort(group * 4.0 - cosines, axis=1)
    sizes = np.bincount(group, minlength=groups)[:groups]
    starts = np.cumsum(sizes) - sizes
    found = np.full((2, 2, groups), np.nan)
    first, mean = found
    there = np.flatnonzero(sizes)
    starts, sizes = starts[there], sizes[there]
    offsets = there * 4.0
    first[:, there] = total = offsets - keys[:, starts]
    for rank in range(1, _TOP):
        enough = np.flatnonzero(sizes > rank)
        total[:, enough] += offsets[enough] - keys[:, starts[enough] + rank]
    mean[:, there] = total / np.minimum(sizes, _TOP)
    return found.reshape(2, 2, count, width)


def _nearest_passages(
    rows: NDArray[np.int64], owner: NDArray[np.int64], fields: NDArray[np.uint8], plain: Vectors, best: Matrix
) -> list[int]:
    """The row of the passage of each candidate that has its best cosine, -1 where it has no passage."""
    places = np.flatnonzero((fields == Field.PASSAGE) & (plain >= best[owner] - _SAME))
    found = np.full(len(best), -1)
    # From the last to the first: among equals the first one stays.
    found[owner[places[::-1]]] = rows[places[::-1]]
    return found.tolist()


def _closeness(best: Matrix) -> Matrix:
    """Passages, their best three, questions, their best three, heading: each as distance below the best candidate.

    First by plain vectors, then by fitted ones: `(10, candidates)`. A provision for which nobody has written questions
    is judged by its passages in their place, raised by what questions are usually nearer than passages (as far as
    enough candidates say), so that someone's very words still stand above all.
    """
    return _below_best(best[_STATISTIC, _KIND, :, _FIELD], best[_STATISTIC, _KIND, :, Field.PASSAGE])


def _below_best(values: Matrix, otherwise: Matrix) -> Matrix:
    lacking = np.isnan(values)
    if lacking.any():
        gaps = np.sort(values - otherwise, axis=1)  # what is not a number goes to the end
        known = np.count_nonzero(~np.isnan(gaps), axis=1)
        middle = gaps[np.arange(len(gaps)), known // 2]
        usual = np.where(known > 0, middle * known / (known + _TOLD), 0.0)
        values = np.where(lacking, otherwise + usual[:, None], values)
        lowest = np.fmin.reduce(values, axis=1, initial=0.0)
        values = np.where(np.isnan(values), lowest[:, None], values)
    below: Matrix = values - values.max(axis=1, keepdims=True)
    return below


def _lexical(index: IndexFiles, candidates: Sequence[int], lexical: FieldRankings) -> dict[Field, Matrix]:
    """BM25 of the best entry of each candidate, field by field, as a share of the best of all."""
    place = np.full(len(index.roots), -1)
    place[candidates] = np.arange(len(candidates))
    shares = np.zeros((len(Field), len(candidates)))
    found = [(field, ranking) for field, ranking in lexical.items() if len(ranking.rows)]
    if found:
        fields = np.repeat([field for field, _ in found], [len(ranking.rows) for _, ranking in found])
        places = place[index.root_of[np.concatenate([ranking.rows for _, ranking in found])]]
        scores = np.concatenate([ranking.scores / ranking.scores[0] for _, ranking in found])
        # From the last to the first: what is written last stays.
        known = np.flatnonzero(places >= 0)[::-1]
        shares[fields[known], places[known]] = scores[known]
    return dict(zip(Field, shares, strict=True))


def _priors(index: IndexFiles) -> Matrix:
    """What a provision is, whatever the question: between equals the law of the house outranks the general code.

    And one of many passages (the definitions of LSS 5 A) is near to everything in one of them: `length` is the
    logarithm of their number.
    """
    roots = index.roots
    passages = np.bincount(index.root_of[index.field_of == Field.PASSAGE], minlength=len(roots))
    rows = [
        [root.kind == "numeral" for root in roots],
        [root.instrument == "LSS" for root in roots],
        [root.instrument.startswith("LIF-") for root in roots],
        [root.kind == "transitorio" for root in roots],
        np.log1p(passages),
    ]
    return np.asarray(rows, np.float64)
