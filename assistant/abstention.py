"""Is there a criterion? A calibrated decision from what search found, with the reason where there is none."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
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
        unheld = _unheld(retrieved)
        if unheld:
            return Decision(False, 0.0, unheld)
        if not result.hits or (result.missing and not result.hits[0].cited):
            return Decision(False, 0.0)
        if result.hits[0].cited:
            return Decision(True, 1.0)
        features = signals(retrieved.snapshot, question, result)
        score = self._intercept + sum(w * x for w, x in zip(self._weights, features, strict=True))
        probability = 1 / (1 + math.exp(-score))
        return Decision(probability >= self._threshold, probability)


def _unheld(retrieved: Retrieved) -> str:
    """Why the wording of the day asked for cannot be told, or "" where it can."""
    day = retrieved.as_of
    if day is None:
        return ""
    if day > retrieved.question.today:
        return f"El texto que regirá el {day.isoformat()} no existe todavía: sólo está el publicado."
    for group in retrieved.result.named:
        roots = [root_id(identifier) for identifier in group]
        if all(retrieved.snapshot.store.get(root, day) is None for root in roots):
            return _no_wording(roots[0], day)
    if not retrieved.result.hits:
        return f"El corpus no tiene la redacción que regía el {day.isoformat()}."
    return ""


def _no_wording(root: str, day: date) -> str:
    return (
        f"El corpus no tiene la redacción del {format_citation(root)} que regía el {day.isoformat()}: "
        "sólo la vigente y las versiones que se hayan cargado."
    )
