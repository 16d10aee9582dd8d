"""Lines to blocks: page furniture set aside, notes recognised, lines of one paragraph put together.

Everything here is about the house style of the consolidated texts, never about one law: the furniture repeats at
the same height on the pages, notes are small italics at the right, a paragraph ends where its last line is short,
where the gap grows or where the indentation says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from statistics import median, mode

from ingest.pdf_text import SOFT_BREAK, Document, Line


class BlockKind(StrEnum):
    TEXT = "text"
    NOTE = "note"


@dataclass(slots=True)
class Block:
    """A paragraph (or an editorial note): its text in one line, and the printed lines it comes from.

    `left` is where the first line starts, `wrap` where the others do (None with a single line).
    """

    kind: BlockKind
    text: str
    lines: list[Line] = field(default_factory=list)

    @property
    def left(self) -> float:
        return self.lines[0].left

    @property
    def wrap(self) -> float | None:
        return min([line.left for line in self.lines[1:]]) if len(self.lines) > 1 else None

    @property
    def bold(self) -> bool:
        return self.lines[0].bold

    @property
    def pages(self) -> tuple[int, int]:
        return self.lines[0].page, self.lines[-1].page


@dataclass(frozen=True, slots=True)
class Measure:
    """What is ordinary in a document: body face, margins of the column, distance between lines."""

    font: str
    size: float
    left: float
    right: float
    pitch: float

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2

    def centred(self, line: Line) -> bool:
        """Whether a line stands in the middle of the column, clear of both margins."""
        middle = (line.left + line.right) / 2
        return abs(middle - self.centre) < 9 and line.left > self.left + 18


@dataclass(frozen=True, slots=True)
class Layout:
    """A document as blocks in reading order, with the furniture that was set aside."""

    blocks: list[Block]
    furniture: list[Line]
    measure: Measure


_NOTE_UNIT = (
    r"(?:Art[ií]culos?|P[áa]rrafos?|Fracci[óo]n(?:es)?|Incisos?|Subincisos?|Numeral(?:es)?|Apartados?|Cap[ií]tulos?"
    r"|Secci[óo]n|Subsecci[óo]n|T[ií]tulos?|Libros?|Denominaci[óo]n|Tablas?|Encabezado|Transitorios?|Rubro|Base|Punto)"
)
_NOTE_VERB = (
    r"(?:reformad|adicionad|derogad|recorrid|reubicad|republicad|reasignad|reenumerad|numerad|declarad|abrogad"
    r"|suprimid|actualizad|compilad|publicad|restablecid|modificad|corregid)[oa]s?"
)
_NOTE_TEXT = re.compile(
    rf"(?:{_NOTE_UNIT}\b.{{0,60}}?\b{_NOTE_VERB}\b.*\d\d-\d\d-\d{{4}}"
    rf"|Reforma DOF \d\d-\d\d-\d{{4}}:|(?:Fe de erratas|Aclaraci[óo]n) .{{0,40}}DOF \d\d-\d\d-\d{{4}})"
)
_NOTE_START = re.compile(
    rf"{_NOTE_UNIT}\b|Reforma\b|Multa|Cantidad|Monto|Tarifa|Fe de erratas|Aclaraci[óo]n|Nota\b|Reforma\b"
)
_NOTE_REMARK = re.compile(r"Nota:")
_HOUSE_FURNITURE = re.compile(
    r"C[ÁA]MARA DE DIPUTADOS DEL H\. CONGRESO|Secretar[ií]a General$|Secretar[ií]a de Servicios Parlamentarios"
    r"|(?:Última Reforma|Nueva Ley|Nuevo C[óo]digo|Nuevo Reglamento|Sin reforma).{0,20}DOF|\d+ de \d+$",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_ROW_END = re.compile(r"(?:^|\s)-?\d{1,3}(?:,\d{3})*\.\d+%?$")
_FIGURE_ENDS = "0123456789%"
_FEW_LINES = 80
_HEAD, _FOOT = 0.883, 0.07  # fractions of the page height where head and foot are printed


def lay_out(document: Document) -> Layout:
    """Split a document into blocks. Nothing is dropped: every line ends in one block or in the furniture."""
    furniture, body = _set_furniture_aside(document)
    measure = _measure(body, document.lines)
    return Layout(list(_blocks(body, measure)), furniture, measure)


def _set_furniture_aside(document: Document) -> tuple[list[Line], list[Line]]:
    """Head and foot are what repeats at the same height on most pages, or what looks like the house's own."""

    def place(line: Line) -> tuple[str, int]:
        return _DIGITS.sub("#", line.text), round(line.base / 3)

    top, bottom = document.height * _HEAD, document.height * _FOOT
    edges = [line for line in document.lines if line.base > top or line.base < bottom]
    seen = Counter(place(line) for line in edges)
    often = max(3, document.pages // 2)
    bodies = Counter(line.font for line in document.lines)
    ordinary = bodies.most_common(1)[0][0] if bodies else ""
    furniture: list[Line] = []
    body: list[Line] = []
    for line in document.lines:
        at_edge = line.base > top or line.base < bottom
        own = at_edge and (seen[place(line)] >= often or bool(_HOUSE_FURNITURE.search(line.text)))
        # A short document repeats nothing often enough: there, another face at the edge tells.
        own = own or (at_edge and document.pages < 6 and _family(line.font) != _family(ordinary))
        (furniture if own else body).append(line)
    return furniture, body


def _family(font: str) -> str:
    return re.split(r"[-,]|MT|PS", font)[0]


def _measure(lines: Sequence[Line], printed: Sequence[Line]) -> Measure:
    upright = [line for line in lines if not line.italic] or list(lines)
    plain = [line for line in upright if not line.bold] or upright
    if not plain:
        return Measure("", 10.0, 70.0, 540.0, 11.5)
    size = mode(line.size for line in plain)
    ordinary = [line for line in upright if line.size == size]
    font = mode(line.font for line in ordinary)
    left = mode(round(line.left) for line in ordinary)
    full = sorted(line.right for line in ordinary)
    right = full[int(len(full) * 0.9)]
    if len(ordinary) < _FEW_LINES:  # a short text may have no full line: the head reaches to the margin
        right = max(line.right for line in printed)
    gaps = [
        a.base - b.base for a, b in pairwise(ordinary) if a.page == b.page and 0.8 * size < a.base - b.base < 1.8 * size
    ]
    lefts = Counter(round(line.left) for line in ordinary)
    # The column starts at the leftmost place that is common: wrapped lines of plain paragraphs.
    common = (place for place, count in lefts.items() if count >= max(2, 0.02 * len(ordinary)))
    left = min(common, default=min(lefts))
    return Measure(font, size, float(left), right, median(gaps) if gaps else size * 1.15)


def is_note(line: Line, measure: Measure) -> bool:
    """Whether a line is the publisher's note: small italics in the right half, or words that only notes have."""
    small = line.size < measure.size
    if _NOTE_REMARK.match(line.text) and small:
        return True
    if line.italic and small and _family(line.font) != _family(measure.font):
        return True
    return (line.italic or small or line.left > measure.centre) and bool(_NOTE_TEXT.match(line.text))


def _blocks(lines: Sequence[Line], measure: Measure) -> Iterator[Block]:
    """Group lines. A note that wraps goes on with a date, a small word, or a participle of the same remark."""
    current: Block | None = None
    words: set[str] | None = None
    for line in lines:
        note = is_note(line, measure)
        remark = (
            current is not None
            and current.kind is BlockKind.NOTE
            and bool(_NOTE_REMARK.match(current.text))
            and line.size < measure.size
            and 0 < current.lines[-1].base - line.base < measure.pitch * 1.1
        )
        kind = BlockKind.NOTE if note or remark else BlockKind.TEXT
        if current is not None and current.kind is kind and _continues(current, line, measure, remark):
            if current.text[-1:] in (SOFT_BREAK, "-") and words is None:
                words = _vocabulary(lines)
            current.text = join_lines(current.text, line.text, words or frozenset())
            current.lines.append(line)
            continue
        if current is not None:
            yield _closed(current)
        current = Block(kind, line.text, [line])
    if current is not None:
        yield _closed(current)


def _closed(block: Block) -> Block:
    """A paragraph that ends in a hyphen ends in a hyphen: nothing was there to be joined."""
    block.text = block.text.replace(SOFT_BREAK, "-")
    return block


def _continues(block: Block, line: Line, measure: Measure, remark: bool) -> bool:
    if block.kind is BlockKind.NOTE:
        return remark or not _NOTE_START.match(line.text)
    last = block.lines[-1]
    if last.size != line.size and abs(last.size - line.size) > 0.6:
        return False
    return _same_column(block, line) and (
        _across_pages(block, line, measure) if last.page != line.page else _same_page(block, line, measure)
    )


def _full(line: Line, following: Line, measure: Measure) -> bool:
    """Whether a line is as long as it could be: the next word would not have fitted into it."""
    if line.text.endswith((SOFT_BREAK, "-")):
        return True
    word = len(following.text.split(" ", 1)[0]) * line.size * 0.66
    return line.right + word + line.size * 0.25 > measure.right - 1


def _ends_row(line: Line) -> bool:
    return line.text[-1] in _FIGURE_ENDS and bool(_ROW_END.search(line.text))


def _same_column(block: Block, line: Line) -> bool:
    """Whether the indentation lets a line belong to the paragraph: after the second line the margin is fixed."""
    if len(block.lines) > 1:
        return abs(line.left - block.lines[-1].left) < 4
    return line.left <= block.left + 60


def _same_page(block: Block, line: Line, measure: Measure) -> bool:
    last = block.lines[-1]
    gap = last.base - line.base
    if abs(gap) < 2.5:  # the same printed line, in pieces: cells of a row, or a change of face
        return True
    if gap > measure.pitch * 1.08 and _ends_row(last):
        return False  # rows of a table stand a little wider apart than the lines of a paragraph
    return 0 < gap < measure.pitch * 1.25 and _full(last, line, measure)


def _across_pages(block: Block, line: Line, measure: Measure) -> bool:
    """Over a page break no gap tells; the indentation does, and where it does not, the punctuation."""
    last = block.lines[-1]
    if not _full(last, line, measure) or (_ends_row(last) and _ends_row(line)):
        return False
    if block.wrap is not None and abs(block.left - block.wrap) > 4:
        indented = abs(line.left - block.left) < 4 < abs(line.left - block.wrap)
        hanging = block.left < block.wrap
        if indented and not hanging:
            return False
        if not hanging:
            return True
    elif block.wrap is None and line.left < block.left - 4:
        return True  # first line indented, the next at the margin
    ends = block.text.rstrip('"”’').endswith((".", ";", ":"))
    return not (ends and (line.text[:1].isupper() or line.bold))


def join_lines(head: str, tail: str, words: Iterable[str]) -> str:
    """Put two lines of a paragraph together.

    A hyphen between letters at the end of a line is the typesetter's when the joined word occurs elsewhere (or no
    hyphenated form does); after a digit ("32-" + "B") it belongs to the text.
    """
    if head.endswith(SOFT_BREAK) or (head.endswith("-") and len(head) > 1 and head[-2].isalnum()):
        stem = head[:-1]
        if stem[-1:].isdigit() or not tail[:1].islower():
            return f"{stem}-{tail}"
        first = re.split(r"\W", tail, maxsplit=1)[0].lower()
        before = re.split(r"[^\w-]", stem)[-1].lower()
        return f"{stem}-{tail}" if f"{before}-{first}" in words else stem + tail
    return f"{head} {tail}"


def _vocabulary(lines: Iterable[Line]) -> set[str]:
    """The words with a hyphen inside that a document prints: only those tell a real hyphen from the typesetter's."""
    hyphened = (line.text.lower() for line in lines if "-" in line.text)
    return {word for text in hyphened for word in re.findall(r"[\w-]+", text) if "-" in word}
