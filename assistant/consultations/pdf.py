"""The oficio and its annexes as tagged PDF (PDF/UA-1), by Typst. The text is data to it, never source."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst

from corpus.errors import Unavailable

_SOURCES = Path(__file__).parent / "templates"


def write_pdf(parts: dict[str, Any], source: str = "oficio.typ") -> bytes:
    """The PDF of `content`, or of what another source of ours lays out. Raises Unavailable: PDF_NO_GENERADO."""
    try:
        done = typst.compile(
            str(_SOURCES / source),
            format="pdf",
            pdf_standards="ua-1",
            sys_inputs={"datos": json.dumps(parts, ensure_ascii=False)},
        )
    except typst.TypstError as error:
        raise Unavailable("PDF_NO_GENERADO", f"No se pudo componer el PDF: {error}.", "Exporte a .docx.") from error
    return bytes(done)
