"""The gate closes on what got worse and says which figure; a wrong file of thresholds is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import BadInput
from evals.answers.cases import load_set
from evals.answers.scoring import NAMES
from evals.quality.gate import THRESHOLDS, load_thresholds, measured


def test_every_metric_and_kind_of_the_set_is_gated() -> None:
    rules = load_thresholds()
    asked = {case.kind for case in load_set("dev").cases if not case.needs}
    assert set(NAMES) <= set(rules.metrics)
    assert asked - set(rules.kinds) <= {"credit_status"}, "one case is too few to gate"


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


@pytest.mark.parametrize(
    ("old", "new"), [("reached: 0.85", "reached: 85"), ("correct: {reached", "correct: {alcanzado")]
)
def test_a_wrong_threshold_is_named(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "thresholds.yaml"
    path.write_text(THRESHOLDS.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(BadInput, match=r"metrics\.correct"):
        load_thresholds(path)
