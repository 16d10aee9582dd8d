"""A file to a document of provisions; this is what runs inside the parser processes."""

from __future__ import annotations

import hashlib
import re
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from corpus.errors import BadInput
from corpus.provisions import Instrument, Provision
from ingest.assemble import assemble
from ingest.catalogue import Catalogue, Source
from ingest.circulars.head import read_number
from ingest.circulars.read import UNDATED, read_circular
from ingest.conservation import illegible_signs, lost_text
from ingest.documents.formats import Format, sniff
from ingest.documents.mail import read_email
from ingest.documents.model import Attachment, Block, Paper
from ingest.documents.pdf import read_document_pdf
from ingest.documents.plain import decode, read_text
from ingest.documents.web import read_html
from ingest.documents.word import read_docx
from ingest.law_parser import parse_law
from ingest.layout import Layout, lay_out
from ingest.manual_parser import parse_manual
from ingest.parsed import ParsedLaw, Problem
from ingest.pdf_text import Document, read_pdf
from ingest.pictures import attach_pictures

_MANUAL = re.compile(r"^\s*(MANUAL DE ORGANIZACI[ÓO]N\b.*?)\s*$", re.MULTILINE)
_READERS: dict[Format, Callable[[str, bytes], Paper]] = {
    Format.TEXT: read_text,
    Format.HTML: read_html,
    Format.DOCX: read_docx,
    Format.EMAIL: read_email,
}
_HEAD_LINES = 40
MOST_BYTES = 200 << 20
"""The largest file that is read."""
_PAGE_OF = re.compile(r"(\d+) de (\d+)$")


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """One file, read: the instrument in one version, its provisions in order, and what was noticed."""

    path: Path
    instrument: Instrument
    provisions: list[Provision]
    problems: list[Problem]
    lines: dict[str, int]
    listed: bool
    seconds: float
    parts: tuple[str, ...] = ()
    images: dict[str, bytes] = field(default_factory=dict)
    attached: tuple[ReadDocument, ...] = ()


def read_file(path: Path, catalogue: Catalogue, expected: str | None = None, ocr: bool = True) -> ReadDocument:
    """Read a law (PDF), a manual chapter (text), or a circular, acuerdo, oficio or criterio in any format.

    The content decides how it is read. `ocr` also reads the tables of a law that are pictures.

    Raises:
        BadInput: what is wrong with the file: NO_ES_PDF, ARCHIVO_VACIO, PDF_SIN_TEXTO, NO_ES_LEY, LEY_EQUIVOCADA,
            DOCUMENTO_NO_RECONOCIDO...
    """
    start = time.perf_counter()
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MOST_BYTES else b""
    except OSError as error:
        raise BadInput(
            "ARCHIVO_ILEGIBLE", f"No se puede leer «{path}».", "Revise que exista y que tenga permiso.", file=str(path)
        ) from error
    if size > MOST_BYTES:
        raise BadInput(
            "ARCHIVO_EXCEDE_LIMITE",
            f"El archivo «{path.name}» mide {size >> 20} MB; el límite es {MOST_BYTES >> 20} MB.",
            "Divida el archivo.",
            file=path.name,
        )
    digest = hashlib.sha256(data).hexdigest()
    found = sniff(path.name, data)
    if found is Format.PDF:
        return _read_pdf(path, digest, catalogue, expected, start, ocr)
    if found is Format.TEXT and _MANUAL.search(decode(path.name, data)):
        return _read_manual(path, data, digest, catalogue, expected, start)
    return _read_paper(path, digest, _READERS[found](path.name, data), expected, start)


def _read_pdf(
    path: Path, digest: str, catalogue: Catalogue, expected: str | None, start: float, ocr: bool
) -> ReadDocument:
    document = read_pdf(path)
    head = [Block(line.text) for line in document.lines[:_HEAD_LINES]]
    if document.lines and read_number(head) is None:
        return _read_law(path, document, digest, catalogue, expected, start, ocr)
    paper = read_document_pdf(path)
    if not paper.blocks:
        raise BadInput(
            "PDF_SIN_TEXTO",
            f"El PDF «{path.name}» no tiene texto, ni lo encuentra el OCR.",
            "Consiga el PDF oficial con texto o un escaneo legible.",
            file=path.name,
        )
    return _read_paper(path, digest, paper, expected, start)


def _read_paper(path: Path, digest: str, paper: Paper, expected: str | None, start: float) -> ReadDocument:
    circular = read_circular(paper, path.name, digest)
    attached = _read_attached(path, digest, paper.attachments, start)
    if circular is None:
        if attached:
            return replace(attached[0], attached=attached[1:])
        raise BadInput(
            "DOCUMENTO_NO_RECONOCIDO",
            f"«{path.name}» no se reconoce: no lleva número de circular, acuerdo, oficio o criterio,"
            " ni el título corrido «MANUAL DE ORGANIZACIÓN ...».",
            "Revise que el número esté en el encabezado.",
            file=path.name,
        )
    if expected is not None and circular.instrument.id != expected:
        raise BadInput(
            "LEY_EQUIVOCADA",
            f"«{path.name}» es «{circular.instrument.short_title}», no {expected}.",
            "Entregue el documento correcto o quite --source.",
            file=path.name,
            found=circular.instrument.id,
            expected=expected,
        )
    return ReadDocument(
        path,
        circular.instrument,
        circular.provisions,
        circular.problems,
        circular.lines,
        True,
        time.perf_counter() - start,
        parts=(digest,),
        attached=attached,
    )


