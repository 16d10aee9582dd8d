"""The map learnt from the typical questions: it brings ways of asking together, and is learnt once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from retriever import adapter
from retriever.adapter import cached_adapter, fit_adapter
from retriever.embedding import Vectors
from retriever.entries import Field

PROVISIONS, DIMENSION, EACH = 60, 32, 6
Rows = tuple[Vectors, np.ndarray, np.ndarray]


def rows(seed: int = 0) -> Rows:
    """Provisions whose subject lies in a few directions, asked with loud words in others."""
    random = np.random.default_rng(seed)
    subject, loud = random.normal(size=(PROVISIONS, DIMENSION)), random.normal(size=(PROVISIONS * EACH, DIMENSION))
    subject[:, 8:], loud[:, :8] = 0, 0
    vectors = np.repeat(subject, EACH, axis=0) + 1.5 * loud
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    fields = np.tile([Field.PASSAGE, *[Field.QUESTION] * (EACH - 1)], PROVISIONS).astype(np.uint8)
    return vectors.astype(np.float32), fields, np.repeat(np.arange(PROVISIONS), EACH).astype(np.int32)


def share_found(vectors: Vectors, roots: np.ndarray) -> float:
    """How often the nearest other entry is of the same provision."""
    near = vectors @ vectors.T
    np.fill_diagonal(near, -2)
    return float((roots[near.argmax(axis=1)] == roots).mean())


def test_ways_of_asking_the_same_come_together() -> None:
    vectors, fields, roots = rows()
    adapted = fit_adapter(vectors, fields, roots).entries(vectors, fields)
    assert share_found(adapted, roots) > share_found(vectors, roots) + 0.2
    assert adapted.dtype == np.float32
    assert np.allclose(np.linalg.norm(adapted, axis=1), 1, atol=1e-5)


def test_it_is_learnt_once_and_again_when_an_entry_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    learnt = []

    def counted(*given: np.ndarray) -> adapter.Adapter:
        learnt.append(1)
        return fit_adapter(*given)

    monkeypatch.setattr(adapter, "fit_adapter", counted)
    vectors, fields, roots = rows()
    first = cached_adapter(tmp_path, vectors, fields, roots)
    again = cached_adapter(tmp_path, vectors, fields, roots)
    assert (len(learnt), np.array_equal(first.matrix, again.matrix)) == (1, True)
    vectors[0] += 0.01
    changed = cached_adapter(tmp_path, vectors, fields, roots)
    assert (len(learnt), np.array_equal(first.matrix, changed.matrix)) == (2, False)


def test_the_maps_kept_are_few(tmp_path: Path) -> None:
    for seed in range(6):
        vectors, fields, roots = rows(seed)
        cached_adapter(tmp_path, vectors[: EACH * 3], fields[: EACH * 3], roots[: EACH * 3])
    assert len(list(tmp_path.iterdir())) == 4
