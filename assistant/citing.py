"""The citation of a span of a provision: what every answer shows and a reader can check."""

from __future__ import annotations

from assistant.answers import Citation
from assistant.composing.clauses import Clause
from corpus.citations import format_citation, public_label
from corpus.provisions import Provision, public_instrument
from corpus.store import CorpusStore


def cite(root: Provision, node: str, start: int, end: int, page: int) -> Citation:
    """A span of the text of `root`, under the id of the node that it is of; not yet verified."""
    return Citation(
        id=node,
        instrument=public_instrument(root.instrument),
        provision=public_label(root.id),
        label=format_citation(node, "formal"),
        quote=root.text[start:end],
        start=start,
        end=end,
        page=page,
        version=root.version,
    )


def cite_clause(store: CorpusStore, root: Provision, clause: Clause) -> Citation:
    """A clause of `root`, with the page on which its node begins."""
    node = store.get_version(clause.id, root.version) or root
    return cite(root, clause.id, clause.start, clause.end, node.pages[0])
