"""Scanned pages read by the OCR engine of the system, in Spanish, with the confidence of each page."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import BadInput, Unavailable
from ingest.documents.paragraphs import Row
from ingest.pdf_text import page_image

_SECONDS = 60
_SCALE = 300 / 72


@dataclass(frozen=True, slots=True)
class Scan:
    """One page as OCR read it; `confidence` is the mean of its words, from 0 to 1."""

    page: int
    rows: list[Row]
    confidence: float


def read_scan(path: Path, pages: Sequence[int], most: int) -> Iterator[Scan]:
    """Read these pages (from 1) of a PDF.

    Raises:
        BadInput: PDF_DEMASIADAS_PAGINAS, more than `most` to read, or ESCANEO_ILEGIBLE.
        Unavailable: OCR_AUSENTE.
    """
    name = path.name
    if len(pages) > most:
        raise BadInput(
            "PDF_DEMASIADAS_PAGINAS",
            f"El PDF «{name}» tiene {len(pages)} páginas escaneadas; el límite es {most}.",
            "Divida el archivo o consiga el PDF con texto.",
            file=name,
        )
    engine = shutil.which("tesseract")
    if engine is None:
        raise Unavailable(
            "OCR_AUSENTE",
            f"El PDF «{name}» está escaneado y no hay programa que lo lea.",
            "Instale tesseract-ocr y tesseract-ocr-spa, o consiga el PDF con texto.",
            file=name,
        )
    for page in pages:
        yield _read(engine, page_image(path, page, scale=_SCALE), page, name)


def _read(engine: str, image: bytes, page: int, name: str) -> Scan:
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, its input on stdin
            [engine, "-", "-", "-l", "spa", "--dpi", "300", "--psm", "1", "tsv"],
            input=image,
            capture_output=True,
            timeout=_SECONDS,
            check=True,
            env={"OMP_THREAD_LIMIT": "1"},
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise BadInput(
            "ESCANEO_ILEGIBLE",
            f"La página {page} de «{name}» no se pudo leer por OCR.",
            "Revise que esté instalado el idioma español (tesseract-ocr-spa) y la calidad del escaneo.",
            file=name,
        ) from error
    return rows_from_table(done.stdout.decode("utf-8", "replace"), page)


def rows_from_table(table: str, page: int) -> Scan:
    """Words of the engine's table put into printed lines; a new block or paragraph counts as a gap."""
    lines: dict[tuple[str, str, str], list[str]] = {}
    boxes: dict[tuple[str, str, str], tuple[int, int]] = {}
    scores: list[float] = []
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        word = (row.get("text") or "").strip()
        if not word or float(row["conf"]) < 0:
            continue
        key = (row["block_num"], row["par_num"], row["line_num"])
        left, right = int(row["left"]), int(row["left"]) + int(row["width"])
        lines.setdefault(key, []).append(word)
        before = boxes.get(key, (left, right))
        boxes[key] = (min(before[0], left), max(before[1], right))
        scores.append(float(row["conf"]))
    edges: dict[str, int] = {}
    for (block, _, _), (_, right) in boxes.items():
        edges[block] = max(edges.get(block, 0), right)
    rows: list[Row] = []
    last = ("", "")
    for key, words in lines.items():
        text = " ".join(words)
        left, right = boxes[key]
        room = (edges[key[0]] - right) * len(text) / max(1, right - left)
        rows.append(Row(text, page, gap=key[:2] != last, room=room))
        last = key[:2]
    confidence = round(sum(scores) / len(scores) / 100, 3) if scores else 0.0
    return Scan(page, rows, confidence)
