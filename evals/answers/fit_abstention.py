"""Fit assistant/abstention.yaml: how likely the sources settle a question, from the signals of assistant/signals.py.

    python -m evals.answers.fit_abstention

Answerable: the development questions of both sets. Unanswerable: the development ones and those of
corpus/outside_questions.yaml, each of the latter judged by the other ones. Prints the weights and,
cross-validated, the share of each kind that is told right at several thresholds. Needs a corpus with its index.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from assistant.build import build_library
from assistant.library import Snapshot
from assistant.signals import NAMES, signals
from corpus.editorial import load_outside_questions
from corpus.settings import Settings

_DATASETS = Path(__file__).resolve().parents[1] / "datasets"
_ANSWERED = ("literal", "colloquial", "several", "routing", "typo")
_FOLDS = 10
_THRESHOLDS = (0.2, 0.3, 0.35, 0.4, 0.45, 0.5)

Matrix = NDArray[np.float64]


def development() -> tuple[list[str], list[str]]:
    """Answerable and unanswerable questions of the development sets, without those that name a provision."""
    answerable: list[str] = []
    unanswerable: list[str] = []
    for path in sorted(_DATASETS.glob("*-dev-*.yaml")):
        if not path.name.startswith(("retrieval", "answers")):
            continue
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            if case["kind"] == "unanswerable":
                unanswerable.append(case["question"])
            elif case["kind"] in _ANSWERED and not case.get("before") and not _uses_tool(case):
                answerable.append(case["question"])
    return answerable, unanswerable


def _uses_tool(case: dict[str, Any]) -> bool:
    return isinstance(case["expect"], dict) and bool(case["expect"].get("tool"))


def measured(snapshot: Snapshot, questions: list[str], *, apart: bool = False) -> Matrix:
    """The signals of each question; `apart`, of an example by the other ones."""
    found = snapshot.retriever.search
    return np.array([signals(snapshot, q, found(q, k=10), apart_from_itself=apart) for q in questions])


def main() -> None:
    """Fit, cross-validate and print."""
    settings = Settings()
    snapshot = build_library(settings).snapshot()
    answerable, unanswerable = development()
    yes, no = measured(snapshot, answerable), measured(snapshot, unanswerable)
    examples = measured(snapshot, list(load_outside_questions(Path(settings.editorial_dir))), apart=True)
    rows = np.vstack([yes, no, examples])
    labels = np.r_[np.ones(len(yes)), np.zeros(len(no) + len(examples))]
    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.3, class_weight="balanced"))
    odds = cross_val_predict(model, rows, labels, cv=_FOLDS, method="predict_proba")[:, 1]
    development_no = slice(len(yes), len(yes) + len(no))
    for threshold in _THRESHOLDS:
        told = (odds[: len(yes)] >= threshold).mean(), (odds[development_no] < threshold).mean()
        all_no = (odds[len(yes) :] < threshold).mean()
        sys.stdout.write(f"{threshold}: answered {told[0]:.3f}; recognised {told[1]:.3f}, with examples {all_no:.3f}\n")
    model.fit(rows, labels)
    scaler, fitted = model[0], model[-1]
    weights = fitted.coef_[0] / scaler.scale_
    sys.stdout.write(f"intercept: {fitted.intercept_[0] - float(weights @ scaler.mean_):.3f}\nweights:\n")
    for name, weight in zip(NAMES, weights, strict=True):
        sys.stdout.write(f"  {name}: {weight:.3f}\n")


if __name__ == "__main__":
    main()
