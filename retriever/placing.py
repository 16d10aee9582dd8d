"""Hits that do not come from ranking: provisions that the question names, and companions of the first hit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from corpus.provisions import Provision, Status, root_id
from corpus.store import CorpusStore
from retriever.candidates import Scope
from retriever.cited import Named
from retriever.entries import windows
from retriever.hits import Hit

_COMPANIONS = 3
_NAMED_SCORE = 100.0
_COMPANION_SCORE = -100.0


def put_named_first(hits: Sequence[Hit], named: Named, scope: Scope, store: CorpusStore) -> list[Hit]:
    """What the question names stands before what was found, once a root.

    "artículo 21" without a law means several provisions: the rest of the question decides their order, failing
    that the order of the laws; all are shown.
    """
    ranked = {hit.provision: position for position, hit in enumerate(hits)}
    first: dict[str, Hit] = {}
    for group in named.groups:
        ids = sorted(group, key=lambda i: ranked.get(root_id(i), len(hits))) if named.rest else group
        for provision_id in ids:
            root = root_id(provision_id)
            elsewhere = scope.instruments and root.partition(":")[0] not in scope.instruments
            provision = None if elsewhere or root in first else store.get(provision_id, scope.as_of)
            if provision is None:
                continue
            score = _NAMED_SCORE - len(first)
            if named.rest and provision.is_root and root in ranked:
                first[root] = replace(hits[ranked[root]], score=score, cited=True)
            else:
                first[root] = replace(opening(provision), score=score, cited=True)
    return [*first.values(), *(hit for hit in hits if hit.provision not in first)]


class Companions:
    """What is read with a provision; safe to share between threads.

    It is what we say (`related`) and what the provision's text refers to by number. A generation never changes, so
    each provision is looked up once.
    """

    def __init__(self, store: CorpusStore, related: Mapping[str, Sequence[str]]) -> None:
        self._store, self._related = store, related
        self.of = lru_cache(maxsize=2048)(self._of)

    def _of(self, top: str, as_of: date | None) -> Mapping[str, Hit]:
        """Hits on the companions of a root, by root."""
        cited = (root_id(reference.target) for reference in self._store.references_from(top) if reference.target)
        found: dict[str, Hit] = {}
        for root in dict.fromkeys([*self._related.get(top, ()), *cited]):
            provision = None if root == top else self._store.get(root, as_of)
            if provision is not None and provision.status is not Status.DEROGADO:
                found[root] = replace(opening(provision), score=_COMPANION_SCORE, companion_of=top)
            if len(found) == _COMPANIONS:
                break
        return found


def add_companions(hits: Sequence[Hit], k: int, as_of: date | None, companions: Companions) -> list[Hit]:
    """The first k hits; companions of the first one are labelled, and those of them that lack are added."""
    if not hits:
        return []
    top = hits[0].provision
    wanted = companions.of(top, as_of)
    kept = [replace(hit, companion_of=top) if hit.provision in wanted else hit for hit in hits[:k]]
    present = {hit.provision for hit in kept}
    lacking = [hit for root, hit in wanted.items() if root not in present]
    extra = [replace(hit, score=hit.score - place) for place, hit in enumerate(lacking)]
    room = max(1, k - len(extra))
    return [*kept[:room], *extra][:k] if extra else kept


def opening(provision: Provision) -> Hit:
    """A hit on a provision as such: a node with its whole text, a root with its first passage."""
    if provision.is_root:
        begin, end = next(iter(windows(provision.text, 0, len(provision.text))), (0, 0))
        quote = provision.text[begin:end]
    else:
        begin, end, quote = provision.start, provision.end, provision.text
    return Hit(
        provision=provision.root,
        node=provision.id,
        label=provision.label,
        score=0.0,
        quote=quote,
        start=begin,
        end=end,
        page=provision.pages[0],
        version=provision.version,
        repealed=provision.status is not Status.VIGENTE,
    )
