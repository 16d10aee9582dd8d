"""The nearest entries of a question: by all the vectors while they are few, by their sketches when they are many.

Up to some twenty thousand entries one product of all of them, rounded, with the question costs less than a call to
Chroma (0.5 ms against 2.3 beside an embedding, 15,900 entries), and gives the cosines that the ranker wants.
Above that, sketches tell which may be near. Where a server of Chroma holds the vectors, its graph is asked instead.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from retriever.build import PRESENT
from retriever.dense import DenseIndex
from retriever.embedding import Vectors
from retriever.index_files import FEW, IndexFiles
from retriever.rankings import Ranking, among_best, best_of

_FARTHEST = -1.5
"""Less than any cosine."""
_MARGIN = 50
"""Entries compared beyond those asked for, because rounding may put some before others."""

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The nearest entries of each period asked, and the cosines of every row, rounded, where all were computed."""

    nearest: list[Ranking]
    cosines: Vectors | None = None


class NeighbourFinder:
    """Asks the vectors of a generation; safe to share between threads."""

    def __init__(
        self, index: IndexFiles, graphs: Mapping[str, DenseIndex] | None = None, exact_up_to: int = FEW
    ) -> None:
        """`graphs` are those of a server, by period.

        Raises:
            Unavailable: `INDICE_INCOMPLETO` where there are many vectors, no server and no sketches.
        """
        self._index, self._graphs = index, graphs or {}
        few = len(index.vectors) <= exact_up_to
        self._rounded = index.rounded() if few else None
        self._sketches = None if few or graphs else index.sketches()
        self._others = lru_cache(maxsize=64)(self._rows_outside)

    def find(
        self,
        vector: Vectors,
        limit: int,
        periods: Sequence[str],
        instruments: tuple[str, ...] = (),
    ) -> Neighbours:
        """The nearest `limit` entries of each period, of some instruments or of all."""
        if self._rounded is not None:
            cosines = self._rounded.cosines(vector)
            near = [self._rounded_best(cosines, limit, period, instruments) for period in periods]
            return Neighbours([self._compared(rows, vector, limit) for rows in near], cosines)
        if self._sketches is not None:
            near = [self._sketches.nearest(vector, self._others(period, instruments)) for period in periods]
            return Neighbours([self._compared(rows, vector, limit) for rows in near])
        return Neighbours([self._graphs[period].query(vector, limit, instruments) for period in periods])

    def _rounded_best(self, cosines: Vectors, limit: int, period: str, instruments: tuple[str, ...]) -> Rows:
        mine = cosines.copy()
        mine[self._others(period, instruments)] = -np.inf
        return among_best(mine, limit + _MARGIN, least=_FARTHEST)

    def _compared(self, rows: Rows, vector: Vectors, limit: int) -> Ranking:
        """The nearest of some rows, by their own vectors."""
        best = best_of(np.vecdot(self._index.vectors[rows], vector), limit)
        return Ranking(rows[best.rows], best.scores)

    def _rows_outside(self, period: str, instruments: Collection[str]) -> NDArray[np.int64]:
        """The rows of another period or of other instruments."""
        in_force = np.asarray([root.latest and not root.repealed for root in self._index.roots], bool)
        among = np.asarray([not instruments or root.instrument in instruments for root in self._index.roots], bool)
        wanted = among & (in_force if period == PRESENT else ~in_force)
        return np.flatnonzero(~wanted[self._index.root_of[: len(self._index.vectors)]])
