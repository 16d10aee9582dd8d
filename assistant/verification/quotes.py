"""Quotes are exact: after Unicode NFC, collapsed white space and joined line-break hyphens, and nothing else."""

from __future__ import annotations

import re
import unicodedata

_HYPHEN_BREAK = re.compile(r"(?<=[^\W\d_])[-\u00ad]\s*\n\s*(?=[a-záéíóúüñ])")
_SPACES = re.compile(r"\s+")
_QUOTED = re.compile(r"«([^«»]{1,4000})»|“([^“”]{1,4000})”|\"([^\"]{1,4000})\"")
_ELISION = re.compile(r"\s*(?:\[\s*(?:\.{3}|…)\s*\]|\(\s*(?:\.{3}|…)\s*\))\s*")
_SHORTEST = 3


def plain(text: str) -> str:
    """The form in which quotes are compared."""
    joined = _HYPHEN_BREAK.sub("", unicodedata.normalize("NFC", text))
    return _SPACES.sub(" ", joined).strip()


def is_verbatim(quote: str, source: str) -> bool:
    """Whether a quote is literally in a text; a marked elision "[...]" joins two literal pieces in order."""
    whole = plain(source)
    pieces = [piece for piece in _ELISION.split(plain(quote)) if piece]
    at = 0
    for piece in pieces:
        found = whole.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return bool(pieces)


def quoted_in(text: str) -> list[str]:
    """The quotes inside a sentence, of three words or more: shorter ones are terms, not quotes."""
    found = [next(group for group in match.groups() if group is not None) for match in _QUOTED.finditer(text)]
    return [quote for quote in found if len(quote.split()) >= _SHORTEST]
