"""The vectors of words with the real encoder."""

from __future__ import annotations

import numpy as np
import pytest

from retriever.embedding import Embedder
from retriever.word_vectors import WordVectors, words_from


@pytest.fixture(scope="module")
def words(embedder: Embedder) -> WordVectors:
    found = words_from(embedder)
    assert found is not None
    return found


def test_each_word_has_its_place_and_its_vector(words: WordVectors) -> None:
    read = words.read("El patrón pagará $1,033.20, o el 50 %, a más tardar el día 17.")
    found = [read.text[start:end] for start, end in read.spans]
    assert found[:4] == ["El", "patrón", "pagará", "$1,033.20"]
    assert found[-1] == "17"
    assert read.vectors.shape == (len(found), 384)


def test_a_word_is_nearer_to_its_like_than_to_others(words: WordVectors) -> None:
    said = words.read("Quien vive en la casa donde trabaja")
    law = words.read("quien resida en el domicilio donde realice sus actividades y cobre una cuota")
    mean = (said.vectors.mean(axis=0) + law.vectors.mean(axis=0)) / 2
    one = {said.text[a:b]: v - mean for (a, b), v in zip(said.spans, said.vectors, strict=True)}
    other = {law.text[a:b]: v - mean for (a, b), v in zip(law.spans, law.vectors, strict=True)}

    def near(left: str, right: str) -> float:
        a, b = one[left], other[right]
        return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))

    assert near("vive", "resida") > near("vive", "cobre")
    assert near("casa", "domicilio") > near("casa", "cuota")


def test_no_words_no_vectors(words: WordVectors) -> None:
    assert words.read("…").vectors.shape == (0, 384)