def _read_attached(
    path: Path, digest: str, attachments: Sequence[Attachment], start: float
) -> tuple[ReadDocument, ...]:
    """The documents attached to an e-mail that go by a number; they are kept beside it under their own digest."""
    found: list[ReadDocument] = []
    for attachment in attachments:
        own = hashlib.sha256(attachment.data).hexdigest()
        form = sniff(attachment.name, attachment.data)
        if form is Format.EMAIL:
            continue
        if form is Format.PDF:
            with tempfile.TemporaryDirectory() as folder:
                copy = Path(folder) / attachment.name
                copy.write_bytes(attachment.data)
                read_pdf(copy)
                paper = read_document_pdf(copy)
        else:
            paper = _READERS[form](attachment.name, attachment.data)
        circular = read_circular(paper, f"{path.name} · {attachment.name}", own)
        if circular is None:
            continue
        seconds = time.perf_counter() - start
        suffix = Path(attachment.name).suffix.lower()
        found.append(
            ReadDocument(
                path,
                circular.instrument,
                circular.provisions,
                circular.problems,
                circular.lines,
                True,
                seconds,
                parts=(digest,),
                images={f"{own}{suffix}": attachment.data},
            )
        )
    return tuple(found)


def _read_law(
    path: Path,
    document: Document,
    digest: str,
    catalogue: Catalogue,
    expected: str | None,
    start: float,
    ocr: bool,
) -> ReadDocument:
    name = path.name
    layout = lay_out(document)
    _check_complete(layout, document.pages, name)
    law = parse_law(layout)
    if not law.roots:
        raise BadInput(
            "NO_ES_LEY",
            f"El PDF «{name}» no se reconoce como ley, código o reglamento: no tiene artículos.",
            "Entregue el texto consolidado oficial.",
            file=name,
        )
    source = catalogue.recognise(law.title)
    _check_expected(source, expected, law.title, name)
    pictures, images = attach_pictures(path, digest, document, law, ocr)
    instrument = _instrument(source, law, digest, document.pages, str(path))
    provisions, problems = assemble(instrument, law, layout.measure, any(block.bold for block in layout.blocks))
    problems = law.problems + problems + pictures + lost_text(layout, law, provisions) + illegible_signs(provisions)
    seconds = time.perf_counter() - start
    return ReadDocument(
        path, instrument, provisions, problems, dict(law.tally), source.known, seconds, parts=(digest,), images=images
    )


def _check_complete(layout: Layout, pages: int, name: str) -> None:
    """The foot says "3 de 181": a file with fewer pages than it says was cut off."""
    said = [int(found[2]) for line in layout.furniture if (found := _PAGE_OF.search(line.text))]
    if said and max(said) > pages:
        raise BadInput(
            "PDF_INCOMPLETO",
            f"El PDF «{name}» tiene {pages} páginas y dice tener {max(said)}.",
            "Vuelva a descargarlo.",
            file=name,
        )


def _check_expected(source: Source, expected: str | None, title: str, name: str) -> None:
    if expected is not None and source.id != expected:
        raise BadInput(
            "LEY_EQUIVOCADA",
            f"«{name}» es «{title}», no {expected}.",
            "Entregue el documento correcto o quite --source.",
            file=name,
            found=source.id,
            expected=expected,
        )


def _instrument(source: Source, law: ParsedLaw, digest: str, pages: int, path: str) -> Instrument:
    day: date | None = law.last_reform or law.published
    if day is None:
        raise BadInput(
            "LEY_SIN_FECHA",
            f"No se encontró la fecha de publicación ni de última reforma en «{Path(path).name}».",
            "Entregue el texto consolidado oficial, con su portada.",
        )
    return Instrument(
        id=source.id,
        kind=source.kind,
        title=source.title,
        version=day.isoformat(),
        published=law.published,
        last_reform=law.last_reform,
        issuer=source.issuer,
        source=source.url or Path(path).name,
        sha256=digest,
        rank=source.rank,
        pages=pages,
        short_title=source.short_title or source.id,
    )


def _read_manual(
    path: Path, data: bytes, digest: str, catalogue: Catalogue, expected: str | None, start: float
) -> ReadDocument:
    name = path.name
    text = decode(name, data)
    running = _MANUAL.search(text)
    assert running is not None
    source = catalogue.recognise(running[1])
    _check_expected(source, expected, running[1], name)
    instrument = Instrument(
        id=source.id,
        kind=source.kind,
        title=source.title,
        version=UNDATED,
        issuer=source.issuer,
        source=name,
        sha256=digest,
        rank=source.rank,
        pages=len(re.findall(r"^\s*MANUAL DE ORGANIZACI[ÓO]N\b", text, re.MULTILINE)),
        short_title=source.short_title or source.id,
    )
    provisions, problems, _ = parse_manual(text, instrument)
    return ReadDocument(
        path,
        instrument,
        provisions,
        problems,
        {"text": sum(bool(line.strip()) for line in text.splitlines())},
        source.known,
        time.perf_counter() - start,
        parts=(digest,),
    )
