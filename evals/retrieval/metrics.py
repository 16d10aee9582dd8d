"""Metrics of one ranking per question, by kind of question, with bootstrap intervals.

Grades: 2 for the provisions expected, 1 for those also accepted; recall and reciprocal rank count the expected only.
The single values come from ir-measures (trec_eval's definitions); we only average them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ir_measures
import numpy as np
from numpy.typing import NDArray

from evals.retrieval.dataset import Case

MEASURES = ("nDCG@10", "RR(rel=2)@10", "R(rel=2)@1", "R(rel=2)@5", "R(rel=2)@10", "Success(rel=2)@5", "all@10")
NAMES = ("nDCG@10", "MRR@10", "recall@1", "recall@5", "recall@10", "success@5", "all@10")
_RESAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over questions with its 95 % bootstrap interval."""

    mean: float
    low: float
    high: float
    count: int


Values = dict[str, dict[str, float]]
"""Case id -> measure name -> value between 0 and 1."""


def measure(cases: Sequence[Case], rankings: Mapping[str, Sequence[str]]) -> Values:
    """The value of every measure for every answerable case; a case without ranking counts as nothing found.

    `all@10` is 1 where every expected provision stands in the first ten.
    """
    judged = [case for case in cases if case.expect]
    grades = {c.id: {**dict.fromkeys(c.also, 1), **dict.fromkeys(c.expect, 2)} for c in judged}
    run = {
        c.id: {root: float(-rank) for rank, root in enumerate(rankings.get(c.id, ())[:10])} or {"": 0.0} for c in judged
    }
    values: Values = {case.id: {} for case in judged}
    parsed = {ir_measures.parse_measure(m): n for m, n in zip(MEASURES, NAMES, strict=True) if m != "all@10"}
    for metric in ir_measures.iter_calc(list(parsed), grades, run):
        values[metric.query_id][parsed[metric.measure]] = float(metric.value)
    for case in judged:
        values[case.id]["all@10"] = float(values[case.id]["recall@10"] == 1.0)
    return values


def summarise(cases: Sequence[Case], values: Values, seed: int = 7) -> dict[str, dict[str, Estimate]]:
    """Means by kind of question, and over all of them as `all`."""
    groups: dict[str, list[str]] = {"all": []}
    for case in cases:
        if case.id in values:
            groups.setdefault(case.kind, []).append(case.id)
            groups["all"].append(case.id)
    return {
        kind: {name: estimate([values[i][name] for i in ids], seed) for name in NAMES}
        for kind, ids in groups.items()
        if ids
    }


def estimate(sample: Sequence[float], seed: int = 7) -> Estimate:
    """Mean and 95 % percentile interval of 1,000 resamples."""
    data: NDArray[np.float64] = np.asarray(sample, np.float64)
    draws = np.random.default_rng(seed).choice(data, (_RESAMPLES, len(data))).mean(axis=1)
    low, high = np.percentile(draws, [2.5, 97.5])
    return Estimate(float(data.mean()), float(low), float(high), len(data))


def paired_difference(ours: Values, theirs: Values, name: str, seed: int = 7) -> Estimate:
    """Ours minus theirs, question by question."""
    return estimate([ours[case][name] - theirs[case][name] for case in ours], seed)
