"""The last word on a sentence of free prose: what the rules found, weighed with how its words align with the law's."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from .alignment import Aligner, WordReader
from .claim import Claim
from .evidence import Unit, Weights, best
from .report import Fault, FaultReport
from .signals import signals

_WEIGHTS = Path(__file__).with_name("judge.yaml")
_GUARDS = frozenset({Fault.CIFRA, Fault.NEGACION, Fault.EXCEPCION})
"""What is never weighed: a figure, a negation or an exception that the cited text does not have rejects by itself."""
MOST_UNITS = 8
"""Units of the cited text that are aligned, those that share most words first: each costs some milliseconds."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """How likely a sentence is false (0 to 1), and the faults to report: none where it stands."""

    doubt: float
    faults: tuple[FaultReport, ...]


class Judge:
    """Weighs signals with a logistic model fitted by `evals/verification/fit_judge.py`; guard tokens reject alone."""

    def __init__(self, reader: WordReader, weights: Path = _WEIGHTS) -> None:
        data: dict[str, Any] = yaml.safe_load(weights.read_text(encoding="utf-8"))
        self._aligner = Aligner(reader)
        self._intercept = float(data["intercept"])
        self._threshold = float(data["threshold"])
        self._weights = {name: float(weight) for name, weight in data["weights"].items()}

    def measure(
        self, claim: Claim, units: Sequence[Unit], faults: Sequence[FaultReport], score: float
    ) -> dict[str, float] | None:
        """The signals of a sentence; None where there is nothing to align."""
        singles = [unit for unit in units if not unit.pair]
        nearest = [unit for _, unit in best(claim.concepts, singles, Weights())[:MOST_UNITS]]
        found = self._aligner.align(claim.text, nearest)
        return signals(claim, found, faults, score) if found else None

    def weigh(self, claim: Claim, units: Sequence[Unit], faults: Sequence[FaultReport], score: float) -> Opinion:
        """Decide on a sentence whose rules found `faults` and cover `score` of it."""
        guarded = tuple(fault for fault in faults if fault.fault in _GUARDS)
        if guarded:
            return Opinion(1.0, guarded)
        measured = self.measure(claim, units, faults, score)
        if measured is None:
            return Opinion(1.0, tuple(faults) or (_STRAYS,))
        total = self._intercept + sum(weight * measured[name] for name, weight in self._weights.items())
        doubt = 1 / (1 + math.exp(-total))
        if doubt < self._threshold:
            return Opinion(doubt, ())
        return Opinion(doubt, tuple(faults) or (_STRAYS,))


_STRAYS = FaultReport(Fault.APOYO, "se aparta de lo que dice el texto citado")
