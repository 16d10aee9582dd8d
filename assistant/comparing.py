"""Who asks how two things differ needs the rule of each: they are searched apart and stand side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from retriever.search import Hit, Retriever, SearchResult

_OF_EACH = 2


def side_by_side(
    retriever: Retriever, found: SearchResult, things: Sequence[str], k: int, as_of: date | None
) -> SearchResult:
    """`found` for the whole question, with the first provisions on each thing, in turns, before the others."""
    if not found.hits or found.hits[0].cited:
        return found
    lists = [retriever.search(thing, k=_OF_EACH, as_of=as_of).hits for thing in things]
    score = found.hits[0].score
    first: dict[str, Hit] = {}
    for rank in range(_OF_EACH):
        for hits in lists:
            if rank < len(hits):
                # The best of each thing answers as much as the best of all; the next ones stand behind.
                first.setdefault(hits[rank].provision, replace(hits[rank], score=score - rank, companion_of=None))
    rest = [hit for hit in found.hits if hit.provision not in first]
    return replace(found, hits=[*first.values(), *rest][:k])
