"""Fit the weights of assistant/composing/picking.py on the places marked in the development questions.

    python -m evals.answers.fit_clauses

Prints the weights and, cross-validated over the questions, how often the clause with the answer is the first and is
among the first three. Needs a corpus with its index (CRITERIO_STATE_DIR); takes about twenty seconds.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from assistant.build import build_library
from assistant.composing.clauses import clauses_of
from assistant.composing.picking import features
from assistant.understanding.spans import fold
from corpus.provisions import root_id, within
from corpus.settings import Settings

_DATASETS = Path(__file__).resolve().parents[1] / "datasets"
_FOLDS, _STEPS, _RATE, _HELD = 8, 600, 0.1, 0.02

_SCALE = np.array([10, 3, 1, 1, 1, 20])
"""Cosines lie close together: as they are, the penalty on the weights would leave them no say."""

Example = tuple[NDArray[np.float64], NDArray[np.bool_]]


def marked() -> Iterator[tuple[str, str, list[str], list[str]]]:
    """Question, root, ids marked as the place of the answer, and patterns that the answer says."""
    for path in sorted(_DATASETS.glob("retrieval-dev-*.yaml")):
        for case in _cases(path):
            pins = case.get("pin") or []
            for root in {root_id(pin) for pin in pins}:
                yield case["question"], root, [pin for pin in pins if root_id(pin) == root], []
    for path in sorted(_DATASETS.glob("answers-dev-*.yaml")):
        for case in _cases(path):
            expect = case["expect"]
            if case.get("before") or expect.get("tool") or expect["status"] != "answered" or not expect.get("says"):
                continue
            for root in {root_id(item) for name in ("cites_all", "cites_any") for item in expect.get(name) or []}:
                yield case["question"], root, [], expect["says"]


def _cases(path: Path) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [case for case in cases if case["kind"] not in ("citation", "attack", "credit_status")]


def examples() -> list[Example]:
    """Features of every clause of a provision and which of them hold the answer."""
    settings = Settings()
    snapshot = build_library(settings).snapshot()
    found = []
    for question, root, pins, says in marked():
        provision = snapshot.store.get(root)
        clauses = clauses_of(snapshot.store, provision) if provision else []
        answers = [
            any(within(clause.id, pin) for pin in pins)
            or any(re.search(pattern, fold(clause.text)) for pattern in says)
            for clause in clauses
        ]
        if any(answers) and not all(answers):
            passages = snapshot.passages.read(question, [root]).get(root, [])
            found.append((_SCALE * features(clauses, passages, question), np.array(answers)))
    return found


def fit(data: Sequence[Example]) -> NDArray[np.float64]:
    """Weights under which the clauses that answer take the probability, by gradient descent on a softmax (Adam)."""
    weights = np.zeros(data[0][0].shape[1])
    mean, spread = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, _STEPS + 1):
        slope = _HELD * weights
        for rows, answers in data:
            odds = np.exp(rows @ weights - (rows @ weights).max())
            all_share, right = odds / odds.sum(), np.where(answers, odds, 0.0)
            slope = slope + rows.T @ (all_share - right / right.sum()) / len(data)
        mean, spread = 0.9 * mean + 0.1 * slope, 0.999 * spread + 0.001 * slope**2
        weights = weights - _RATE * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.999**step)) + 1e-8)
    return weights


def among_first(data: Sequence[Example], weights: NDArray[np.float64], count: int) -> float:
    """Share of questions whose answer is in the first `count` clauses."""
    return float(np.mean([answers[np.argsort(-(rows @ weights))[:count]].any() for rows, answers in data]))


def main() -> None:
    """Cross-validate, fit on all and print."""
    data = examples()
    order = np.random.default_rng(0).permutation(len(data))
    folds = [[data[position] for position in order[fold_number::_FOLDS]] for fold_number in range(_FOLDS)]
    first, three = [], []
    for held in range(_FOLDS):
        trained = fit([item for number, part in enumerate(folds) if number != held for item in part])
        first.append(among_first(folds[held], trained, 1))
        three.append(among_first(folds[held], trained, 3))
    sys.stdout.write(f"{len(data)} questions; first clause {np.mean(first):.3f}; among three {np.mean(three):.3f}\n")
    weights = tuple(round(float(weight), 1) for weight in _SCALE * fit(data))
    sys.stdout.write(f"WEIGHTS = {weights}\n")


if __name__ == "__main__":
    main()
