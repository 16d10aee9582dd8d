"""The corpus store as the grammar's catalogue, with what was asked once kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.document_numbers import document_name, is_document
from corpus.provisions import Provision, Reference, root_id
from corpus.store import CorpusStore

from .points import find_points
from .references import references_in


class StoreCatalogue:
    """`Catalogue` over the latest versions of an open `CorpusStore`; one per store, it never looks twice."""

    def __init__(self, store: CorpusStore) -> None:
        self._store = store
        self._order: dict[str, tuple[str, ...]] = {}
        self._children: dict[str, dict[str, list[str]]] = {}

    def exists(self, provision_id: str) -> bool:
        """Whether that id, root or node, is in the latest version."""
        root = root_id(provision_id)
        if provision_id == root:
            return root in self.order(root.partition(":")[0])
        return any(provision_id in below for below in self._below(root).values())

    def children(self, provision_id: str) -> Sequence[str]:
        """Ids of the direct nodes of a provision, in document order."""
        return self._below(root_id(provision_id)).get(provision_id, [])

    def order(self, instrument: str) -> Sequence[str]:
        """Ids of all roots of an instrument in document order."""
        if instrument not in self._order:
            self._order[instrument] = tuple(root.id for root in self._store.roots(instrument))
        return self._order[instrument]

    def _below(self, root: str) -> dict[str, list[str]]:
        if root not in self._children:
            found: dict[str, list[str]] = {}
            for node in self._store.nodes(root):
                found.setdefault(node.parent or root, []).append(node.id)
            self._children[root] = found
        return self._children[root]


class ReferenceFinder:
    """Finds the references of a root against its store; give one instance to a whole run of the ingest."""

    def __init__(self) -> None:
        self._store: CorpusStore | None = None
        self._catalogue: StoreCatalogue | None = None
        self._documents: dict[str, str] = {}

    def __call__(self, root: Provision, store: CorpusStore) -> Iterator[Reference]:
        """The mentions inside one root's text."""
        if self._catalogue is None or self._store is not store:
            self._store, self._catalogue = store, StoreCatalogue(store)
            held = [instrument.id for instrument in store.instruments() if is_document(instrument.id)]
            self._documents = {document_name(ident).partition(" ")[2]: ident for ident in held}
        points = list(self._points(root, self._catalogue)) if self._documents else []
        spans = [(point.start, point.end) for point in points]
        for found in references_in(root.text, root.id, self._catalogue, root.extras.get("decree", "")):
            if not any(start <= found.start and found.end <= end for start, end in spans):
                yield found
        yield from points

    def _points(self, root: Provision, catalogue: StoreCatalogue) -> Iterator[Reference]:
        """Points of the documents that the corpus holds; a document named as a whole is its instrument."""
        for mention in find_points(root.text):
            owner = self._documents.get(mention.number)
            if owner is None or owner == root.instrument:
                continue
            named = [f"{owner}:{path}" for path in mention.paths] or [owner]
            for target in named:
                if target == owner or catalogue.exists(target):
                    raw = root.text[mention.start : mention.end]
                    yield Reference(root.id, target, mention.start, mention.end, raw)
