"""Weighted reciprocal rank fusion."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)

_SMOOTHING = 20.0
"""The constant of the formula: with 60, as first published, the tail of one list outweighs the head of another."""


def fuse(rankings: Iterable[tuple[float, Sequence[Key]]], smoothing: float = _SMOOTHING) -> dict[Key, float]:
    """Score of each key: the sum over rankings of weight / (smoothing + rank); a key counts once a ranking."""
    scores: dict[Key, float] = {}
    for weight, ranking in rankings:
        for rank, key in enumerate(dict.fromkeys(ranking), 1):
            scores[key] = scores.get(key, 0.0) + weight / (smoothing + rank)
    return scores
