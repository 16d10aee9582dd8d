"""A sentence that quotes, taken apart: the name of the provision and each of its quotes.

A page or a file shows one quote a line, each with its own number; `api/static/quotation.js` does so in the browser.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers import Citation, Sentence

LEFT_OUT = " […] "
"""Between two quotes of one provision where words of it are left out."""


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
    rest, quotes, skips = f"«{rest}", list[Quote](), False
    for number, citation in enumerate(citations, 1):
        words = f"«{citation.quote}»"
        if not rest.startswith(words):
            continue
        quotes.append(Quote(number, citation, skips))
        rest = rest.removeprefix(words)
        skips = rest.startswith(LEFT_OUT)
        rest = rest.removeprefix(LEFT_OUT if skips else " ")
    return Quotation(name, quotes) if quotes and not rest else None
