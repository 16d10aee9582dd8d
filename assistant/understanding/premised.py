"""A question that rests on a figure which it takes for granted ("si el plazo son 30 días, ¿desde cuándo corren?")."""

from __future__ import annotations

import re

from assistant.understanding.amounts import COUNT_WORDS

CONDITION = r"^\W*(?:si|como|ya que|dado que|puesto que|en vista de que|considerando que)\b"
"""What a question opens with that takes something for granted."""
_OPENS = re.compile(CONDITION, re.IGNORECASE)
_FIGURE = re.compile(
    rf"\b(?:\d[\d.,]*|{COUNT_WORDS})\b(?:\s*(?:por ciento|d[ií]as|mes(?:es)?|años|anos|parcialidades|horas)\b"
    r"(?:\s+h[aá]biles|\s+naturales)?)?\s*%?",
    re.IGNORECASE,
)


def taken_for_granted(question: str) -> str:
    """What a question states before it asks, where it opens with a condition; the whole of it elsewhere."""
    return question.partition("¿")[0] if _OPENS.search(question) and ", ¿" in question else question


def without_premise(question: str) -> str | None:
    """The question without the figures of the condition that it opens with; None where it has none.

    A wrong figure lies far from every provision, so it hides that the matter itself is settled.
    """
    if not _OPENS.search(question):
        return None
    bare = _FIGURE.sub("", question)
    return bare if bare != question else None
