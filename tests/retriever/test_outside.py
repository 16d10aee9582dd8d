"""The model that tells questions which the regulations do not settle."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from retriever.outside import OutsideModel, fit_outside, nearest


def _kinds(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(seed)
    inside = chance.normal(0.2, 1, (count, 16))
    outside = chance.normal(-0.2, 1, (count // 3, 16))
    return inside.astype(np.float32), outside.astype(np.float32)


def test_it_tells_examples_it_has_not_seen() -> None:
    model = fit_outside(*_kinds(600, 1))
    inside, outside = _kinds(300, 2)
    assert np.mean([model.score(vector) > 0 for vector in inside]) > 0.7
    assert np.mean([model.score(vector) < 0 for vector in outside]) > 0.7


def test_with_few_examples_it_says_nothing() -> None:
    inside, outside = _kinds(40, 3)
    assert fit_outside(inside, outside).score(inside[0]) == 0.0


def test_it_is_read_as_it_was_written(tmp_path: Path) -> None:
    inside, outside = _kinds(300, 4)
    model = fit_outside(inside, outside)
    model.save(tmp_path / "outside.npz")
    read = OutsideModel.load(tmp_path / "outside.npz")
    assert read.score(inside[7]) == model.score(inside[7])
    assert np.array_equal(read.examples, outside)


def test_an_example_is_judged_by_the_others() -> None:
    examples = np.eye(4, dtype=np.float32)
    assert nearest(examples[0], examples) == (1.0, 0.25)
    assert nearest(examples[0], examples, apart_from_itself=True) == (0.0, 0.0)
    assert nearest(examples[0], examples[:0]) == (0.0, 0.0)
