"""Scanned pages read by the OCR engine of the system, in Spanish, with the confidence of each page.

The engine finds the words; where lines, columns and tables are is decided from their boxes, as in a PDF with text.
A page that reads badly is straightened and cleaned, read again, and the better of the two readings stays.
"""

from __future__ import annotations

import csv
import io
import re
import resource
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from corpus.errors import BadInput, Unavailable
from corpus.page_images import page_image
from ingest.documents.cleaning import straightened
from ingest.documents.columns import Run, lines_of, rows_of_page
from ingest.documents.paragraphs import Row

_SECONDS = 60
_DOTS = 300
_DOUBTFUL = 0.93
_DIRT = 60.0
_DESCENDING = re.compile(r"[gjpqyQ,;()|]")
_LINE = ("block_num", "par_num", "line_num")


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
        image = page_image(path, page, scale=_DOTS / 72)
        scan = rows_from_table(_read(engine, image, page, name), page)
        if scan.confidence < _DOUBTFUL:
            again = rows_from_table(_read(engine, straightened(image), page, name), page)
            scan = max(scan, again, key=lambda reading: reading.confidence)
        yield scan


def _read(engine: str, image: bytes, page: int, name: str) -> str:
    """The engine's table of words."""
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, its input on stdin
            [engine, "-", "-", "-l", "spa", "--dpi", str(_DOTS), "--psm", "3", "tsv"],
            input=image,
            capture_output=True,
            timeout=_SECONDS,
            check=True,
            env={"OMP_THREAD_LIMIT": "1"},
            preexec_fn=_limited,
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise BadInput(
            "ESCANEO_ILEGIBLE",
            f"La página {page} de «{name}» no se pudo leer por OCR.",
            "Revise que esté instalado el idioma español (tesseract-ocr-spa) y la calidad del escaneo.",
            file=name,
        ) from error
    return done.stdout.decode("utf-8", "replace")


def _limited() -> None:
    """The engine ends by itself where this process is killed meanwhile."""
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))


def rows_from_table(table: str, page: int) -> Scan:
    """The printed rows that the words of the engine's table make."""
    runs, confidence, width = _words(table)
    rows = rows_of_page(runs, page, width) if runs else []
    return Scan(page, [row for row in map(_label_mended, rows) if row.text], confidence)


def grid_from_table(table: str) -> tuple[str, float]:
    """The words as the rows of one table, cells parted by " | ", and their confidence from 0 to 1."""
    runs, confidence, _ = _words(table)
    return "\n".join(" | ".join(run.text for run in line) for line in lines_of(runs)), confidence


def _words(table: str) -> tuple[list[Run], float, float]:
    """The runs of words, the mean of their confidences, and the width of the picture in points."""
    lines: dict[tuple[str, ...], list[dict[str, str]]] = {}
    scores: list[float] = []
    width = height = 0
    for word in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        if word["level"] == "1":
            width, height = int(word["width"]), int(word["height"])
        text, sure = (word.get("text") or "").strip(), float(word["conf"])
        if not text.strip("|") or sure < 0:
            continue
        scores.append(sure)
        line = lines.setdefault(tuple(word[name] for name in _LINE), [])
        ends_label = len(line) == 1 and line[0]["text"].isupper()
        if any(char.isalnum() for char in text) or sure >= _DIRT or ends_label:
            line.append(word)
    runs = [run for words in lines.values() if words for run in _runs(words, height)]
    confidence = round(sum(scores) / len(scores) / 100, 3) if scores else 0.0
    return runs, confidence, width * 72 / _DOTS


def _runs(words: list[dict[str, str]], page_height: int) -> Iterator[Run]:
    """The words of one line in points, those that stand near one another together."""
    point = 72 / _DOTS
    tall = max(4.0, median(int(word["height"]) for word in words) * point)
    level = [word for word in words if not _DESCENDING.search(word["text"])]
    base = median(page_height - int(word["top"]) - int(word["height"]) for word in level or words) * point
    base += 0.0 if level else 0.2 * tall
    together: Run | None = None
    for word in words:
        left, right = int(word["left"]) * point, (int(word["left"]) + int(word["width"])) * point
        text = word["text"].strip()
        if together is not None and left - together.right < 1.1 * tall:
            together = Run(f"{together.text} {text}", together.left, right, base, tall)
            continue
        if together is not None:
            yield together
        together = Run(text, left, right, base, tall)
    if together is not None:
        yield together


def _label_mended(row: Row) -> Row:
    """A row without the dirt before its label, and with the label as printed: "Cc)" is "c)", "4.La" is "4. La"."""
    text = re.sub(r"^[^\w(«\"¿¡|]+(?=\d{1,2}\.|[a-z]\)|[A-ZÁÉÍÓÚÑ])", "", row.text)
    text = re.sub(r"^([A-Z])([a-z])\)", lambda m: f"{m[2]})" if m[1].lower() == m[2] else m.group(), text)
    text = re.sub(r"\s+[.:,;'*-]+$", "", text)
    text = re.sub(r"^(\d{1,2}\.)(?=[A-ZÁÉÍÓÚÑ])", r"\1 ", text)
    return Row(text.strip(), row.page, row.gap, row.room, row.table)
