"""A file to a document of provisions; this is what runs inside the parser processes."""

from __future__ import annotations

import hashlib
import re
import time
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from corpus.errors import BadInput
from corpus.provisions import Instrument, Provision
from ingest.assemble import assemble
from ingest.catalogue import Catalogue, Source
from ingest.conservation import lost_text
from ingest.law_parser import parse_law
from ingest.layout import Layout, lay_out
from ingest.manual_parser import parse_manual
from ingest.parsed import ParsedLaw, Problem
from ingest.pdf_text import read_pdf
from ingest.pictures import attach_pictures

UNDATED = "s/f"
"""The version of a text that carries no date: reading it again replaces it."""

SUFFIXES = frozenset({".pdf", ".txt"})
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


def read_file(path: Path, catalogue: Catalogue, expected: str | None = None, ocr: bool = True) -> ReadDocument:
    """Read a law (PDF) or a manual chapter (text); `ocr` also reads the tables that are pictures.

    Raises:
        BadInput: what is wrong with the file: NO_ES_PDF, ARCHIVO_VACIO, PDF_SIN_TEXTO, NO_ES_LEY, LEY_EQUIVOCADA...
    """
    start = time.perf_counter()
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadInput(
            "ARCHIVO_ILEGIBLE", f"No se puede leer «{path}».", "Revise que exista y que tenga permiso.", file=str(path)
        ) from error
    digest = hashlib.sha256(data).hexdigest()
    if path.suffix.lower() == ".txt":
        return _read_manual(path, data, digest, catalogue, expected, start)
    return _read_law(path, digest, catalogue, expected, start, ocr)


def _read_law(
    path: Path, digest: str, catalogue: Catalogue, expected: str | None, start: float, ocr: bool
) -> ReadDocument:
    document = read_pdf(path)
    name = path.name
    if not document.lines:
        raise BadInput(
            "PDF_SIN_TEXTO",
            f"El PDF «{name}» no tiene texto: parece escaneado.",
            "Consiga el PDF oficial con texto.",
            file=name,
        )
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
    problems = law.problems + problems + pictures + lost_text(layout, law, provisions)
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
    if not data.strip():
        raise BadInput("ARCHIVO_VACIO", f"El archivo «{name}» está vacío.", "Vuelva a copiarlo.", file=name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(
            "TEXTO_ILEGIBLE", f"«{name}» no es texto UTF-8.", "Guárdelo como texto UTF-8.", file=name
        ) from error
    running = re.search(r"^\s*(MANUAL DE ORGANIZACI[ÓO]N\b.*?)\s*$", text, re.MULTILINE)
    if running is None:
        raise BadInput(
            "NO_ES_MANUAL",
            f"«{name}» no se reconoce: no lleva el título corrido «MANUAL DE ORGANIZACIÓN ...».",
            "Entregue un capítulo de manual o el PDF de una ley.",
            file=name,
        )
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
