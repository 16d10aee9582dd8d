"""A provision's text as its paragraphs, with the quoted span marked in those that it touches."""

from __future__ import annotations

from typing import NamedTuple


class Paragraph(NamedTuple):
    """What comes before the span, the span, and what comes after; the three joined are the paragraph."""

    before: str
    marked: str
    after: str


def paragraphs(text: str, start: int = 0, end: int = 0) -> list[Paragraph]:
    """The lines of the text that say something; `start` and `end` are offsets into it."""
    found: list[Paragraph] = []
    at = 0
    for line in text.split("\n"):
        first, last = (min(max(place - at, 0), len(line)) for place in (start, max(start, end)))
        if line.strip():
            found.append(Paragraph(line[:first], line[first:last], line[last:]))
        at += len(line) + 1
    return found
