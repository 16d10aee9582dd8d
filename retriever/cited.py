"""Provisions that a question names: they come first, exactly; those that do not exist are said, not replaced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.citations import Outcome, parse_query, resolve
from corpus.store import CorpusStore
from retriever.questions import MAX_CHARACTERS
from retriever.spoken_numbers import with_digits

_MAX_NAMED = 40


@dataclass(frozen=True, slots=True)
class Missing:
    """A provision named that the corpus does not have: as typed, and its nearest neighbours."""

    raw: str
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """What a question names: groups of ids in the order typed (several in a group: ambiguous), and what is missing.

    `rest` says whether the question holds more than citations.
    """

    groups: tuple[tuple[str, ...], ...]
    missing: tuple[Missing, ...]
    rest: bool


class StoreCatalogue:
    """The corpus as the citation grammar asks for it."""

    def __init__(self, store: CorpusStore, order: dict[str, list[str]]) -> None:
        """`order` gives the roots of each instrument in document order."""
        self._store, self._order = store, order

    def exists(self, provision_id: str) -> bool:
        """Whether any version has it."""
        return self._store.exists(provision_id)

    def children(self, provision_id: str) -> Sequence[str]:
        """Ids of the direct nodes, in document order."""
        root = self._store.get(provision_id)
        if root is None:
            return []
        return [node.id for node in self._store.nodes(root.root) if (node.parent or root.root) == provision_id]

    def order(self, instrument: str) -> Sequence[str]:
        """Roots of an instrument in document order."""
        return self._order.get(instrument, [])


def find_named(question: str, catalogue: StoreCatalogue) -> Named:
    """Read the citations of a question against the corpus."""
    question = with_digits(question[:MAX_CHARACTERS])
    groups: list[tuple[str, ...]] = []
    missing: list[Missing] = []
    citations = parse_query(question)
    rest = list(question[: max((c.end for c in citations), default=0)])
    for citation in citations:
        rest[citation.start : citation.end] = " " * (citation.end - citation.start)
        found = resolve(citation, catalogue)
        if found.outcome is Outcome.FOUND:
            groups += [(provision,) for provision in found.ids]
        elif found.outcome is Outcome.AMBIGUOUS:
            groups.append(found.ids)
        elif found.outcome is Outcome.MISSING or (found.outcome is Outcome.UNRESOLVED and citation.path):
            missing.append(Missing(citation.raw, found.nearest))
    remains = "".join(rest) + question[len(rest) :]
    unique = tuple(dict.fromkeys(groups))[:_MAX_NAMED]
    return Named(unique, tuple(missing), sum(c.isalpha() for c in remains) > 2)
