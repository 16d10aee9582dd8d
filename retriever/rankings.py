"""Rows of an index with their scores: what every part of the first stage gives the next one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retriever.entries import Field

_LAYERS = 16


@dataclass(frozen=True, slots=True)
class Ranking:
    """Rows and the score of each (cosine or BM25), both `(n,)`, best first."""

    rows: NDArray[np.int64]
    scores: NDArray[np.floating[Any]]


FieldRankings = Mapping[Field, Ranking]


def best_of(scores: NDArray[np.floating[Any]], limit: int, least: float = -np.inf) -> Ranking:
    """The best `limit` places of an array by their scores, none below the least; among equals the first ones."""
    kept = among_best(scores, limit, least)
    order = kept[np.argsort(-scores[kept], kind="stable")[:limit]]
    return Ranking(order, scores[order])


def among_best(scores: NDArray[np.floating[Any]], limit: int, least: float = -np.inf) -> NDArray[np.int64]:
    """The places of the best `limit` scores, none below the least, and of some near them, in the order of places."""
    far = -scores
    farthest = -least
    if len(far) > limit:
        # Those as near as the last one come too, so that the cut does not choose among equals.
        farthest = min(farthest, _bound(far, limit))
    return np.flatnonzero(far <= farthest)


def _bound(far: NDArray[np.floating[Any]], limit: int) -> float:
    """A number that at least `limit` of some numbers do not exceed, and few more.

    Cut in layers and laid one upon another, the nearest of each column are enough, and a sixteenth to look through.
    """
    width = len(far) // _LAYERS
    if width > limit:
        far = far[: width * _LAYERS].reshape(_LAYERS, width).min(axis=0)
    return float(np.partition(far, limit - 1)[limit - 1])


def merged(rankings: Sequence[Ranking], without: Collection[int] = ()) -> Ranking:
    """Several rankings as one, without some rows."""
    if len(rankings) == 1 and not without:
        return rankings[0]
    rows = np.concatenate([ranking.rows for ranking in rankings])
    scores = np.concatenate([ranking.scores for ranking in rankings])
    kept = np.flatnonzero(~np.isin(rows, list(without)))
    order = kept[np.argsort(-scores[kept], kind="stable")]
    return Ranking(rows[order], scores[order])
