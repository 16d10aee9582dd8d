"""Word documents: paragraphs with the numbers that Word would print, tables row by row, the letterhead first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from ingest.documents.archive import open_docx
from ingest.documents.model import Block, Paper
from ingest.documents.numbering import Numbering

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read_docx(name: str, data: bytes) -> Paper:
    """Read a DOCX; deleted text of tracked changes is left out.

    Raises:
        BadInput: see `open_docx`.
    """
    parts = open_docx(name, data)
    numbering = Numbering(parts.get("word/numbering.xml"), parts.get("word/styles.xml"))
    letterhead = [block for part in _headers(parts) for block in _read(part, numbering, 1)]
    body = parts["word/document.xml"].find(f"{W}body")
    blocks = _unrepeated(letterhead) + ([] if body is None else list(_read(body, numbering, 1)))
    return Paper(blocks, pages=max((block.page for block in blocks), default=1))


def _headers(parts: Mapping[str, Element]) -> list[Element]:
    return [parts[name] for name in sorted(parts) if name.startswith("word/header")]


def _unrepeated(blocks: list[Block]) -> list[Block]:
    return list(dict.fromkeys(blocks))


def _read(holder: Element, numbering: Numbering, page: int) -> Iterator[Block]:
    for item in holder:
        if item.tag == f"{W}p":
            broken = page + _page_breaks(item)
            text = _text(item)
            if text:
                yield Block(numbering.label(item) + text, page)
            page = broken
        elif item.tag == f"{W}tbl":
            yield from _rows(item, page)
        elif item.tag == f"{W}sdt":
            content = item.find(f"{W}sdtContent")
            if content is not None:
                yield from _read(content, numbering, page)


def _rows(table: Element, page: int) -> Iterator[Block]:
    for row in table.iter(f"{W}tr"):
        cells = [" ".join(filter(None, (_text(p) for p in cell.iter(f"{W}p")))) for cell in row.findall(f"{W}tc")]
        if any(cells):
            yield Block(" | ".join(cells), page, table=True)


def _text(paragraph: Element) -> str:
    pieces: list[str] = []
    for item in paragraph.iter():
        if item.tag == f"{W}t":
            pieces.append(item.text or "")
        elif item.tag in (f"{W}tab", f"{W}br", f"{W}cr"):
            pieces.append(" ")
        elif item.tag == f"{W}noBreakHyphen":
            pieces.append("-")
    return re.sub(r"\s+", " ", "".join(pieces)).strip()


def _page_breaks(paragraph: Element) -> int:
    asked = sum(item.get(f"{W}type") == "page" for item in paragraph.iter(f"{W}br"))
    return asked or sum(1 for _ in paragraph.iter(f"{W}lastRenderedPageBreak"))
