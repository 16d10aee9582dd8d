"""One run: every system over one set of questions, with metrics by kind and differences paired with ours."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from evals.retrieval.dataset import Case
from evals.retrieval.metrics import NAMES, Estimate, Values, measure, paired_difference, summarise
from evals.retrieval.systems import System


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one system did: values by question, means by kind, and ours minus it."""

    name: str
    values: Values
    summary: dict[str, dict[str, Estimate]]
    difference: dict[str, Estimate]
    rankings: dict[str, list[str]]
    milliseconds: float

    def as_json(self) -> dict[str, Any]:
        """Means and differences; neither questions nor rankings, so that a test run shows no test question."""
        return {
            "system": self.name,
            "ms_per_question": round(self.milliseconds, 1),
            "kinds": {kind: {n: asdict(e) for n, e in row.items()} for kind, row in self.summary.items()},
            "ours_minus_this": {name: asdict(e) for name, e in self.difference.items()},
        }


def run(
    cases: Sequence[Case],
    systems: Iterable[tuple[str, System]],
    announce: Callable[[str], None] = lambda _: None,
) -> list[Outcome]:
    """Every system over the same questions, in the same order; the first one is what others are compared with."""
    outcomes: list[Outcome] = []
    for name, system in systems:
        announce(name)
        started = time.perf_counter()
        rankings = {case.id: system(case.question)[:10] for case in cases}
        elapsed = (time.perf_counter() - started) * 1000 / max(1, len(cases))
        values = measure(cases, rankings)
        first = outcomes[0].values if outcomes else values
        difference = {measure_name: paired_difference(first, values, measure_name) for measure_name in NAMES}
        outcomes.append(Outcome(name, values, summarise(cases, values), difference, rankings, elapsed))
    return outcomes
