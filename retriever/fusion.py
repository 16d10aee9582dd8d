"""Weighted reciprocal rank fusion."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_SMOOTHING = 20.0
"""The constant of the formula: with 60, as first published, the tail of one list outweighs the head of another."""


def fuse(
    weights: Sequence[float], rankings: Sequence[NDArray[np.int64]], smoothing: float = _SMOOTHING
) -> NDArray[np.float64]:
    """The score of each key from 0 to the greatest: the sum over rankings of weight / (smoothing + rank).

    A key counts once a ranking, where it stands first, and what comes after it moves up. Negative keys are left out.
    """
    keys = np.concatenate(rankings)
    ranking = np.repeat(np.arange(len(rankings)), [len(each) for each in rankings])
    first = np.unique(ranking * (keys.max(initial=0) + 2) + keys, return_index=True)[1]
    first.sort()
    keys, ranking = keys[first], ranking[first]
    known = keys >= 0
    rank = np.arange(1, len(first) + 1) - np.searchsorted(ranking, np.arange(len(rankings)))[ranking]
    shares = np.asarray(weights)[ranking] / (smoothing + rank)
    return np.asarray(np.bincount(keys[known], shares[known]), np.float64)
