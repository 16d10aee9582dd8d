"""The nearest entries: all vectors, their sketches and Chroma's graph must give the same, in every scope."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from corpus.errors import Unavailable
from corpus.generations import Generation
from retriever.build import PAST, PRESENT
from retriever.dense import DenseIndex
from retriever.nearest import NeighbourFinder
from retriever.onnx_embedder import OnnxEmbedder
from retriever.search import Retriever
from retriever.sketches import Sketches

ROUNDING = 1e-3
"""By how much the cosine with a rounded vector may be off."""
QUESTIONS = ("recargos por no pagar a tiempo", "¿le podemos quitar la cama?", "prórroga", "wages")


@pytest.fixture(scope="module")
def graphs(generation: Generation) -> dict[str, DenseIndex]:
    folder, name = generation.path / "chroma", generation.path.name
    return {period: DenseIndex(folder, "", f"{name}-{period}") for period in (PRESENT, PAST)}


@pytest.fixture(scope="module", params=["sketches", "graph"])
def far(request: pytest.FixtureRequest, retriever: Retriever, graphs: dict[str, DenseIndex]) -> NeighbourFinder:
    """What searches when vectors are many, over the small corpus."""
    if request.param == "graph":
        return NeighbourFinder(retriever.index, graphs, exact_up_to=0)
    vectors = retriever.index.vectors
    with pytest.MonkeyPatch.context() as many:
        many.setattr(retriever.index, "sketches", lambda: Sketches.of(vectors, vectors.mean(axis=0)))
        return NeighbourFinder(retriever.index, exact_up_to=0)


@pytest.mark.parametrize("instruments", [(), ("CFF",), ("CFF", "LSS"), ("NADA",)])
@pytest.mark.parametrize("limit", [1, 5, 100])
def test_all_ways_find_the_same(
    retriever: Retriever, embedder: OnnxEmbedder, far: NeighbourFinder, instruments: tuple[str, ...], limit: int
) -> None:
    exact = NeighbourFinder(retriever.index)
    for question in QUESTIONS:
        vector = embedder.embed_queries([question])[0]
        ours = exact.find(vector, limit, (PRESENT, PAST), instruments)
        theirs = far.find(vector, limit, (PRESENT, PAST), instruments)
        assert theirs.cosines is None
        for mine, other in zip(ours.nearest, theirs.nearest, strict=True):
            assert len(mine.rows) == len(other.rows) <= limit
            # Equal texts may change places, so cosines are compared and not rows.
            assert np.allclose(mine.scores, other.scores, atol=1e-5)


def test_many_vectors_without_sketches_are_refused(retriever: Retriever) -> None:
    with pytest.raises(Unavailable) as refused:
        NeighbourFinder(retriever.index, exact_up_to=0)
    assert refused.value.code == "INDICE_INCOMPLETO"


def test_cosines_of_every_row_are_rounded_and_those_of_the_nearest_exact(
    retriever: Retriever, embedder: OnnxEmbedder
) -> None:
    vector = embedder.embed_queries(["recargos"])[0]
    found = NeighbourFinder(retriever.index).find(vector, 3, (PRESENT,))
    assert found.cosines is not None
    assert np.allclose(found.cosines, retriever.index.vectors @ vector, atol=ROUNDING)
    nearest = found.nearest[0]
    assert np.allclose(nearest.scores, retriever.index.vectors[nearest.rows] @ vector, atol=1e-6)


def test_a_search_ranks_the_same_whatever_finds_the_nearest(
    retriever: Retriever, far: NeighbourFinder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A corpus above the limit is searched by sketches or a graph: nobody must see the difference."""
    for question in QUESTIONS:
        for day in (None, date(2021, 1, 1)):
            ours = retriever.search(question, as_of=day).hits
            with monkeypatch.context() as large:
                large.setattr(retriever.finder, "_neighbours", far)
                theirs = retriever.search(question, as_of=day).hits
            assert [hit.provision for hit in ours] == [hit.provision for hit in theirs]
            assert np.allclose([hit.score for hit in ours], [hit.score for hit in theirs], atol=0.01)
