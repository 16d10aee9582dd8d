"""A question that asks several things, cut into the things that it asks."""

from __future__ import annotations

import re

from retriever.terms import terms

_MAX_PARTS = 4
_MIN_TERMS = 2
_ASKING = r"(?:qu[eé]|cu[aá]ndo|cu[aá]nt[oa]s?|c[oó]mo|qui[eé]n(?:es)?|d[oó]nde|cu[aá]l(?:es)?|si|hasta|desde|a partir)"
_CUT = re.compile(rf"[?¿;:.,()]+|\s(?:y|e|o)\s+(?=(?:a|en|de|por|para|con|desde|hasta)?\s*{_ASKING}\b)", re.IGNORECASE)
_AND = re.compile(r"\s(?:y|e)\s", re.IGNORECASE)


def split_parts(text: str) -> list[str]:
    """The parts of a question, two to four of at least two terms each; none where it asks one thing."""
    pieces = [piece.strip() for piece in _CUT.split(text) if piece and piece.strip()]
    if len(pieces) == 1:
        pieces = [piece.strip() for piece in _AND.split(text) if piece.strip()]
    parts: list[str] = []
    for piece in pieces:
        if len(set(terms(piece))) >= _MIN_TERMS:
            parts.append(piece)
        elif parts:
            parts[-1] = f"{parts[-1]} {piece}"
    return parts[:_MAX_PARTS] if len(parts) > 1 else []
