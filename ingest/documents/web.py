"""HTML: the text of its blocks, the rows of its tables, the numbers of its ordered lists."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from ingest.documents.model import Block, Paper
from ingest.documents.plain import decode

_BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "table",
        "tr",
        "blockquote",
        "pre",
        "dl",
        "dt",
        "dd",
        "br",
        "hr",
    ]
)
_SILENT = frozenset(["script", "style", "head", "template", "noscript", "svg", "iframe", "object", "form"])
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._text: list[str] = []
        self._cells: list[str] | None = None
        self._silent: list[str] = []
        self._lists: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT and tag not in _VOID:
            self._silent.append(tag)
        if self._silent:
            return
        if tag in ("ol", "ul"):
            self.flush()
            kind = dict(attrs).get("type") or "1"
            start = dict(attrs).get("start") or "1"
            self._lists.append((kind if tag == "ol" else "", int(start) - 1 if start.isdecimal() else 0))
        elif tag == "li":
            self.flush()
            self._open_item()
        elif tag == "tr":
            self.flush()
            self._cells = []
        elif tag in ("td", "th"):
            self._text = []
        elif tag in _BLOCKS and self._cells is None:
            self.flush()

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            if tag in self._silent:
                del self._silent[self._silent.index(tag) :]
            return
        if tag in ("td", "th") and self._cells is not None:
            self._cells.append(self._take())
        elif tag == "tr" and self._cells is not None:
            row = " | ".join(self._cells)
            self._cells = None
            if row.strip(" |"):
                self.blocks.append(Block(row, table=True))
        elif tag in ("ol", "ul"):
            self.flush()
            if self._lists:
                self._lists.pop()
        elif tag in _BLOCKS and self._cells is None:
            self.flush()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._text.append(data)

    def _open_item(self) -> None:
        if not self._lists:
            return
        kind, count = self._lists[-1]
        self._lists[-1] = (kind, count + 1)
        if kind in ("a", "A") and count < 26:
            self._text.append(f"{chr(ord('a') + count)}) ")
        elif kind:
            self._text.append(f"{count + 1}. ")

    def _take(self) -> str:
        text = re.sub(r"\s+", " ", "".join(self._text)).strip()
        self._text = []
        return text

    def flush(self) -> None:
        text = self._take()
        if text:
            self.blocks.append(Block(text))


def read_html(name: str, data: bytes) -> Paper:
    """Read a page; scripts and styles are passed over, nothing is fetched.

    Raises:
        BadInput: TEXTO_ILEGIBLE.
    """
    reader = _Reader()
    reader.feed(decode(name, data))
    reader.close()
    reader.flush()
    return Paper(reader.blocks)
