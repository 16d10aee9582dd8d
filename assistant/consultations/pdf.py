"""The oficio and its annexes as PDF."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from assistant.typesetting import typeset

_SOURCES = Path(__file__).parent / "templates"


def write_pdf(parts: dict[str, Any], source: str = "oficio.typ") -> bytes:
    """The PDF of `content`, or of what another source of ours lays out. Raises Unavailable: PDF_NO_GENERADO."""
    return typeset(_SOURCES / source, parts)
