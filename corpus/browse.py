"""The corpus to walk through: a law by its tree, a provision's history, and what cites it, as JSON documents."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from corpus.citations import format_citation, public_label
from corpus.provisions import Instrument, Provision, public_instrument, root_id
from corpus.store import CorpusStore

_AROUND = 90


def instrument_as_json(store: CorpusStore, instrument: Instrument) -> dict[str, Any]:
    """An instrument with its data and the versions held of it, oldest first."""
    return {
        "instrument": public_instrument(instrument.id),
        "title": instrument.title,
        "kind": instrument.kind.value,
        "version": instrument.version,
        "versions": [held.version for held in store.instrument_versions(instrument.id)],
        "published": _iso(instrument.published),
        "last_reform": _iso(instrument.last_reform),
        "issuer": instrument.issuer,
        "scope": instrument.scope,
        "source": instrument.source,
        "sha256": instrument.sha256,
        "pages": instrument.pages,
        "fictitious": instrument.fictitious,
    }


def tree_as_json(store: CorpusStore, instrument: Instrument, as_of: date | None = None) -> dict[str, Any]:
    """The tree of an instrument: libros, títulos, capítulos and secciones, each with its provisions and its parts."""
    top: dict[str, Any] = {"title": instrument.title, "provisions": [], "parts": []}
    for root in store.roots(instrument.id, as_of=as_of):
        at = top
        for title in root.hierarchy:
            if not at["parts"] or at["parts"][-1]["title"] != title:
                at["parts"].append({"title": title, "provisions": [], "parts": []})
            at = at["parts"][-1]
        at["provisions"].append(
            {
                "id": root.id,
                "provision": public_label(root.id),
                "label": root.label,
                "status": root.status.value,
                "page": root.pages[0],
            }
        )
    return {"instrument": public_instrument(instrument.id), "as_of": _iso(as_of), **top}


def history_as_json(store: CorpusStore, provision: Provision) -> dict[str, Any]:
    """Every wording held of a provision, oldest first, with its reform notes and what other documents did to it."""
    return {
        "id": provision.id,
        "citation": format_citation(provision.id),
        "wordings": [_wording(held) for held in store.versions(provision.id)],
    }


def _wording(provision: Provision) -> dict[str, Any]:
    return {
        "version": provision.version,
        "valid_from": _iso(provision.valid_from),
        "valid_to": _iso(provision.valid_to),
        "status": provision.status.value,
        "text": provision.text,
        "notes": [{"text": note.text, "applies_to": note.applies_to} for note in provision.notes],
        "effects": json.loads(provision.extras.get("affected_by", "[]")),
    }


def citing_as_json(store: CorpusStore, provision: Provision) -> dict[str, Any]:
    """Who mentions a provision or something inside it, in latest versions, each with the words around."""
    cited = []
    for reference in store.references_to(provision.id):
        source = store.get(reference.source)
        if source is None or root_id(reference.source) == provision.root:
            continue
        cited.append(
            {
                "id": source.id,
                "citation": format_citation(source.id),
                "status": source.status.value,
                "target": reference.target,
                "raw": reference.raw,
                "start": reference.start,
                "end": reference.end,
                "context": _around(source.text, reference.start, reference.end),
            }
        )
    return {"id": provision.id, "citation": format_citation(provision.id), "cited_by": cited}


def _around(text: str, start: int, end: int) -> str:
    """A span with what surrounds it, in whole words."""
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    after = text.find(" ", last)
    return text[text.rfind(" ", 0, first) + 1 : len(text) if after < 0 else after]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
