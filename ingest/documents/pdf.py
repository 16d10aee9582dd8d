"""PDF documents that are not laws: text in reading order, and OCR for the pages that are only a picture."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.documents.columns import Run, rows_of_page
from ingest.documents.model import Paper
from ingest.documents.ocr import read_scan
from ingest.documents.paragraphs import Row, join_rows

_MOST_OCR_PAGES = 40
_LEAST_CHARACTERS = 25


def read_document_pdf(path: Path) -> Paper:
    """Read a PDF that `read_pdf` has already opened and found whole.

    Raises:
        BadInput: OCR_AUSENTE or PDF_DEMASIADAS_PAGINAS, for scans.
    """
    document = pdfium.PdfDocument(path)
    try:
        pages: list[list[Row]] = []
        scans: list[int] = []
        for index in range(len(document)):
            rows = _page_rows(document[index], index + 1)
            pages.append(rows)
            if sum(len(row.text) for row in rows) < _LEAST_CHARACTERS:
                scans.append(index + 1)
        confidence: dict[int, float] = {}
        pending: list[Row] = []
        for scan in read_scan(path, scans, _MOST_OCR_PAGES) if scans else ():
            pages[scan.page - 1] = scan.rows
            confidence[scan.page] = scan.confidence
        for rows in _without_furniture(pages):
            pending += rows
        return Paper(join_rows(pending), pages=len(pages), confidence=confidence)
    finally:
        document.close()


def _page_rows(page: pdfium.PdfPage, number: int) -> list[Row]:
    text_page = page.get_textpage()
    runs: list[Run] = []
    for index in range(text_page.count_rects()):
        left, bottom, right, top = text_page.get_rect(index)
        text = re.sub(r"\s+", " ", text_page.get_text_bounded(left, bottom, right, top)).strip(" ")
        if text:
            runs.append(Run(text, left, right, _baseline(text_page, left, bottom, top), top - bottom))
    rows = rows_of_page(runs, number, page.get_width())
    text_page.close()
    page.close()
    return rows


def _baseline(text_page: pdfium.PdfTextPage, left: float, bottom: float, top: float) -> float:
    """Where the first character of a run stands: its box ends lower where it has a descender."""
    index = text_page.get_index(left + 0.5, (bottom + top) / 2, 3, 3)
    x, y = ctypes.c_double(), ctypes.c_double()
    if index is None or not raw.FPDFText_GetCharOrigin(text_page.raw, index, x, y):
        return float(bottom)
    return y.value


def _without_furniture(pages: Sequence[list[Row]]) -> list[list[Row]]:
    """Pages without their numbers and without the first and last rows that repeat on every other page.

    What repeats at the head is kept once, on the first page: it may be the letterhead.
    """
    edges = Counter(row.text for rows in pages for row in {r.text: r for r in [*rows[:4], *rows[-3:]]}.values())
    often = max(2, (len(pages) + 1) // 2)
    cleaned: list[list[Row]] = []
    for place, rows in enumerate(pages):
        kept: list[Row] = []
        for index, row in enumerate(rows):
            at_edge = index < 4 or index >= len(rows) - 3
            repeated = len(pages) > 1 and edges[row.text] >= often and at_edge and place > 0
            if not repeated:
                kept.append(row)
        cleaned.append(kept)
    return cleaned
