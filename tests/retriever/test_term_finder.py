"""The entries that share words: what terms add and tantivy's own search must give the same, in every scope."""

from __future__ import annotations

import numpy as np
import pytest

from corpus.generations import Generation
from retriever.build import PAST, PRESENT
from retriever.entries import Field
from retriever.lexical import LexicalIndex
from retriever.search import Retriever
from retriever.term_finder import TermFinder

QUESTIONS = ("recargos por no pagar a tiempo", "¿le podemos quitar la cama?", "abonos y RP", "xyzzy", "")


@pytest.fixture(scope="module")
def lexical(generation: Generation) -> dict[str, LexicalIndex]:
    return {period: LexicalIndex(generation.path / "lexical" / period) for period in (PRESENT, PAST)}


@pytest.mark.parametrize("instruments", [(), ("CFF",), ("CFF", "LSS"), ("NADA",)])
@pytest.mark.parametrize("limit", [1, 3, 60])
@pytest.mark.parametrize("period", [PRESENT, PAST])
def test_both_ways_find_the_same(
    retriever: Retriever, lexical: dict[str, LexicalIndex], instruments: tuple[str, ...], limit: int, period: str
) -> None:
    added, searched = TermFinder(retriever.index, lexical), TermFinder(retriever.index, lexical, exact_up_to=0)
    for question in QUESTIONS:
        terms = retriever.reader.read(question).terms
        ours = added.find(terms, tuple(Field), limit, period, instruments)
        theirs = searched.find(terms, tuple(Field), limit, period, instruments)
        for field in Field:
            assert ours[field].rows.tolist() == theirs[field].rows.tolist()
            assert np.allclose(ours[field].scores, theirs[field].scores, rtol=1e-6)


def test_it_finds_what_has_the_word(retriever: Retriever, lexical: dict[str, LexicalIndex]) -> None:
    terms = retriever.reader.read("prórroga").terms
    found = TermFinder(retriever.index, lexical).find(terms, (Field.ARTICLE,), 1, PRESENT)[Field.ARTICLE]
    assert [retriever.index.roots[retriever.index.root_of[row]].id for row in found.rows] == ["LSS:40-C"]
