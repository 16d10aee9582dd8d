"""Which paragraphs of a root are the rows of a table.

A table that survives as text has short single-line rows: most end in a figure, or stand clear of the margins. Three
of them in a row make a table; a row whose text wraps may stand between.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.layout import Measure
from ingest.parsed import Paragraph

_FIGURE_END = re.compile(r"(?:\S\s+|^)[$-]*\s?\d{1,3}(?:,?\d{3})*(?:\.\d+)?\s?%?\)?$")
_ITEM = re.compile(r"\(?(?:[IVXLC]+|[a-z])[.)]")
_SENTENCE_END = (".", ";", ":", ",")
_LEAST_ROWS = 3
_LONGEST_WRAP = 4


def table_rows(paragraphs: Sequence[Paragraph], measure: Measure) -> list[bool]:
    """For each paragraph, whether it is a row of a table."""
    figures = [_ends_in_figure(paragraph) for paragraph in paragraphs]
    clear = [_stands_clear(paragraph, measure) for paragraph in paragraphs]
    rows = [False] * len(paragraphs)
    index = 0
    while index < len(paragraphs):
        end, count = index, 0
        while end < len(paragraphs):
            if figures[end] or clear[end]:
                count += figures[end]
                end += 1
                continue
            ahead = _resumes(figures, paragraphs, end)
            if not count or ahead is None:
                break
            end = ahead
        if count >= _LEAST_ROWS:
            for row in range(index, end):
                rows[row] = True
        index = max(end, index + 1)
    return rows


def _ends_in_figure(paragraph: Paragraph) -> bool:
    text = paragraph.text
    return len(paragraph.block.lines) <= 2 and not text.endswith(_SENTENCE_END) and bool(_FIGURE_END.search(text))


def _stands_clear(paragraph: Paragraph, measure: Measure) -> bool:
    """A short line away from both margins that is no sentence: a header cell, a footnote of the table."""
    line = paragraph.block.lines[0]
    return (
        len(paragraph.block.lines) == 1
        and line.left > measure.left + 55
        and line.right < measure.right - 30
        and not paragraph.text.endswith(_SENTENCE_END)
        and not re.match(r"\w{1,6}[.)]", paragraph.text)
    )


def _resumes(figures: list[bool], paragraphs: Sequence[Paragraph], start: int) -> int | None:
    """Where a table goes on after a row whose text wraps over several pieces."""
    for ahead in range(start, min(start + _LONGEST_WRAP, len(paragraphs))):
        if figures[ahead]:
            return ahead
        if len(paragraphs[ahead].block.lines) > 2 or _ITEM.match(paragraphs[ahead].text):
            return None
    return None
