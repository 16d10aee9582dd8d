"""A paper to an instrument with its provisions: what a circular, acuerdo, oficio or criterio becomes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.document_numbers import document_id
from corpus.provisions import Instrument, InstrumentKind, Provision
from ingest.circulars.head import Head, read_head
from ingest.circulars.pieces import grow
from ingest.circulars.points import Body, Point, read_points
from ingest.documents.model import Paper
from ingest.parsed import Problem

UNDATED = "s/f"
_RANKS = {
    InstrumentKind.ACUERDO: 40,
    InstrumentKind.CIRCULAR: 50,
    InstrumentKind.OFICIO: 52,
    InstrumentKind.CRITERIO: 55,
}
_LEAST_CONFIDENCE = 0.90


@dataclass(frozen=True, slots=True)
class ReadCircular:
    """The instrument, its provisions in order, what was noticed, and how many paragraphs each part took."""

    instrument: Instrument
    provisions: list[Provision]
    problems: list[Problem]
    lines: dict[str, int]


def read_circular(paper: Paper, source: str, digest: str) -> ReadCircular | None:
    """Read a document that goes by its number; None where it bears none."""
    head = read_head(paper)
    if head is None:
        return None
    body = read_points(paper.blocks[head.end :])
    name = f"{head.word} {head.number}"
    instrument = Instrument(
        id=document_id(head.kind, head.number),
        kind=head.kind,
        title=f"{name[:1].upper()}{name[1:]}" + (f". {head.subject}" if head.subject else ""),
        version=head.day.isoformat() if head.day else UNDATED,
        published=head.day,
        issuer=head.issuer,
        source=source,
        sha256=digest,
        rank=_RANKS[head.kind],
        pages=paper.pages,
        short_title=name,
        scope=head.scope,
        fictitious=head.fictitious,
    )
    provisions = list(_provisions(instrument, head, body, paper))
    lines = {
        "front": head.end,
        "text": sum(len(point.blocks) for point in body.points),
        "closing": len(body.closing),
    }
    return ReadCircular(instrument, provisions, body.problems + _doubts(head, paper), lines)


def _provisions(instrument: Instrument, head: Head, body: Body, paper: Paper) -> Iterator[Provision]:
    order = 0
    for point in body.points:
        text, pieces = grow(point)
        root_id = f"{instrument.id}:{point.number}"
        extras = _extras(head, body, point, paper)
        pages = (point.blocks[0].page, point.blocks[-1].page)
        common = {"instrument": instrument.id, "version": instrument.version, "valid_from": head.day}
        hierarchy = (head.subject,) if head.subject else ()
        yield Provision(
            id=root_id,
            kind=point.kind,
            number=point.number,
            label=point.label,
            text=text,
            hierarchy=hierarchy,
            end=len(text),
            pages=pages,
            order=order,
            extras=extras,
            **common,  # type: ignore[arg-type]
        )
        order += 1
        for piece in pieces:
            yield Provision(
                id=f"{root_id}/{piece.path}",
                kind=piece.kind,
                number=piece.number,
                label=f"{point.label}, {piece.label}",
                text=text[piece.start : piece.end],
                hierarchy=hierarchy,
                start=piece.start,
                end=piece.end,
                pages=piece.pages,
                parent=f"{root_id}/{piece.parent}" if piece.parent else root_id,
                order=order,
                **common,  # type: ignore[arg-type]
            )
            order += 1


def _extras(head: Head, body: Body, point: Point, paper: Paper) -> dict[str, str]:
    """What the document says of itself, beside each root: there a reader and a program find it."""
    said = {
        "number": head.number,
        "addressee": head.addressee,
        "subject": head.subject,
        "issuer": head.issuer,
        "scope": head.scope,
        "annexes": [other.label for other in body.points if other.number.startswith("Anexo-")],
        "closing": " ".join(block.text for block in body.closing) if point is body.points[0] else "",
    }
    extras = {"document": json.dumps({key: value for key, value in said.items() if value}, ensure_ascii=False)}
    pages = {block.page for block in point.blocks} & set(paper.confidence)
    if pages:
        extras["ocr"] = json.dumps({str(page): paper.confidence[page] for page in sorted(pages)})
    return extras


def _doubts(head: Head, paper: Paper) -> list[Problem]:
    problems = []
    if head.day is None:
        problems.append(Problem("DOCUMENTO_SIN_FECHA", "No se encontró la fecha: no se sabe desde cuándo rige."))
    if not head.subject:
        problems.append(Problem("DOCUMENTO_SIN_ASUNTO", "No se encontró el asunto."))
    for page, sure in sorted(paper.confidence.items()):
        code = "ESCANEO_DUDOSO" if sure < _LEAST_CONFIDENCE else "PAGINA_POR_OCR"
        problems.append(Problem(code, f"Página leída por OCR con confianza {sure:.2f}.", page))
    return problems
