"""Every development case is asked and every figure compared with its threshold.

    CRITERIO_STATE_DIR=var pytest evals/ -m quality

A case that is not correct is reported as an expected failure with what it lacks, because the thresholds decide; one
whose quote is not verbatim, or with a sentence without support, fails at once.
"""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from corpus.settings import Settings
from evals.answers.cases import load_set
from evals.answers.runs import Run
from evals.answers.session import evaluate
from evals.answers.summary import summarise
from evals.quality.gate import Threshold, load_thresholds, shortfall

pytestmark = pytest.mark.quality
RULES = load_thresholds()
ROWS = RULES.rows()


@pytest.fixture(scope="session")
def run() -> Run:
    """The run of this program over the corpus of the state directory; a run already made is read."""
    return asyncio.run(evaluate(Settings(), "dev"))


@pytest.fixture(scope="session")
def summary(run: Run) -> dict[str, Any]:
    """Its figures."""
    return summarise(run)


@pytest.mark.parametrize(("part", "name", "threshold"), ROWS, ids=[f"{part}-{name}" for part, name, _ in ROWS])
def test_threshold(summary: dict[str, Any], part: str, name: str, threshold: Threshold) -> None:
    """The figure is not below what had been reached."""
    assert shortfall(summary, part, name, threshold) == ""


@pytest.mark.parametrize("case", [case.id for case in load_set("dev").cases])
def test_case(run: Run, case: str) -> None:
    """One case."""
    result = next(result for result in run.results if result.id == case)
    if result.omitted:
        pytest.skip(result.omitted)
    scores = result.scores or {}
    for name in RULES.never_below_one:
        assert scores.get(name, 1.0) == 1.0, f"{name} {scores[name]:.3f}: {result.answer}"
    if scores["correct"] < 1:
        pytest.xfail(", ".join(f"{name} {value:.2f}" for name, value in scores.items() if value < 1))
