"""How the corpus stands in SQLite: the schema, and provisions and instruments as rows of it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from corpus.provisions import (
    Instrument,
    InstrumentKind,
    Provision,
    ProvisionKind,
    ReformNote,
    Status,
    root_id,
)

SCHEMA_VERSION = 2

SCHEMA = """
CREATE TABLE instruments (
    id TEXT NOT NULL, version TEXT NOT NULL, latest INTEGER NOT NULL DEFAULT 0, kind TEXT NOT NULL,
    title TEXT NOT NULL, published TEXT, last_reform TEXT, issuer TEXT NOT NULL, source TEXT NOT NULL,
    sha256 TEXT NOT NULL, rank INTEGER NOT NULL, pages INTEGER NOT NULL, short_title TEXT NOT NULL,
    scope TEXT NOT NULL, fictitious INTEGER NOT NULL, PRIMARY KEY (id, version)
) WITHOUT ROWID;
CREATE TABLE provisions (
    id TEXT NOT NULL, instrument TEXT NOT NULL, version TEXT NOT NULL, root TEXT NOT NULL,
    is_root INTEGER NOT NULL, kind TEXT NOT NULL, number TEXT NOT NULL, label TEXT NOT NULL, text TEXT,
    hierarchy TEXT NOT NULL,
    "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, page_first INTEGER NOT NULL, page_last INTEGER NOT NULL,
    parent TEXT, status TEXT NOT NULL, valid_from TEXT, held_from TEXT, valid_to TEXT, notes TEXT NOT NULL,
    position INTEGER NOT NULL, extras TEXT NOT NULL,
    PRIMARY KEY (id, version)
) WITHOUT ROWID;
CREATE INDEX provisions_by_place ON provisions (instrument, version, is_root, position);
CREATE INDEX provisions_by_root ON provisions (root, version, position);
CREATE TABLE provision_references (
    source TEXT NOT NULL, version TEXT NOT NULL, target TEXT, "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL, raw TEXT NOT NULL
);
CREATE INDEX references_by_source ON provision_references (source, version);
CREATE INDEX references_by_target ON provision_references (target);
"""


Row = tuple[Any, ...]


def _day(value: object) -> date | None:
    return date.fromisoformat(str(value)) if value else None


def instrument_from_row(row: Row) -> Instrument:
    """Rebuild an instrument from a row of the reader's query, in its column order."""
    (ident, version, kind, title, published, last_reform, issuer, source, sha256) = row[:9]
    (rank, pages, short_title, scope, fictitious) = row[9:]
    return Instrument(
        id=ident,
        version=version,
        kind=InstrumentKind(kind),
        title=title,
        published=_day(published),
        last_reform=_day(last_reform),
        issuer=issuer,
        source=source,
        sha256=sha256,
        rank=rank,
        pages=pages,
        short_title=short_title,
        scope=scope,
        fictitious=bool(fictitious),
    )


def _note(entry: dict[str, Any]) -> ReformNote:
    return ReformNote(
        text=entry["text"],
        applies_to=entry["applies_to"],
        dates=tuple(date.fromisoformat(day) for day in entry["dates"]),
        action=entry["action"],
    )


def provision_from_row(row: Row) -> Provision:
    """Rebuild a provision from a row of the reader's query, in its column order."""
    (ident, instrument, version, kind, number, label, text, hierarchy, start, end, first, last) = row[:12]
    (parent, status, valid_from, valid_to, notes, position, extras) = row[12:]
    return Provision(
        id=ident,
        instrument=instrument,
        version=version,
        kind=ProvisionKind(kind),
        number=number,
        label=label,
        text=text,
        hierarchy=tuple(json.loads(hierarchy)),
        start=start,
        end=end,
        pages=(first, last),
        parent=parent,
        status=Status(status),
        valid_from=_day(valid_from),
        valid_to=_day(valid_to),
        notes=tuple(_note(entry) for entry in json.loads(notes)) if notes != "[]" else (),
        order=position,
        extras=json.loads(extras) if extras != "{}" else {},
    )


def row_of_provision(provision: Provision) -> Row:
    """The row of a provision, in the order of the table."""
    notes = [
        {
            "text": n.text,
            "applies_to": n.applies_to,
            "dates": [d.isoformat() for d in n.dates],
            "action": n.action,
        }
        for n in provision.notes
    ]
    return (
        provision.id,
        provision.instrument,
        provision.version,
        root_id(provision.id),
        int(provision.is_root),
        provision.kind.value,
        provision.number,
        provision.label,
        provision.text if provision.is_root else None,
        json.dumps(provision.hierarchy, ensure_ascii=False),
        provision.start,
        provision.end,
        provision.pages[0],
        provision.pages[1],
        provision.parent,
        provision.status.value,
        provision.valid_from.isoformat() if provision.valid_from else None,
        # A wording may be known to hold since a day without that being the day it began.
        provision.extras.get("held_from") or (provision.valid_from.isoformat() if provision.valid_from else None),
        provision.valid_to.isoformat() if provision.valid_to else None,
        json.dumps(notes, ensure_ascii=False),
        provision.order,
        json.dumps(provision.extras, ensure_ascii=False),
    )


def row_of_instrument(instrument: Instrument) -> Row:
    """The row of an instrument, in the order of the table; the writer decides which version is the latest."""
    return (
        instrument.id,
        instrument.version,
        0,
        instrument.kind.value,
        instrument.title,
        instrument.published.isoformat() if instrument.published else None,
        instrument.last_reform.isoformat() if instrument.last_reform else None,
        instrument.issuer,
        instrument.source,
        instrument.sha256,
        instrument.rank,
        instrument.pages,
        instrument.short_title,
        instrument.scope,
        int(instrument.fictitious),
    )
