"""Printed lines to paragraphs: what starts one, and what goes on with the one before."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.documents.model import Block

LABEL = re.compile(
    r"""(?:
        \d{1,2}(?:\.\d{1,2}){0,3}\s?(?:\.-|[.)\-–])\s
      | \d{1,2}(?:\.\d{1,2}){1,3}\s
      | [IVXL]{1,6}\s?(?:\.-|[.)\-–])\s
      | [a-zñ]\)\s | [ivx]{1,5}\)\s | [•·▪●–-]\s
      | (?-i:(?=[A-ZÉÚ]))(?:D[ÉE]CIM[OA]\s)?(?:PRIMER[OA]|SEGUND[OA]|TERCER[OA]|CUART[OA]|QUINT[OA]
          |SEXT[OA]|S[ÉE]PTIM[OA]|OCTAV[OA]|NOVEN[OA]|D[ÉE]CIM[OA]|[ÚU]NIC[OA])\s?(?:\.-|[.\-–:])
    )""",
    re.VERBOSE | re.IGNORECASE,
)
FIELD = re.compile(
    r"(?:asunto|fecha|para|a|de|dirigido a|destinatarios?|remitente|n[úu]mero|oficio|circular|[áa]mbito"
    r"|referencia|ref|lugar y fecha|expide|emite|vigencia)\s?(?:n[úu]m\.?|no\.?|n[úu]mero)?\s?:",
    re.IGNORECASE,
)
HEADING = re.compile(
    r"(?:ANEXO|TRANSITORIOS?|CONSIDERANDOS?|ANTECEDENTES|ACUERDOS?|(?i:A\s?T\s?E\s?N\s?T\s?A\s?M\s?E\s?N\s?T\s?E))\b"
)
_SLACK = 1.5


@dataclass(frozen=True, slots=True)
class Row:
    """A printed line; `gap` says that more blank than usual stands above, `room` how many characters still fit."""

    text: str
    page: int = 1
    gap: bool = False
    room: float = 0.0
    table: bool = False


def join_rows(rows: Iterable[Row]) -> list[Block]:
    """Paragraphs of printed lines; a word cut by the line is joined, a paragraph goes on over a page break."""
    blocks: list[Block] = []
    before: Row | None = None
    for row in rows:
        if before is None or not _goes_on(before, row):
            blocks.append(Block(row.text, row.page, row.table))
        else:
            last = blocks[-1]
            blocks[-1] = Block(_joined(last.text, row.text), last.page, last.table)
        before = row
    return blocks


def _goes_on(before: Row, row: Row) -> bool:
    if row.table or before.table or LABEL.match(row.text) or FIELD.match(row.text) or HEADING.match(row.text):
        return False
    if row.page != before.page:
        return not before.text.endswith((".", ":", ";")) and not row.text[:1].isupper()
    if row.text[:1].islower() and before.text[-1:].isalpha():
        return not row.gap
    # A line was broken because the next word did not fit; one that had room for it ends its paragraph.
    return not row.gap and len(row.text.partition(" ")[0]) + 1 + _SLACK > before.room


def _joined(text: str, more: str) -> str:
    """A hyphen before a small letter is the typesetter's."""
    if len(text) > 2 and text.endswith("-") and text[-2].islower() and more[:1].islower():
        return text[:-1] + more
    return f"{text} {more}"


def rows_of_text(text: str) -> list[Row]:
    """The lines of a plain text: a blank line parts paragraphs, and so does a line with room for the next word."""
    lines = [re.sub(r"\s+", " ", line).strip() for line in text.replace("\f", "\n\f\n").split("\n")]
    widest = max((len(line) for line in lines), default=0)
    rows: list[Row] = []
    page, gap = 1, False
    for raw, line in zip(text.replace("\f", "\n\f\n").split("\n"), lines, strict=True):
        if not line:
            page += raw.count("\f")
            gap = True
            continue
        rows.append(Row(line, page, gap, room=widest - len(line)))
        gap = False
    return rows
