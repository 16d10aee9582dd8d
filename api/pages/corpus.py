"""The corpus browser: instruments, the tree of one, a provision with its history and what cites it, search."""

from __future__ import annotations

from itertools import groupby
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from api.pages.changes import changes
from api.pages.marked import paragraphs
from api.pages.views import page
from api.services import ServicesDep
from assistant.library import Snapshot
from corpus.browse import citing_as_json, history_as_json
from corpus.citations import format_citation
from corpus.errors import NotFound
from corpus.provisions import Provision, root_id
from corpus.show import provision_as_json
from corpus.store import CorpusStore

router = APIRouter(prefix="/corpus", include_in_schema=False)


@router.get("", response_class=HTMLResponse)
def corpus(services: ServicesDep, q: Annotated[str, Query(max_length=20_000)] = "") -> HTMLResponse:
    """The instruments, and the results of a search."""
    snapshot = services.library.snapshot()
    hits = snapshot.retriever.search(q, k=20).hits if q.strip() else []
    rows = [(hit, format_citation(hit.node)) for hit in hits]
    return page("corpus.html", section="corpus", instruments=snapshot.store.instruments(), q=q, hits=rows)


@router.get("/{identifier:path}", response_class=HTMLResponse)
def provision(
    identifier: str,
    services: ServicesDep,
    start: Annotated[int, Query(alias="inicio", ge=0)] = 0,
    end: Annotated[int, Query(alias="fin", ge=0)] = 0,
) -> HTMLResponse:
    """An instrument's tree, or a provision with the quoted span marked."""
    snapshot = services.library.snapshot()
    store = snapshot.store
    instrument = store.instrument(identifier)
    if instrument is not None:
        roots = [(root.hierarchy, root) for root in store.roots(identifier)]
        groups = [(place, [root for _, root in items]) for place, items in groupby(roots, key=lambda item: item[0])]
        headings = {root.id: _heading(snapshot, root.id) for _, root in roots}
        return page("instrument.html", section="corpus", instrument=instrument, groups=groups, headings=headings)
    found = store.get(root_id(identifier))
    if found is None:
        raise NotFound("PRECEPTO_DESCONOCIDO", f"No existe «{identifier}» en el acervo.", "Búsquelo en la normativa.")
    named = store.get(identifier)
    if end == 0 and named is not None and named.id != found.id:
        start, end = named.start, named.end
    return page(
        "provision.html",
        section="corpus",
        provision=provision_as_json(store, found),
        history=_history(store, found),
        citing=citing_as_json(store, found)["cited_by"],
        name=_capital(format_citation(found.id)),
        paragraphs=paragraphs(found.text, start, end),
    )


def _heading(snapshot: Snapshot, root: str) -> str:
    """What we call the whole provision; empty where we have not named it."""
    return next((heading.heading for heading in snapshot.headings_of(root) if heading.provision == root), "")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _history(store: CorpusStore, provision: Provision) -> list[dict[str, Any]]:
    """Every wording held, newest first, each with what it changed in the one before."""
    wordings: list[dict[str, Any]] = history_as_json(store, provision)["wordings"]
    for before, wording in zip([None, *wordings], wordings, strict=False):
        changed = before is not None and before["text"] != wording["text"]
        wording["changes"] = list(changes(before["text"], wording["text"])) if before is not None and changed else []
    return wordings[::-1]
