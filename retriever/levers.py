"""The parts of a search that can be switched off, one by one, to measure what each is worth."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Levers:
    """All on unless an evaluation says otherwise."""

    citations: bool = True
    spelling: bool = True
    glossary: bool = True
    headings: bool = True
    """Headings and typical questions."""
    dense: bool = True
    lexical: bool = True
    rerank: bool = True
    companions: bool = True
