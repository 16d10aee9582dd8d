"""What a file is, by its content; its name may only agree."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePath

from corpus.errors import BadInput


class Format(StrEnum):
    PDF = "PDF"
    DOCX = "DOCX"
    HTML = "HTML"
    EMAIL = "correo electrónico"
    TEXT = "texto"


SUFFIXES = {
    ".pdf": Format.PDF,
    ".docx": Format.DOCX,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".eml": Format.EMAIL,
    ".txt": Format.TEXT,
    ".md": Format.TEXT,
}
_FOREIGN = (
    (b"\xd0\xcf\x11\xe0", "un documento de Office antiguo o cifrado", "Guárdelo como DOCX, sin contraseña."),
    (b"\x7fELF", "un programa", "Revise de dónde viene."),
    (b"MZ", "un programa", "Revise de dónde viene."),
    (b"{\\rtf", "un documento RTF", "Guárdelo como DOCX o PDF."),
    (b"\x89PNG", "una imagen", "Conviértala en PDF."),
    (b"\xff\xd8\xff", "una imagen", "Conviértala en PDF."),
    (b"II*\0", "una imagen", "Conviértala en PDF."),
    (b"Rar!", "un archivo comprimido", "Descomprímalo y entregue los documentos."),
    (b"\x1f\x8b", "un archivo comprimido", "Descomprímalo y entregue los documentos."),
)
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]|<body[\s>]", re.IGNORECASE)
_MAIL_HEADER = re.compile(rb"(?im)^(from|to|subject|date|mime-version|received|message-id|return-path):\s?\S")


def sniff(name: str, data: bytes) -> Format:
    """The format of a file.

    Raises:
        BadInput: ARCHIVO_VACIO, NO_ES_PDF, FORMATO_NO_ADMITIDO or EXTENSION_NO_CORRESPONDE.
    """
    if not data.strip():
        raise BadInput("ARCHIVO_VACIO", f"El archivo «{name}» está vacío.", "Vuelva a copiarlo.", file=name)
    said = SUFFIXES.get(PurePath(name).suffix.lower())
    found = _by_content(name, data, said)
    if said is not None and found is not said:
        if said is Format.PDF:
            raise BadInput("NO_ES_PDF", f"El archivo «{name}» no es un PDF.", "Entregue el PDF oficial.", file=name)
        raise BadInput(
            "EXTENSION_NO_CORRESPONDE",
            f"«{name}» se llama como {said.value} y su contenido es {found.value}.",
            "Si confía en su origen, corrija la extensión.",
            file=name,
        )
    return found


def _by_content(name: str, data: bytes, said: Format | None) -> Format:
    start = data[:1024]
    if b"%PDF-" in start:
        return Format.PDF
    if start.startswith(b"PK\x03\x04"):
        return Format.DOCX
    for magic, what, hint in _FOREIGN:
        if start.startswith(magic) and said is not Format.PDF:
            raise BadInput("FORMATO_NO_ADMITIDO", f"«{name}» es {what}.", hint, file=name)
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if len({header.lower() for header in _MAIL_HEADER.findall(_first_paragraph(head))}) >= 3:
        return Format.EMAIL
    if _HTML.search(head):
        return Format.HTML
    return Format.TEXT


def _first_paragraph(head: bytes) -> bytes:
    return re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
