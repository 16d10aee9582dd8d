"""Fit assistant/verification/judge.yaml: how likely a sentence of free prose is false, from its signals.

    python -m evals.verification.fit_judge GENERATION MODEL_DIR

GENERATION is the folder of a built corpus and MODEL_DIR the packaged encoder of the state (`models/...`). The sets of
`FITTED` share no provision with those of `HELD`; sentences made by machine (`alterations.py`) complete them. In each
set true and false sentences weigh the same, and so do the sets; those made by machine weigh half a set, true ones
under another provision are false ones of their set. The threshold is the one that rejects `REJECTED` of the true
sentences of the fitted sets, each judged by a model that has not seen its provision, before the guards reject theirs.
Prints the file, and as comments what the held sets give.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from assistant.verification import Cited, Draft, FaultReport, Judge, Stated, Verifier
from assistant.verification.claim import Claim
from assistant.verification.evidence import Unit
from assistant.verification.judge import Opinion
from corpus.store import CorpusStore
from retriever.word_vectors import WordVectors

from .alterations import Alterer
from .dataset import Labelled, load

FITTED = ("dev", "free-dev", "light-dev")
HELD = ("free-test", "light-test", "test", "last-test")
REJECTED = 0.18
_REGULARISATION = 0.1
_FOLDS = 8
_MOVED_PER_SET = 100
_MADE, _MADE_WEIGHT = "made", 0.5

Matrix = NDArray[np.float64]


@dataclass(slots=True)
class Rows:
    """Sentences of a set: their signals, whether they are false, their provision and the group that they weigh in."""

    signals: Matrix
    false: NDArray[np.bool_]
    provisions: list[str]
    groups: list[str]


class Recorder(Judge):
    """A judge that keeps the signals of the last sentence."""

    last: dict[str, float] | None = None

    def weigh(self, claim: Claim, units: Sequence[Unit], faults: Sequence[FaultReport], score: float) -> Opinion:
        """Measure, and let the rules stand."""
        self.last = self.measure(claim, units, faults, score)
        return Opinion(0.0, tuple(faults))


def measured(verifier: Verifier, recorder: Recorder, sentences: Iterable[Labelled], group: str) -> Rows:
    """The signals of the sentences of one set; those that are the law's own text to the letter have none."""
    rows: list[list[float]] = []
    false: list[bool] = []
    provisions: list[str] = []
    for item in sentences:
        recorder.last = None
        verifier.verify(Draft([Stated(item.text, tuple(Cited(i) for i in item.cites))]))
        if recorder.last is not None:
            rows.append(list(recorder.last.values()))
            false.append(not item.is_good)
            provisions.append(item.cites[0])
    return Rows(np.array(rows), np.array(false), provisions, [group] * len(rows))


def _of(half: str) -> Iterator[Labelled]:
    """A set, with so many of its sentences under other provisions, evenly taken."""
    found = load(half)
    moved = [item for item in found if item.kind.startswith("miscited")]
    every = max(1, len(moved) // _MOVED_PER_SET)
    yield from (item for item in found if not item.kind.startswith("miscited"))
    yield from moved[::every]


def _weights(rows: Rows) -> Matrix:
    """Both classes of a set weigh the same."""
    keys = [(group, bool(false)) for group, false in zip(rows.groups, rows.false, strict=True)]
    counts = Counter(keys)
    return np.array([(_MADE_WEIGHT if key[0] == _MADE else 1) / counts[key] for key in keys]) * len(keys)


def _joined(parts: Sequence[Rows]) -> Rows:
    return Rows(
        np.vstack([part.signals for part in parts]),
        np.concatenate([part.false for part in parts]),
        [provision for part in parts for provision in part.provisions],
        [group for part in parts for group in part.groups],
    )


def _model(signals: Matrix, false: NDArray[np.bool_], weights: Matrix) -> Pipeline:
    model = make_pipeline(StandardScaler(), LogisticRegression(C=_REGULARISATION, max_iter=3000))
    model.fit(signals, false, logisticregression__sample_weight=weights / weights.mean())
    return model


def _threshold(rows: Rows, weights: Matrix) -> float:
    """The doubt that `REJECTED` of the true sentences reach, cross-validated by provision."""
    doubts = np.zeros(len(rows.false))
    for seen, unseen in GroupKFold(_FOLDS).split(rows.signals, rows.false, rows.provisions):
        model = _model(rows.signals[seen], rows.false[seen], weights[seen])
        doubts[unseen] = model.predict_proba(rows.signals[unseen])[:, 1]
    true = ~rows.false
    order = np.argsort(doubts[true])
    share = np.cumsum(weights[true][order]) / weights[true].sum()
    return float(doubts[true][order][np.searchsorted(share, 1 - REJECTED)])


def main(arguments: list[str]) -> None:
    """Fit and print."""
    generation, model_dir = Path(arguments[0]), Path(arguments[1])
    recorder = Recorder(WordVectors(model_dir))
    with CorpusStore.open(generation / "corpus.sqlite") as store:
        verifier = Verifier(store, judge=lambda: recorder)
        avoided = frozenset(item.cites[0] for half in HELD for item in load(half))
        parts = [measured(verifier, recorder, _of(half), half) for half in FITTED]
        parts.append(measured(verifier, recorder, Alterer().sentences(store, avoided), _MADE))
        fitted = _joined(parts)
        held = {half: measured(verifier, recorder, _of(half), half) for half in HELD}
        names = list(recorder.last or {})
    weights = _weights(fitted)
    model = _model(fitted.signals, fitted.false, weights)
    threshold = _threshold(fitted, weights)
    for half, rows in held.items():
        doubts = model.predict_proba(rows.signals)[:, 1]
        told = (doubts[rows.false] >= threshold).mean(), (doubts[~rows.false] >= threshold).mean()
        sys.stdout.write(f"# {half}, by the model alone: caught {told[0]:.3f} of {rows.false.sum()} (with those under ")
        sys.stdout.write(f"other provisions), wrongly rejected {told[1]:.3f} of {(~rows.false).sum()}\n")
    _print(model, names, threshold)


def _print(model: Any, names: Sequence[str], threshold: float) -> None:
    scaler, fitted = model[0], model[-1]
    slopes = fitted.coef_[0] / scaler.scale_
    sys.stdout.write(f"intercept: {fitted.intercept_[0] - float(slopes @ scaler.mean_):.3f}\n")
    sys.stdout.write(f"threshold: {threshold:.3f}\nweights:\n")
    for name, slope in zip(names, slopes, strict=True):
        sys.stdout.write(f"  {name}: {slope:.3f}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
