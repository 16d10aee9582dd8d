"""PDF to lines with their place and face.

The text of a page comes out in one call; font and position are asked only for the first and the last character of
each line, because the house style of the official texts tells everything there: labels are bold, editorial notes
are in small italics, paragraphs are indented. Asking for every character would cost several times the extraction.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus.errors import BadInput
from ingest.pdf_calls import (
    address,
    char_box,
    char_origin,
    font_of,
    font_size,
    form_count,
    form_object,
    object_bounds,
    object_kind,
    page_object,
    text_object,
)

# The library writes this where a line ends in a hyphen that it takes for the typesetter's, and drops the break.
SOFT_BREAK = "\ufffe"
# Where the library dropped a break after a hyphen, it is put back: the mark ends the first of two lines.
_AFTER_SOFT_BREAK = re.compile(f"(?<={SOFT_BREAK})")
_ITALIC_FLAG = 1 << 6
_BOLD_WEIGHT = 600


class Line(NamedTuple):
    """One printed line. Coordinates in points from the lower left corner; `page` counts from 1.

    A tuple, because a law has tens of thousands of them and it is the cheapest to make.
    """

    text: str
    page: int
    left: float
    right: float
    base: float
    size: float
    font: str
    bold: bool
    italic: bool
    set_off: bool = False
    """Bold from the first character, and bold or italic to the last: a heading, not a label before its text."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An image on a page: its box (left, bottom, right, top) in points."""

    page: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Document:
    """What was read from a file: its lines in reading order, its pictures, its number of pages."""

    lines: list[Line]
    pictures: list[Picture]
    pages: int
    height: float
    title: str


def read_pdf(path: Path, max_pages: int = 5000) -> Document:
    """Read every page of a PDF.

    Raises:
        BadInput: ARCHIVO_VACIO, NO_ES_PDF, PDF_CIFRADO, PDF_DANADO or PDF_DEMASIADAS_PAGINAS.
    """
    data = path.read_bytes()
    name = path.name
    if not data.strip():
        raise BadInput("ARCHIVO_VACIO", f"El archivo «{name}» está vacío.", "Vuelva a descargarlo.", file=name)
    if b"%PDF-" not in data[:1024]:
        raise BadInput("NO_ES_PDF", f"El archivo «{name}» no es un PDF.", "Entregue el PDF oficial.", file=name)
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD:
            raise BadInput(
                "PDF_CIFRADO", f"El PDF «{name}» tiene contraseña.", "Entregue una copia sin contraseña.", file=name
            ) from error
        raise BadInput(
            "PDF_DANADO", f"El PDF «{name}» está dañado o incompleto.", "Vuelva a descargarlo.", file=name
        ) from error
    try:
        return _read(document, name, max_pages)
    finally:
        document.close()


def _read(document: pdfium.PdfDocument, name: str, max_pages: int) -> Document:
    pages = len(document)
    if pages > max_pages:
        raise BadInput(
            "PDF_DEMASIADAS_PAGINAS",
            f"El PDF «{name}» tiene {pages} páginas; el límite es {max_pages}.",
            "Divida el archivo o suba el límite.",
            file=name,
        )
    lines: list[Line] = []
    pictures: list[Picture] = []
    height = 792.0
    for index in range(pages):
        page = document[index]
        height = page.get_height()
        text_page = page.get_textpage()
        lines.extend(_page_lines(text_page, index + 1))
        pictures.extend(_page_pictures(page, index + 1))
        text_page.close()
        page.close()
    title = str(document.get_metadata_dict().get("Title", ""))
    return Document(lines, pictures, pages, height, title)


def _page_lines(text_page: pdfium.PdfTextPage, number: int) -> Iterator[Line]:
    """The lines of one page; the library's text has one character per character index, so positions carry over."""
    probe = _Probe(text_page)
    start = 0
    for chunk in text_page.get_text_range().split("\r\n"):
        for piece in _AFTER_SOFT_BREAK.split(chunk) if SOFT_BREAK in chunk else (chunk,):
            body = piece.strip()
            if body:
                first = start + piece.index(body)
                yield probe.line(" ".join(body.split()), number, first, first + len(body) - 1)
            start += len(piece)
        start += 2


@dataclass(frozen=True, slots=True)
class _Face:
    name: str
    bold: bool
    italic: bool


_NO_FACE = _Face("", False, False)


class _Probe:
    """Asks the library for face and place of single characters, with its output buffers made once per page."""

    def __init__(self, text_page: pdfium.PdfTextPage) -> None:
        self._page = text_page.raw
        self._address = address(text_page.raw)
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()
        self._box = [ctypes.c_double() for _ in range(4)]
        self._faces: dict[int | None, _Face] = {None: _NO_FACE}  # by the address of the font

    def line(self, text: str, number: int, first: int, last: int) -> Line:
        page, (x, y, other, _) = self._address, self._box
        face = self._face(first)
        char_origin(page, first, x, y)
        left, base = x.value, y.value
        if text.endswith(SOFT_BREAK) and last > first:
            last -= 1  # the hyphen that the library dropped has no box
        char_box(page, last, y, other, x, self._box[3])
        set_off = face.bold and self._stands_out(last)
        places = round(left, 1), round(other.value, 1), round(base, 1), round(font_size(page, first), 1)
        return Line(text, number, *places, face.name, face.bold, face.italic, set_off)

    def _face(self, index: int) -> _Face:
        piece = text_object(self._address, index)
        font = font_of(piece) if piece else None
        face = self._faces.get(font)
        if face is None:
            face = self._faces[font] = self._read_face(index)
        return face

    def _read_face(self, index: int) -> _Face:
        raw.FPDFText_GetFontInfo(self._page, index, self._name, 128, self._flags)
        name = self._name.value.decode("latin-1")
        lowered = name.lower()
        bold = "bold" in lowered or raw.FPDFText_GetFontWeight(self._page, index) >= _BOLD_WEIGHT
        italic = bool(self._flags.value & _ITALIC_FLAG) or "italic" in lowered or "oblique" in lowered
        return _Face(name.partition("+")[2] or name, bold, italic)

    def _stands_out(self, index: int) -> bool:
        """Whether a character is bold or italic; asked only at the end of lines that start bold."""
        face = self._face(index)
        return face.bold or face.italic


def _page_pictures(page: pdfium.PdfPage, number: int) -> Iterator[Picture]:
    sheet = address(page.raw)
    edges = [ctypes.c_float() for _ in range(4)]
    top = raw.FPDFPage_CountObjects(page.raw)
    for item in _images(list(map(page_object, repeat(sheet, top), range(top))), depth=3):
        object_bounds(item, *edges)
        left, bottom, right, upper = (round(edge.value, 1) for edge in edges)
        yield Picture(number, (left, bottom, right, upper))


def _images(items: Sequence[int], depth: int) -> Iterator[int]:
    """The images among some objects of a page, and those of the forms among them."""
    for item, kind in zip(items, map(object_kind, items), strict=True):
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            yield item
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth > 1:
            yield from _images([form_object(item, index) for index in range(form_count(item))], depth - 1)
