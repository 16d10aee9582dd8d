"""A sentence that quotes, taken apart: the name of the provision and each of its quotes.

A page or a file shows one quote a line, each with its own number; `api/static/quotation.js` does so in the browser.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers import Citation, Sentence

_LEFT_OUT = " […] "
_BLANK = 2


@dataclass(frozen=True, slots=True)
class Quote:
    """`number` is the place of the citation in the answer, from 1; `skips` tells that words were left out before it."""

    number: int
    citation: Citation
    skips: bool


@dataclass(frozen=True, slots=True)
class Quotation:
    """What names the provision, and its quotes in order."""

    name: str
    quotes: list[Quote]


def quotation(sentence: Sentence, citations: Sequence[Citation]) -> Quotation | None:
    """The parts of a sentence of role `quote`; None where it is not made only of a name and quotes of `citations`."""
    name, colon, rest = sentence.text.partition(": «")
    if sentence.role != "quote" or not colon:
        return None
    rest, quotes = f"«{rest}", list[Quote]()
    for number, citation in enumerate(citations, 1):
        words = f"«{citation.quote}»"
        if not rest.startswith(words):
            continue
        quotes.append(Quote(number, citation, bool(quotes) and not _goes_on(quotes[-1].citation, citation)))
        rest = rest.removeprefix(words).removeprefix(_LEFT_OUT).removeprefix(" ")
    return Quotation(name, quotes) if quotes and not rest else None


def _goes_on(before: Citation, after: Citation) -> bool:
    """Whether nothing but the blank between two lines of the provision lies between the quotes."""
    return 0 <= after.start - before.end <= _BLANK
