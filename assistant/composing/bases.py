"""The legal bases of a calculation as citations: the provision's own words beside the figure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from assistant.answers import Citation
from assistant.citing import cite_clause
from assistant.composing.clauses import clauses_of, inside
from corpus.provisions import root_id
from corpus.store import CorpusStore


def cite_bases(store: CorpusStore, bases: Iterable[str], as_of: date | None = None) -> list[Citation]:
    """One citation per basis that the corpus holds: the first clause of that node, to the letter."""
    found: list[Citation] = []
    for identifier in bases:
        root = store.get(root_id(identifier), as_of)
        if root is None:
            continue
        found += [cite_clause(store, root, clause) for clause in inside(clauses_of(store, root), identifier)[:1]]
    return found
