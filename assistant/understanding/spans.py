"""A value found in a text, with the place where it stands, and the folding used to look for words."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value read from `text[start:end]`."""

    value: T
    start: int
    end: int
    raw: str


def fold(text: str) -> str:
    """Lower case without accents, one character for one character (ñ becomes n), so that spans still hold."""
    out = []
    for char in text:
        base = unicodedata.normalize("NFD", char)[0].lower()
        out.append(base if len(base) == 1 else char)
    return "".join(out)
