"""Hits that do not come from ranking: provisions that the question names, and companions of the first hit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

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


def add_companions(
    hits: Sequence[Hit], k: int, as_of: date | None, store: CorpusStore, related: Mapping[str, Sequence[str]]
) -> list[Hit]:
    """The first k hits; companions of the first one are labelled, and those of them that lack are added.

    Companions are what is read with it (`related`, written by us) and what its text refers to by number.
    """
    if not hits:
        return []
    top = hits[0].provision
    wanted = _companions_of(top, as_of, store, related)
    kept = [replace(hit, companion_of=top) if hit.provision in wanted else hit for hit in hits[:k]]
    present = {hit.provision for hit in kept}
    extra: list[Hit] = []
    for root, provision in wanted.items():
        if root not in present:
            extra.append(replace(opening(provision), score=_COMPANION_SCORE - len(extra), companion_of=top))
    room = max(1, k - len(extra))
    return [*kept[:room], *extra][:k] if extra else kept


def _companions_of(
    top: str, as_of: date | None, store: CorpusStore, related: Mapping[str, Sequence[str]]
) -> dict[str, Provision]:
    cited = (root_id(reference.target) for reference in store.references_from(top) if reference.target)
    found: dict[str, Provision] = {}
    for root in dict.fromkeys([*related.get(top, ()), *cited]):
        provision = None if root == top else store.get(root, as_of)
        if provision is not None and provision.status is not Status.DEROGADO:
            found[root] = provision
        if len(found) == _COMPANIONS:
            break
    return found


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
