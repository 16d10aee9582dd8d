"""Sketches: what is near is among what they keep, and what is excluded is not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from retriever import sketches
from retriever.embedding import Vectors
from retriever.sketches import Sketches

NOBODY = np.zeros(0, np.int64)


def unit(vectors: Vectors) -> Vectors:
    found: Vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return found


@pytest.fixture(scope="module", params=[384, 100])
def cloud(request: pytest.FixtureRequest) -> tuple[Vectors, Vectors]:
    """Vectors of passages and of questions near some of them, in two clouds."""
    random, dimension = np.random.default_rng(3), int(request.param)
    common, apart = random.normal(0, 2, dimension), random.normal(0, 1, dimension)
    passages = random.normal(0, 1, (6000, dimension)) + common
    questions = passages[:200] + random.normal(0, 0.8, (200, dimension)) + apart
    return unit(passages), unit(questions)


def test_the_nearest_are_among_the_kept(cloud: tuple[Vectors, Vectors], monkeypatch: pytest.MonkeyPatch) -> None:
    passages, questions = cloud
    monkeypatch.setattr(sketches, "_KEPT", 600)
    made = Sketches.of(passages, questions.mean(axis=0))
    shares = []
    for question in questions[:100]:
        nearest = np.argsort(-(passages @ question))[:10]
        shares.append(np.isin(nearest, made.nearest(question, NOBODY)).mean())
    assert np.mean(shares) > 0.97


def test_what_is_excluded_is_never_found(cloud: tuple[Vectors, Vectors]) -> None:
    passages, questions = cloud
    made = Sketches.of(passages, questions.mean(axis=0))
    kept = np.array([5, 17, 4000])
    found = made.nearest(questions[0], np.setdiff1d(np.arange(len(passages)), kept))
    assert found.tolist() == kept.tolist()


def test_what_is_saved_is_read(cloud: tuple[Vectors, Vectors], tmp_path: Path) -> None:
    passages, questions = cloud
    made = Sketches.of(passages, questions.mean(axis=0))
    made.save(tmp_path / "sketches.npz")
    read = Sketches.load(tmp_path / "sketches.npz")
    assert made.nearest(questions[1], NOBODY).tolist() == read.nearest(questions[1], NOBODY).tolist()
