"""The gate closes on what got worse and says which figure; a wrong file of thresholds is named."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import BadInput
from evals.answers.cases import load_set
from evals.answers.scoring import NAMES
from evals.quality.gate import THRESHOLDS, load_thresholds, measured, shortfall


def test_every_metric_and_kind_of_the_set_is_gated() -> None:
    rules = load_thresholds()
    assert set(NAMES) <= set(rules.metrics)
    assert {case.kind for case in load_set("dev").cases} == set(rules.kinds)


def test_a_figure_is_found_or_absent() -> None:
    summary = {
        "metrics": {"safe": {"mean": 0.5}},
        "abstention": {"recall": None},
        "kinds": {"typo": {"correct": {"mean": 1.0}}},
    }
    assert measured(summary, "metrics", "safe") == 0.5
    assert measured(summary, "kinds", "typo") == 1.0
    assert measured(summary, "kinds", "literal") is None
    assert measured(summary, "abstention", "recall") is None


@pytest.mark.parametrize(("part", "name"), [(part, name) for part, name, _ in load_thresholds().rows()])
def test_a_figure_that_falls_closes_the_gate_and_no_other(part: str, name: str) -> None:
    rows = load_thresholds().rows()
    summary: dict[str, Any] = {"metrics": {}, "abstention": {}, "kinds": {}}
    for one, figure, threshold in rows:
        fallen = (one, figure) == (part, name)
        value = {"mean": threshold.reached - 0.001 * fallen}
        summary[one][figure] = value["mean"] if one == "abstention" else {"correct": value} if one == "kinds" else value
    closed = [shortfall(summary, *row) for row in rows if shortfall(summary, *row)]
    assert len(closed) == 1
    assert closed[0].startswith(f"{name}: ")


def test_a_figure_that_the_run_lacks_closes_the_gate() -> None:
    part, name, threshold = load_thresholds().rows()[0]
    assert "no lo midió" in shortfall({"metrics": {}}, part, name, threshold)


@pytest.mark.parametrize(
    ("old", "new"),
    [(r"correct: \{reached: [\d.]+", "correct: {reached: 85"), (r"correct: \{reached", "correct: {alcanzado")],
)
def test_a_wrong_threshold_is_named(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "thresholds.yaml"
    path.write_text(re.sub(old, new, THRESHOLDS.read_text("utf-8"), count=1), "utf-8")
    with pytest.raises(BadInput, match=r"metrics\.correct"):
        load_thresholds(path)
