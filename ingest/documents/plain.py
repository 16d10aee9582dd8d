"""Plain text and Markdown."""

from __future__ import annotations

import re

from corpus.errors import BadInput
from ingest.documents.model import Block, Paper
from ingest.documents.paragraphs import join_rows, rows_of_text

_HEADING = re.compile(r"^#{1,6}\s+", re.MULTILINE)
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_RULE = re.compile(r"^\s*(?:[-*_]\s*){3,}$|^\s*\|?(?:\s*:?-{3,}:?\s*\|)+\s*(?::?-{3,}:?)?\s*$", re.MULTILINE)
_TABLE_ROW = re.compile(r"^\s*\|(.+)\|\s*$")


def decode(name: str, data: bytes) -> str:
    """The text of a file in UTF-8, or in the older encoding of Windows where it can be nothing else.

    Raises:
        BadInput: TEXTO_ILEGIBLE.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            text = "\0"
        if not _is_prose(text):
            raise BadInput(
                "TEXTO_ILEGIBLE", f"«{name}» no es texto UTF-8.", "Guárdelo como texto UTF-8.", file=name
            ) from error
    if "\0" in text:
        raise BadInput("TEXTO_ILEGIBLE", f"«{name}» no es texto.", "Guárdelo como texto UTF-8.", file=name)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _is_prose(text: str) -> bool:
    """Letters, figures and what Spanish puts between them; binary data in an old encoding is full of the rest."""
    odd = sum(
        not (char.isalnum() or char.isspace() or char in ".,;:()«»\"'¿?¡!-–—/%$°ºª#*_|&+=<>@[]•…“”") for char in text
    )
    return odd * 50 < len(text)


def read_text(name: str, data: bytes) -> Paper:
    """Read text or Markdown; the marks of Markdown go, its tables stay as rows.

    Raises:
        BadInput: TEXTO_ILEGIBLE.
    """
    text = _EMPHASIS.sub(r"\2", _HEADING.sub("", _RULE.sub("", decode(name, data))))
    blocks: list[Block] = []
    pending: list[str] = []
    for line in text.split("\n"):
        row = _TABLE_ROW.match(line)
        if row is None:
            pending.append(line)
            continue
        blocks += join_rows(rows_of_text("\n".join(pending)))
        pending = []
        blocks.append(Block(" | ".join(cell.strip() for cell in row[1].split("|")), table=True))
    blocks += join_rows(rows_of_text("\n".join(pending)))
    return Paper(blocks, pages=max((block.page for block in blocks), default=1))
