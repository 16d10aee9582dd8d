"""Rounded vectors: the cosines of all of them at once, near enough to the exact ones."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from retriever.embedding import Vectors
from retriever.rounded import RoundedVectors, write_rounded

DIMENSION = 64


def around(centre: Vectors, count: int, seed: int) -> Vectors:
    random = np.random.default_rng(seed)
    moved = centre + 0.5 * random.standard_normal((count, DIMENSION)) / DIMENSION**0.5
    unit: Vectors = (moved / np.linalg.norm(moved, axis=1, keepdims=True)).astype(np.float32)
    return unit


@pytest.mark.parametrize("count", [1, 2, 33, 5000])
def test_cosines_are_near_the_exact_ones(tmp_path: Path, count: int) -> None:
    # Two clouds, as the model makes of passages and questions.
    sides = np.random.default_rng(1).standard_normal((2, DIMENSION))
    passages, questions = (around(side / np.linalg.norm(side), count, 2) for side in sides)
    write_rounded(tmp_path / "r.onnx", passages, questions.mean(axis=0))
    rounded = RoundedVectors(tmp_path / "r.onnx")
    for question in questions[:20]:
        assert np.allclose(rounded.cosines(question), passages @ question, atol=3e-3)
        assert rounded.cosines(question).shape == (count,)


def test_equal_vectors_have_equal_cosines(tmp_path: Path) -> None:
    vectors = np.repeat(around(np.ones(DIMENSION, np.float32), 1, 3), 4, axis=0)
    write_rounded(tmp_path / "r.onnx", vectors, vectors[0])
    assert np.allclose(RoundedVectors(tmp_path / "r.onnx").cosines(vectors[0]), 1.0, atol=1e-6)


@pytest.mark.parametrize("content", [None, b"", b"abc"])
def test_a_file_that_is_no_graph_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "r.onnx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ValueError, match=r"r\.onnx"):
        RoundedVectors(path)
