"""Totals of a run and the comparison of two.

Intervals: percentile bootstrap over cases (Efron and Tibshirani 1993, ch. 13), seed 7. `p`: exact two-sided sign
test over the cases that differ (Conover 1999, § 3.4). No correction for the number of measures is made.
Abstention: of the answers `no_criterion`, those where it was right (precision); of the cases that expect it, those
that got it (recall).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import comb
from typing import Any

import numpy as np

from corpus.errors import BadInput
from evals.answers.calibration import Calibration, calibration_of
from evals.answers.readability import band
from evals.answers.runs import Result, Run
from evals.answers.scoring import NAMES
from evals.retrieval.metrics import Estimate, estimate

_ABSTAINED = "no_criterion"


@dataclass(frozen=True, slots=True)
class Difference:
    """Second run minus first, over the cases that both scored."""

    delta: Estimate
    better: int
    worse: int
    p: float


@dataclass(frozen=True, slots=True)
class Flip:
    """A case that one run answered correctly and the other did not."""

    before: Result
    after: Result
    cause: str

    @property
    def gained(self) -> bool:
        return bool((self.after.scores or {}).get("correct"))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs of one set, paired by case."""

    first: Run
    second: Run
    differences: dict[str, Difference]
    kinds: dict[str, Difference]
    """Of `correct`, by kind of question."""
    flips: tuple[Flip, ...]

    def as_json(self) -> dict[str, Any]:
        """Of a sealed set, without the cases."""
        sealed = self.first.manifest.sealed
        rows = [{"id": f.after.id, "gained": f.gained, "cause": f.cause} for f in self.flips]
        return {
            "first": self.first.name,
            "second": self.second.name,
            "metrics": {name: asdict(difference) for name, difference in self.differences.items()},
            "kinds": {kind: asdict(difference) for kind, difference in self.kinds.items()},
            "flips": {"gained": sum(f.gained for f in self.flips), "lost": sum(not f.gained for f in self.flips)},
            "cases": [] if sealed else rows,
        }


def summarise(run: Run) -> dict[str, Any]:
    """Means with intervals, over all and by kind; abstention, latency and what was omitted."""
    results = list(run.scored.values())
    kinds = sorted({result.kind for result in results})
    latencies = [result.ms for result in results if result.ms is not None]
    return {
        "run": run.name,
        "manifest": asdict(run.manifest),
        "cases": len(results),
        "omitted": len(run.results) - len(results),
        "metrics": _means(results),
        "kinds": {kind: _means([r for r in results if r.kind == kind]) for kind in kinds},
        "abstention": abstention(results),
        "calibration": found.as_json() if (found := calibration(results)) else None,
        "readability": readability(results),
        "ms": {f"p{q}": round(float(np.percentile(latencies, q)), 1) for q in (50, 95)} if latencies else {},
    }


def abstention(results: Sequence[Result]) -> dict[str, float | None]:
    """Precision and recall of `no_criterion`; absent where nothing counts for them."""
    said = [r for r in results if r.status == _ABSTAINED]
    owed = [r for r in results if r.expected == _ABSTAINED]
    return {
        "precision": sum(_ABSTAINED in r.accepts for r in said) / len(said) if said else None,
        "recall": sum(r.status in r.accepts for r in owed) / len(owed) if owed else None,
    }


def calibration(results: Sequence[Result]) -> Calibration | None:
    """Of the probability that the program stated; absent where none was."""
    stated = [(r.probability, r.expected != _ABSTAINED) for r in results if r.probability is not None]
    return calibration_of(stated)


def readability(results: Sequence[Result]) -> dict[str, Any] | None:
    """Median Szigriszt-Pazos index of our own words and its INFLESZ band."""
    values = [r.readability for r in results if r.readability is not None]
    if not values:
        return None
    median = float(np.median(values))
    return {"median": round(median, 1), "band": band(median), "count": len(values)}


def compare(first: Run, second: Run) -> Comparison:
    """Second minus first, over the cases that both have.

    Raises:
        BadInput: `CORRIDAS_INCOMPARABLES` where they ran other sets or other versions of one, or share no case.
    """
    ours, theirs = first.manifest, second.manifest
    shared = [i for i in first.scored if i in second.scored]
    measured = [(one.set, one.set_version, one.scoring) for one in (ours, theirs)]
    if measured[0] != measured[1] or not shared:
        raise BadInput(
            "CORRIDAS_INCOMPARABLES",
            "Las corridas no comparten casos de la misma versión de un conjunto, o se calificaron con otras reglas.",
            "Repita la más vieja con este programa.",
        )
    pairs = [(first.scored[i], second.scored[i]) for i in shared]
    differences = {name: found for name in NAMES if (found := _difference(pairs, name))}
    kinds = {
        kind: found
        for kind in sorted({a.kind for a, _ in pairs})
        if (found := _difference([pair for pair in pairs if pair[0].kind == kind], "correct"))
    }
    flips = (Flip(a, b, _cause(a, b)) for a, b in pairs if _value(a, "correct") != _value(b, "correct"))
    return Comparison(first, second, differences, kinds, tuple(flips))


def sign_test(better: int, worse: int) -> float:
    """Probability of a split at least as uneven if both were equally likely."""
    total, least = better + worse, min(better, worse)
    return min(1.0, 2 * sum(comb(total, k) for k in range(least + 1)) / 2**total) if total else 1.0


def _difference(pairs: Sequence[tuple[Result, Result]], name: str) -> Difference | None:
    deltas = [b - a for x, y in pairs if (a := _value(x, name)) is not None and (b := _value(y, name)) is not None]
    if not deltas:
        return None
    better, worse = sum(d > 0 for d in deltas), sum(d < 0 for d in deltas)
    return Difference(estimate(deltas), better, worse, sign_test(better, worse))


def _cause(before: Result, after: Result) -> str:
    """The first part, in the order of a turn, that did otherwise where the answer was wrong."""
    right, wrong = (after, before) if _value(after, "correct") else (before, after)
    if _worse(wrong, right, "tool"):
        return "herramienta"
    if _worse(wrong, right, "retrieved"):
        return "búsqueda"
    if len(wrong.rejected) > len(right.rejected):
        return "verificador"
    if wrong.status != right.status:
        return "abstención" if _ABSTAINED in (wrong.status, right.status) else "comprensión"
    return "redacción"


def _worse(wrong: Result, right: Result, name: str) -> bool:
    ours, theirs = _value(wrong, name), _value(right, name)
    return ours is not None and theirs is not None and ours < theirs


def _value(result: Result, name: str) -> float | None:
    return (result.scores or {}).get(name)


def _means(results: Sequence[Result]) -> dict[str, Any]:
    samples = {name: [v for r in results if (v := _value(r, name)) is not None] for name in NAMES}
    return {name: asdict(estimate(sample)) for name, sample in samples.items() if sample}
