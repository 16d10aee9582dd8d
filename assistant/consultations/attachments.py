"""Files that come from outside: refused where they are too large or broken, and read for their text."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePath

import docx
import pypdfium2
from docx.table import Table

from corpus.errors import BadInput

LARGEST = 20 * 1024 * 1024
_UNPACKED = 10 * LARGEST
_PAGES = 300
_UNREADABLE = (
    pypdfium2.PdfiumError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError,
    RuntimeError, KeyError, ValueError, SyntaxError,
)  # fmt: skip
"""What a broken or locked file raises in the libraries that read it; zipfile tells an encrypted one by RuntimeError."""


def read_attachment(name: str, content: bytes) -> str:
    """The text of a PDF or a DOCX; empty where it is a picture of one.

    Raises:
        BadInput: ARCHIVO_GRANDE, FORMATO_NO_ADMITIDO or ARCHIVO_DANADO.
    """
    shown = PurePath(name).name
    if len(content) > LARGEST:
        raise BadInput("ARCHIVO_GRANDE", f"«{shown}» pasa de 20 MB.", "Redúzcalo o divídalo.")
    if content.startswith(b"%PDF-"):
        read = _pdf
    elif content.startswith(b"PK"):
        read = _docx
    else:
        raise BadInput("FORMATO_NO_ADMITIDO", f"«{shown}» no es PDF ni DOCX.", "Conviértalo a PDF.")
    try:
        return read(content).replace("\x00", "").strip()
    except _UNREADABLE as error:
        raise BadInput(
            "ARCHIVO_DANADO",
            f"«{shown}» no se puede leer: está dañado o pide contraseña.",
            "Quítele la contraseña, vuelva a guardarlo o pida otra copia.",
        ) from error


def _pdf(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    try:
        if len(document) > _PAGES:
            raise ValueError("too many pages")
        texts = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    return "\n".join(line.strip() for text in texts for line in text.splitlines() if line.strip())


def _docx(content: bytes) -> str:
    """Paragraphs and tables, in their order."""
    with zipfile.ZipFile(BytesIO(content)) as packed:
        if sum(item.file_size for item in packed.infolist()) > _UNPACKED:
            raise ValueError("unpacks to too much")
    document = docx.Document(BytesIO(content))
    if document.element.body is None:
        raise ValueError("has no body")
    lines = (line.strip() for line in _lines(document))
    return "\n".join(line for line in lines if line)


def _lines(document: docx.document.Document) -> Iterator[str]:
    for block in document.iter_inner_content():
        if not isinstance(block, Table):
            yield block.text
            continue
        for row in block.rows:
            # A merged cell comes once for each place that it takes.
            cells = {id(cell._tc): " ".join(cell.text.split()) for cell in row.cells}
            yield ". ".join(text for text in cells.values() if text)
