"""A criterion as part of the corpus: an instrument of kind `criterio` with one point."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from assistant.consultations.models import PublishedCriterion
from corpus.document_numbers import document_id
from corpus.provisions import Instrument, InstrumentKind, Provision, ProvisionKind, Status
from corpus.store import CorpusStore
from corpus.store_writer import CorpusWriter

RANK = 55
"""Below laws, manuals, acuerdos and circulars, as criteria that are read from a file."""


def criterion_id(number: str) -> str:
    """The instrument id of a criterion."""
    return document_id(InstrumentKind.CRITERIO, number)


def point_id(instrument: str) -> str:
    """The id of its only point."""
    return f"{instrument}:1"


def write_criteria(path: Path, rows: Sequence[PublishedCriterion]) -> None:
    """Put criteria into a corpus file that nobody reads yet, and leave without effect what each supersedes."""
    with CorpusStore.open(path) as store:
        closed = [
            replace(provision, status=Status.SIN_EFECTO, valid_to=row.valid_from)
            for row in rows
            if row.supersedes and (provision := store.get(point_id(criterion_id(row.supersedes)))) is not None
        ]
    writer = CorpusWriter(path)
    try:
        for row in rows:
            writer.write_version(_instrument(row), _provisions(row))
        for provision in closed:
            writer.set_standing(provision)
        writer.commit()
    except BaseException:
        writer.abandon()
        raise


def _instrument(row: PublishedCriterion) -> Instrument:
    return Instrument(
        id=row.instrument,
        kind=InstrumentKind.CRITERIO,
        title=f"Criterio {row.number}. {row.subject}",
        version=row.valid_from.isoformat(),
        published=row.valid_from,
        issuer=row.issuer,
        source=f"Consulta {row.consultation_id}",
        sha256=hashlib.sha256(row.text.encode()).hexdigest(),
        rank=RANK,
        short_title=f"criterio {row.number}",
        scope=row.scope,
    )


def _provisions(row: PublishedCriterion) -> Iterator[Provision]:
    root = Provision(
        id=point_id(row.instrument),
        instrument=row.instrument,
        version=row.valid_from.isoformat(),
        kind=ProvisionKind.NUMERAL,
        number="1",
        label="Punto 1",
        text=row.text,
        hierarchy=(row.subject,),
        end=len(row.text),
        pages=(1, 1),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        extras={
            "heading": row.subject,
            "asked": json.dumps(row.questions, ensure_ascii=False),
            "basis": json.dumps(sorted(row.basis), ensure_ascii=False),
        },
    )
    yield root
    lines = row.text.split("\n")
    if len(lines) == 1:
        return
    at = 0
    for place, line in enumerate(lines, 1):
        yield replace(
            root,
            id=f"{root.id}/p{place}",
            kind=ProvisionKind.PARAGRAPH,
            number=str(place),
            label=f"Punto 1, párrafo {place}",
            text=line,
            start=at,
            end=at + len(line),
            parent=root.id,
            order=place,
            extras={},
        )
        at += len(line) + 1


def wording(store: CorpusStore, identifier: str, as_of: date | None = None) -> str | None:
    """A digest of the words of a provision in force; None where it is gone or repealed."""
    found = store.get(identifier, as_of)
    if found is None or found.status is not Status.VIGENTE:
        return None
    return hashlib.sha256(found.text.encode()).hexdigest()
