"""Text to tokens, once and in linear time; the grammar never looks at characters again."""

from __future__ import annotations

import re
from typing import NamedTuple

from .words import fold

_TOKEN = re.compile(
    r"(?P<w>[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0300-\u036f]+)|(?P<n>\d+)|(?P<p>[^\s\w]|_|\w)"
)


class Token(NamedTuple):
    """A word (`w`), a run of digits (`n`) or one sign (`p`); `norm` is accent-folded and lower case."""

    text: str
    norm: str
    start: int
    end: int
    kind: str


END = Token("", "", -1, -1, "e")


def tokenize(text: str) -> list[Token]:
    """All tokens of a text with their offsets; white space separates and is not kept."""
    tokens = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "p"
        word = match.group()
        tokens.append(Token(word, fold(word) if kind == "w" else word, match.start(), match.end(), kind))
    return tokens
