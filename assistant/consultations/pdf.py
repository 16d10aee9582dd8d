"""The oficio as a tagged PDF (PDF/UA-1), by Typst. The text is data to it, never source."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst

from corpus.errors import Unavailable

_SOURCE = Path(__file__).parent / "templates" / "oficio.typ"


def write_pdf(parts: dict[str, Any]) -> bytes:
    """The PDF of `content`. Raises Unavailable: PDF_NO_GENERADO."""
    try:
        done = typst.compile(
            str(_SOURCE),
            format="pdf",
            pdf_standards="ua-1",
            sys_inputs={"datos": json.dumps(parts, ensure_ascii=False)},
        )
    except typst.TypstError as error:
        raise Unavailable("PDF_NO_GENERADO", f"No se pudo componer el PDF: {error}.", "Exporte a .docx.") from error
    return bytes(done)
