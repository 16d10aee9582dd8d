"""First stage: every index is asked, and the rankings are fused into the provisions worth a closer look."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from retriever.build import PAST, PRESENT
from retriever.dense import DENSE_FIELDS
from retriever.embedding import Vectors
from retriever.entries import Field
from retriever.features import Evidence, EvidenceReader
from retriever.fusion import fuse
from retriever.index_files import IndexFiles
from retriever.levers import Levers
from retriever.nearest import NeighbourFinder
from retriever.rankings import FieldRankings, Ranking, best_of, merged
from retriever.term_finder import TermFinder

DEPTH = 60
"""Entries asked of each field of the lexical index."""
DENSE_DEPTH = 100
"""Entries asked of the dense index, of all fields together."""
CANDIDATES = 50
"""Provisions that reach the re-ranker."""
_DENSE_WEIGHT = {Field.PASSAGE: 1.0, Field.HEADING: 0.7, Field.QUESTION: 1.3}
_LEXICAL_WEIGHT = {Field.PASSAGE: 0.8, Field.ARTICLE: 0.6, Field.HEADING: 0.5, Field.QUESTION: 1.0, Field.SUBJECT: 1.0}
_LEAST = 1e-9
"""Less than any fused score, so that a root that nothing found is no candidate."""
_EDITORIAL = frozenset({Field.HEADING, Field.QUESTION, Field.SUBJECT})


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to look: the day (None: what is in force now), instruments and kinds (none: all)."""

    as_of: date | None = None
    instruments: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Candidate roots (positions in the index), best fused first, with the evidence for each."""

    roots: list[int]
    evidence: Evidence


class CandidateFinder:
    """Asks the indexes of a generation; safe to share between threads."""

    def __init__(
        self,
        index: IndexFiles,
        neighbours: NeighbourFinder,
        words: TermFinder,
        levers: Levers,
    ) -> None:
        self._index, self._neighbours, self._words, self._levers = index, neighbours, words, levers
        self._evidence = EvidenceReader(index)
        self._root_in_force = lru_cache(maxsize=16)(self._roots_in_force)

    def ask_words(
        self, terms: Sequence[tuple[str, float]], scope: Scope, without: Collection[int] = ()
    ) -> FieldRankings:
        """The entries of each field that share the terms."""
        if not self._levers.lexical:
            return {}
        fields = [field for field in Field if self._levers.headings or field not in _EDITORIAL]
        found = [self._words.find(terms, fields, DEPTH, period, scope.instruments) for period in _periods(scope)]
        return {field: merged([rankings[field] for rankings in found], without) for field in fields}

    def find(
        self, vector: Vectors, lexical: FieldRankings, scope: Scope, without: Collection[int] = ()
    ) -> Found | None:
        """Candidates for an embedded question and what `ask_words` found; None where there are none.

        `without` are rows to overlook: training asks for a typical question as if it had not been written.
        """
        dense, cosines = self._ask_dense(vector, scope, without)
        root_of = self._root_in_force(scope.as_of)
        asked = [
            (weights[field], root_of[lists[field].rows])
            for weights, lists in ((_DENSE_WEIGHT, dense), (_LEXICAL_WEIGHT, lexical))
            for field in weights
            if field in lists
        ]
        fused = fuse([weight for weight, _ in asked], [ranking for _, ranking in asked]) if asked else np.empty(0)
        if scope.kinds:
            kinds = [root.kind in scope.kinds for root in self._index.roots]
            fused *= kinds[: len(fused)]
        best = best_of(fused, CANDIDATES, least=_LEAST)
        roots = best.rows.tolist()
        if not roots:
            return None
        evidence = self._evidence.read(roots, vector, lexical, best.scores, self._levers.headings, without, cosines)
        return Found(roots, evidence)

    def _ask_dense(
        self, vector: Vectors, scope: Scope, without: Collection[int]
    ) -> tuple[FieldRankings, Vectors | None]:
        """The nearest entries by field, and the cosines of all rows where they were computed on the way."""
        if not self._levers.dense:
            return {}, None
        neighbours = self._neighbours.find(vector, DENSE_DEPTH, _periods(scope), scope.instruments)
        nearest = merged(neighbours.nearest, without)
        fields = self._index.field_of[nearest.rows]
        asked = [field for field in DENSE_FIELDS if self._levers.headings or field not in _EDITORIAL]
        places = {field: np.flatnonzero(fields == field) for field in asked}
        by_field = {field: Ranking(nearest.rows[place], nearest.scores[place]) for field, place in places.items()}
        return by_field, neighbours.cosines

    def _roots_in_force(self, as_of: date | None) -> NDArray[np.int64]:
        """By row, the position of its root in its wording of the day, -1 where there was none."""
        found: dict[str, int] = {}
        day = as_of.isoformat() if as_of else ""
        for position, root in enumerate(self._index.roots):
            if as_of is None:
                holds = root.latest and not root.repealed
            else:
                holds = not root.repealed and root.valid_from <= day and (not root.valid_to or day < root.valid_to)
            if holds:
                found.setdefault(root.id, position)
        positions = np.asarray([found.get(root.id, -1) for root in self._index.roots], np.int64)
        by_row: NDArray[np.int64] = positions[self._index.root_of]
        return by_row


def _periods(scope: Scope) -> Sequence[str]:
    return (PRESENT,) if scope.as_of is None else (PRESENT, PAST)
