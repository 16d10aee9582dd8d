"""The nearest entries: all vectors and Chroma's graph must give the same, in every scope."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from corpus.generations import Generation
from retriever.build import PAST, PRESENT
from retriever.dense import DenseIndex
from retriever.nearest import NeighbourFinder
from retriever.onnx_embedder import OnnxEmbedder
from retriever.search import Retriever

QUESTIONS = ("recargos por no pagar a tiempo", "¿le podemos quitar la cama?", "prórroga", "wages")


@pytest.fixture(scope="module")
def graphs(generation: Generation) -> dict[str, DenseIndex]:
    folder, name = generation.path / "chroma", generation.path.name
    return {period: DenseIndex(folder, "", f"{name}-{period}") for period in (PRESENT, PAST)}


@pytest.mark.parametrize("instruments", [(), ("CFF",), ("CFF", "LSS"), ("NADA",)])
@pytest.mark.parametrize("limit", [1, 5, 100])
def test_both_ways_find_the_same(
    retriever: Retriever,
    embedder: OnnxEmbedder,
    graphs: dict[str, DenseIndex],
    instruments: tuple[str, ...],
    limit: int,
) -> None:
    exact, graph = NeighbourFinder(retriever.index, graphs), NeighbourFinder(retriever.index, graphs, exact_up_to=0)
    for question in QUESTIONS:
        vector = embedder.embed_queries([question])[0]
        ours = exact.find(vector, limit, (PRESENT, PAST), instruments)
        theirs = graph.find(vector, limit, (PRESENT, PAST), instruments)
        assert theirs.cosines is None
        for mine, other in zip(ours.nearest, theirs.nearest, strict=True):
            assert len(mine.rows) == len(other.rows) <= limit
            # Equal texts may change places, so cosines are compared and not rows.
            assert np.allclose(mine.scores, other.scores, atol=1e-5)


def test_cosines_are_those_of_every_row(
    retriever: Retriever, embedder: OnnxEmbedder, graphs: dict[str, DenseIndex]
) -> None:
    vector = embedder.embed_queries(["recargos"])[0]
    found = NeighbourFinder(retriever.index, graphs).find(vector, 3, (PRESENT,))
    assert found.cosines is not None
    assert np.allclose(found.cosines, retriever.index.vectors @ vector, atol=1e-6)
    nearest = found.nearest[0]
    assert nearest.scores.tolist() == found.cosines[nearest.rows].tolist()


def test_a_search_ranks_the_same_over_the_graph(
    retriever: Retriever, graphs: dict[str, DenseIndex], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A corpus above the limit is searched by the graph: nobody must see the difference."""
    for question in QUESTIONS:
        for day in (None, date(2021, 1, 1)):
            ours = retriever.search(question, as_of=day).hits
            with monkeypatch.context() as large:
                large.setattr(retriever.finder, "_neighbours", NeighbourFinder(retriever.index, graphs, exact_up_to=0))
                theirs = retriever.search(question, as_of=day).hits
            assert [hit.provision for hit in ours] == [hit.provision for hit in theirs]
            assert np.allclose([hit.score for hit in ours], [hit.score for hit in theirs], atol=1e-4)
