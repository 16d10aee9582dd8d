"""The legal bases of a calculation as citations: the provision's own words beside the figure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from assistant.answers import Citation
from assistant.composing.clauses import Clause, clauses_of
from assistant.composing.extractive import citation_of
from corpus.provisions import root_id
from corpus.store import CorpusStore


def cite_bases(store: CorpusStore, bases: Iterable[str], as_of: date | None = None) -> list[Citation]:
    """One citation per basis that the corpus holds: the first clause of that node, to the letter."""
    found = []
    for identifier in bases:
        root = store.get(root_id(identifier), as_of)
        if root is None:
            continue
        clause = _first_clause(clauses_of(store, root), identifier)
        if clause is not None:
            found.append(citation_of(store, root, clause))
    return found


def _first_clause(clauses: list[Clause], identifier: str) -> Clause | None:
    inside = (clause for clause in clauses if clause.id == identifier or clause.id.startswith(f"{identifier}/"))
    return next(inside, None)
