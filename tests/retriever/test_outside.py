"""What tells questions which the regulations do not settle: the examples of both kinds around them."""

from __future__ import annotations

import numpy as np

from retriever.outside import settled

SHARPNESS = 20.0


def _around(centre: int, count: int, seed: int) -> np.ndarray:
    """Vectors of length 1 around one axis of sixteen."""
    rows = np.random.default_rng(seed).normal(0, 0.2, (count, 16))
    rows[:, centre] += 1
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def test_it_tells_examples_it_has_not_seen() -> None:
    inside, outside = _around(0, 300, 1), _around(1, 80, 2)
    assert np.mean([settled(vector, inside, outside, SHARPNESS) > 0 for vector in _around(0, 50, 3)]) > 0.9
    assert np.mean([settled(vector, inside, outside, SHARPNESS) < 0 for vector in _around(1, 50, 4)]) > 0.9


def test_with_few_examples_it_says_nothing() -> None:
    assert settled(_around(0, 1, 5)[0], _around(0, 300, 1), _around(1, 10, 2), SHARPNESS) == 0.0


def test_an_example_is_judged_by_the_others() -> None:
    inside, outside = _around(0, 60, 6), _around(1, 60, 7)
    alone = _around(0, 1, 8)
    mixed = np.vstack([outside, alone])
    assert settled(alone[0], inside, mixed, SHARPNESS, apart_from_itself=True) > settled(
        alone[0], inside, mixed, SHARPNESS
    )
