"""Infractions and their fines stand in two articles: the fraction of the one decides which of the other applies.

LSS 304 B sanctions "las previstas en las fracciones I, II, XII…" of LSS 304 A; CFF 82 "la señalada en la fracción I" of
CFF 81, and so on to CFF 91.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.composing.clauses import Clause
from assistant.understanding.spans import fold
from corpus.provisions import root_id
from corpus.store import CorpusStore

_ASKED = re.compile(r"\b(?:multas?|sancion\w*|castig\w+|infraccion\w*)\b")
_SANCTIONS = re.compile(r"infracci(?:ón|ones)\b[^.:]{0,200}\b(?:art[ií]culo|anterior)", re.IGNORECASE)
_FRACTIONS = re.compile(r"\bfracci(?:ón|ones)\s+((?:[IVXLC]+(?:\s*,\s*|\s+[yoe]\s+)?)+)")
_OPENING = 400
"""Characters within which an article says whose infractions it sanctions."""


def asks_for_sanction(question: str) -> bool:
    """Whether the question speaks of a fine, a sanction or an infraction."""
    return bool(_ASKED.search(fold(question)))


def without_sanction(question: str) -> str:
    """The question without those words: among infractions they tell nothing apart."""
    return _ASKED.sub(" ", fold(question))


def infractions_of(store: CorpusStore, sanction: str) -> str | None:
    """The article whose infractions this one sanctions, by its own first words; None where it sanctions none."""
    root = store.get(sanction)
    if root is None or not _SANCTIONS.search(root.text[:_OPENING]):
        return None
    named = (item for item in store.references_from(sanction) if item.target and item.start < _OPENING)
    return next((root_id(item.target) for item in named if item.target and root_id(item.target) != sanction), None)


def sanction_of(store: CorpusStore, infractions: str) -> str | None:
    """The article that sanctions the infractions of this one; None where there is none."""
    sources = dict.fromkeys(root_id(item.source) for item in store.references_to(infractions))
    return next((source for source in sources if infractions_of(store, source) == infractions), None)


def applying_to(fraction: str, clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses of a sanctioning article that name a fraction, given as an id (`LSS:304-A/II`)."""
    number = fraction.partition("/")[2].partition("/")[0]
    return [clause for clause in clauses if number in _numbers(clause.text)]


def _numbers(text: str) -> set[str]:
    return {number for found in _FRACTIONS.findall(text) for number in re.findall(r"[IVXLC]+", found)}
