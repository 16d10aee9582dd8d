"""The last word on a sentence of free prose: what the rules found, and how its words compare with the law's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from .alignment import Aligner, Alignment, WordReader
from .claim import Claim
from .entailment import Compared, Entailment, compared
from .evidence import Unit, Weights, best
from .report import Fault, FaultReport
from .signals import signals

_GUARDS = frozenset({Fault.CIFRA, Fault.NEGACION})
"""Never weighed: a figure that the cited text does not have, or what surely contradicts it, rejects by itself."""
FEWEST_WORDS = 6
"""Of shorter sentences the networks have seen none: the rules decide alone."""
MOST_UNITS = 8
"""Units of the cited text that are aligned, those that share most words first: each costs some milliseconds."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """How likely a sentence is false (0 to 1), and the faults to report: none where it stands."""

    doubt: float
    faults: tuple[FaultReport, ...]


class Judge:
    """Weighs a sentence with the network of `entailment.py`; guard tokens reject alone."""

    def __init__(self, reader: WordReader) -> None:
        self._aligner = Aligner(reader)

    @cached_property
    def _entailment(self) -> Entailment:
        return Entailment()

    def compare(
        self, claim: Claim, units: Sequence[Unit], faults: Sequence[FaultReport], score: float
    ) -> Compared | None:
        """The sentence beside the units nearest to it; None where there is nothing to compare."""
        found = self._align(claim, [unit for unit in units if not unit.pair])
        return compared(found, signals(claim, found, faults, score)) if found else None

    def weigh(self, claim: Claim, units: Sequence[Unit], faults: Sequence[FaultReport], score: float) -> Opinion:
        """Decide on a sentence whose rules found `faults` and cover `score` of it."""
        guarded = tuple(fault for fault in faults if fault.fault in _GUARDS)
        if guarded:
            return Opinion(1.0, guarded)
        pair = self.compare(claim, units, faults, score)
        if pair is None:
            return Opinion(1.0, tuple(faults) or (_STRAYS,))
        if len(pair.claim) < FEWEST_WORDS:
            return Opinion(float(bool(faults)), tuple(faults))
        doubt = self._entailment.doubt(pair)
        if doubt < self._entailment.threshold:
            return Opinion(doubt, ())
        return Opinion(doubt, tuple(faults) or (_STRAYS,))

    def _align(self, claim: Claim, singles: Sequence[Unit]) -> Alignment | None:
        nearest = {id(unit) for _, unit in best(claim.concepts, singles, Weights())[:MOST_UNITS]}
        return self._aligner.align(claim.text, [unit for unit in singles if id(unit) in nearest])


_STRAYS = FaultReport(Fault.APOYO, "se aparta de lo que dice el texto citado")
