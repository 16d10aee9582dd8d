"""One provision as the contracts show it: `criterio show --json` and `/api/v1/provisions/{id}` print the same."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from corpus.citations import format_citation, public_label
from corpus.page_images import has_page_images
from corpus.provisions import Instrument, Provision, public_instrument
from corpus.store import CorpusStore


def provision_as_json(store: CorpusStore, provision: Provision) -> dict[str, Any]:
    """The provision with its place, verbatim text, dates, notes, pieces and references in both directions."""
    pieces = [node for node in store.nodes(provision.root, version=provision.version) if node.parent == provision.id]
    instrument = store.instrument(provision.instrument, provision.version)
    return {
        "id": provision.id,
        "instrument": public_instrument(provision.instrument),
        "provision": public_label(provision.root),
        "label": provision.label,
        "citation": format_citation(provision.id),
        "kind": provision.kind.value,
        "hierarchy": list(provision.hierarchy),
        "text": provision.text,
        "start": provision.start,
        "end": provision.end,
        "pages": list(provision.pages),
        "status": provision.status.value,
        "version": provision.version,
        "valid_from": provision.valid_from.isoformat() if provision.valid_from else None,
        "valid_to": provision.valid_to.isoformat() if provision.valid_to else None,
        "notes": [{"text": note.text, "applies_to": note.applies_to} for note in provision.notes],
        "children": [{"id": piece.id, "label": piece.label, "kind": piece.kind.value} for piece in pieces],
        "references": [
            {
                "id": reference.target,
                "label": format_citation(reference.target, "short") if reference.target else reference.raw,
                "raw": reference.raw,
                "start": reference.start,
                "end": reference.end,
            }
            for reference in store.references_from(provision.root)
        ],
        "referenced_by": sorted({reference.source for reference in store.references_to(provision.root)}),
        "parent": provision.parent,
        "title": instrument.title if instrument else "",
        "scope": instrument.scope if instrument else "",
        "fictitious": bool(instrument and instrument.fictitious),
        "page_image": _page_image(instrument, provision.pages[0]),
        "pictures": [
            {
                "page": picture["page"],
                "page_image": _page_image(instrument, picture["page"]),
                "ocr": picture["ocr"],
                "confidence": picture["confidence"],
            }
            for picture in json.loads(provision.extras.get("pictures", "[]"))
        ],
        "extras": dict(provision.extras),
    }


def _page_image(instrument: Instrument | None, page: int) -> str | None:
    """Where the server shows a page of the document; None where there is no page to show."""
    if instrument is None or not has_page_images(instrument) or page < 1:
        return None
    name = quote(public_instrument(instrument.id))
    return f"/api/v1/pages/{name}/{page}.png?version={quote(instrument.version)}"
