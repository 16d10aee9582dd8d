"""A point's paragraphs as nodes: incisos, fractions, numerals below it, tables and unnumbered paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.provisions import ProvisionKind
from ingest.circulars.points import Point
from ingest.documents.model import Block

_LABELS = (
    ("decimal", re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,3})\.?\s?[.)\-–]?\s*(?=\S)"), ProvisionKind.INCISO),
    ("figure", re.compile(r"(\d{1,2})\s?(?:\.-|[.)\-–])\s+(?=\S)"), ProvisionKind.INCISO),
    ("letter", re.compile(r"([a-zñ])\)\s+(?=\S)"), ProvisionKind.INCISO),
    ("roman", re.compile(r"([IVXL]{1,6})\s?(?:\.-|[.)\-–])\s+(?=\S)"), ProvisionKind.FRACTION),
    ("small", re.compile(r"([ivxl]{2,5})\)\s+(?=\S)"), ProvisionKind.INCISO),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One node below a point: its path below it, its span in the point's text, and how it is called."""

    path: str
    parent: str
    kind: ProvisionKind
    number: str
    label: str
    start: int
    end: int
    pages: tuple[int, int]


@dataclass(slots=True)
class _Open:
    """A labelled item whose end is not known yet."""

    style: str
    path: str
    parent: str
    kind: ProvisionKind
    number: str
    label: str
    start: int
    end: int
    pages: tuple[int, int]


def grow(point: Point) -> tuple[str, list[Piece]]:
    """The text of a point and its nodes in document order; each node's span is inside its parent's."""
    text = "\n".join(block.text for block in point.blocks)
    builder = _Builder(point.number)
    at = 0
    for place, block in enumerate(point.blocks):
        builder.add(block, at, first=place == 0)
        at += len(block.text) + 1
    return text, sorted(builder.finish(), key=lambda piece: (piece.start, -piece.end))


class _Builder:
    def __init__(self, number: str) -> None:
        self._number = number
        self._stack: list[_Open] = []
        self._done: list[_Open] = []
        self._taken: set[str] = set()
        self._paragraphs = 0
        self._tables = 0
        self._table: _Open | None = None

    def add(self, block: Block, start: int, first: bool) -> None:
        end = start + len(block.text)
        pages = (block.page, block.page)
        if block.table:
            self._add_row(start, end, pages)
            return
        self._table = None
        found = None if first else _label(block.text, self._number)
        if found is None:
            self._add_paragraph(start, end, pages)
            return
        style, kind, number, label = found
        depth = next((i for i, item in enumerate(self._stack) if item.style == style), len(self._stack))
        self._close(depth)
        parent = self._stack[-1].path if self._stack else ""
        path = self._free(f"{parent}/{number}".strip("/"), parent)
        own = label if not parent else f"{self._stack[-1].label}, {label}"
        self._stack.append(_Open(style, path, parent, kind, number, own, start, end, pages))
        for item in self._stack:
            item.end, item.pages = end, (item.pages[0], block.page)

    def _add_row(self, start: int, end: int, pages: tuple[int, int]) -> None:
        if self._table is None:
            self._close(0)
            self._tables += 1
            path = f"t{self._tables}"
            self._table = _Open("", path, "", ProvisionKind.TABLE, path, f"tabla {self._tables}", start, end, pages)
            self._done.append(self._table)
        self._table.end, self._table.pages = end, (self._table.pages[0], pages[1])

    def _add_paragraph(self, start: int, end: int, pages: tuple[int, int]) -> None:
        self._close(0)
        self._paragraphs += 1
        path = f"p{self._paragraphs}"
        kind = ProvisionKind.PARAGRAPH
        self._done.append(_Open("", path, "", kind, path, f"párrafo {self._paragraphs}", start, end, pages))

    def _free(self, path: str, parent: str) -> str:
        """A list that starts again goes under the paragraph that introduces it."""
        if path in self._taken and not parent:
            path = f"p{self._paragraphs}/{path}"
        while path in self._taken:
            path = f"{path}.2"
        self._taken.add(path)
        return path

    def _close(self, depth: int) -> None:
        self._done.extend(self._stack[depth:])
        del self._stack[depth:]

    def finish(self) -> Iterator[Piece]:
        self._close(0)
        alone = len(self._done) == 1 and self._done[0].kind is ProvisionKind.PARAGRAPH
        for item in [] if alone else self._done:
            yield Piece(item.path, item.parent, item.kind, item.number, item.label, item.start, item.end, item.pages)


def _label(text: str, number: str) -> tuple[str, ProvisionKind, str, str] | None:
    """(style, kind, number, label) of an item; "2.1" inside point 2 is its numeral 1."""
    for style, pattern, kind in _LABELS:
        match = pattern.match(text)
        if match is None:
            continue
        own = match[1]
        if style == "decimal":
            head, _, rest = own.partition(".")
            own = rest if head == number else own
            return f"decimal{own.count('.')}", kind, own.rpartition(".")[2], f"numeral {match[1]}"
        word = {"letter": f"inciso {own})", "small": f"subinciso {own})", "roman": f"fracción {own}"}
        return style, kind, own, word.get(style, f"numeral {own}")
    return None
