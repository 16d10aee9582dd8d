"""Files that come from outside: refused where they are too large or broken, and read for their text."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import PurePath

import docx
import pypdfium2

from corpus.errors import BadInput

LARGEST = 20 * 1024 * 1024
_UNPACKED = 10 * LARGEST
_PAGES = 300


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
    except (pypdfium2.PdfiumError, zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as error:
        raise BadInput(
            "ARCHIVO_DANADO", f"«{shown}» no se puede leer.", "Pida otra copia o vuelva a guardarlo."
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
    with zipfile.ZipFile(BytesIO(content)) as packed:
        if sum(item.file_size for item in packed.infolist()) > _UNPACKED:
            raise ValueError("unpacks to too much")
    document = docx.Document(BytesIO(content))
    return "\n".join(paragraph.text.strip() for paragraph in document.paragraphs if paragraph.text.strip())
