"""Who asks whether a provision was repealed, and it was not, reads first that it stands."""

from __future__ import annotations

import re
from datetime import date

from assistant.steps import Retrieved
from assistant.understanding.spans import fold
from corpus.citations import format_citation
from corpus.provisions import Status
from tools.wording import long_date

_ASKED = re.compile(
    r"\b(?:se )?(?:derog\w+|abrog\w+)\b|\b(?:sigue|esta|continua) vigente\b|\bya no (?:existe|aplica|rige)\b"
)


def asks_standing(question: str) -> bool:
    """Whether the question is about the standing of a provision and not about its matter."""
    return bool(_ASKED.search(fold(question)))


def stands(retrieved: Retrieved) -> str:
    """The sentence that says that what the question names is in force; "" where it does not ask or one is not."""
    named = retrieved.plainly_named
    if not named or not asks_standing(retrieved.understanding.text):
        return ""
    found = [retrieved.snapshot.store.get(identifier, retrieved.as_of) for identifier in named]
    if any(provision is None or provision.status is not Status.VIGENTE for provision in found):
        return ""
    names = " y ".join(format_citation(identifier, "formal") for identifier in named)
    held = max(provision.version for provision in found if provision is not None)
    return f"No está derogado: sigue vigente el {names}, según el texto al {long_date(date.fromisoformat(held))}."
