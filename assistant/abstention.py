"""Is there a criterion? A calibrated decision from what search found, with the reason where there is none."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from assistant.outside import OutsideMatters
from assistant.signals import NAMES, signals
from assistant.steps import Retrieved
from corpus.citations import format_citation
from corpus.provisions import root_id

_WEIGHTS = Path(__file__).with_name("abstention.yaml")


@dataclass(frozen=True, slots=True)
class Decision:
    """`probability` that the sources settle the question; `reason` says why they do not, in the person's words."""

    answer: bool
    probability: float
    reason: str = ""


class Abstention:
    """Decides between answering and saying that there is no criterion."""

    def __init__(self, outside: OutsideMatters, weights: Path = _WEIGHTS) -> None:
        data: dict[str, Any] = yaml.safe_load(weights.read_text(encoding="utf-8"))
        self._outside = outside
        self._intercept = float(data["intercept"])
        self._threshold = float(data["threshold"])
        self._weights = [float(data["weights"][name]) for name in NAMES]

    def decide(self, retrieved: Retrieved) -> Decision:
        """Answer or abstain. What the question names and exists is answered; what does not exist is said."""
        question, result = retrieved.understanding.standalone, retrieved.result
        matter = self._outside.find(question, retrieved.snapshot.store.instruments())
        if matter is not None:
            return Decision(False, 0.0, matter.reason)
        if not result.hits:
            return Decision(False, 0.0, _as_of_reason(retrieved))
        if result.hits[0].cited:
            return self._named(retrieved)
        features = signals(retrieved.snapshot, question, result)
        score = self._intercept + sum(w * x for w, x in zip(self._weights, features, strict=True))
        probability = 1 / (1 + math.exp(-score))
        return Decision(probability >= self._threshold, probability)

    def _named(self, retrieved: Retrieved) -> Decision:
        """A named provision is quoted, unless the day asked for is one whose wording the corpus does not hold."""
        if retrieved.as_of is None:
            return Decision(True, 1.0)
        root = root_id(retrieved.result.hits[0].provision)
        if retrieved.snapshot.store.get(root, retrieved.as_of) is None:
            return Decision(False, 0.0, _no_wording(root, retrieved))
        return Decision(True, 1.0)


def _as_of_reason(retrieved: Retrieved) -> str:
    if retrieved.as_of is None:
        return ""
    return f"El corpus no tiene la redacción que regía el {retrieved.as_of.isoformat()}."


def _no_wording(root: str, retrieved: Retrieved) -> str:
    assert retrieved.as_of is not None
    return (
        f"El corpus no tiene la redacción que regía el {retrieved.as_of.isoformat()} del {format_citation(root)}: "
        "sólo la vigente y las versiones que se hayan cargado."
    )
