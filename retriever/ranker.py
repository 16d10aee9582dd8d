"""The re-ranker: a linear model over the features of the first candidates, learnt from development questions.

Its weights are a text file of the package (`ranker.yaml`), written by `evals/retrieval/train.py`; the choice of a
linear model is in `README.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml

from retriever.features import FEATURES, Matrix

_WEIGHTS = Path(__file__).with_name("ranker.yaml")


@dataclass(frozen=True, slots=True)
class Ranker:
    """Weights by feature name."""

    weights: dict[str, float]

    @classmethod
    def load(cls, path: Path = _WEIGHTS) -> Ranker:
        """Read the weights of the package."""
        loaded = yaml.safe_load(path.read_text("utf-8"))["weights"]
        if set(loaded) != set(FEATURES):
            raise ValueError(f"{path.name} and FEATURES name different features")
        return cls({name: float(loaded[name]) for name in FEATURES})

    def score(self, features: Matrix) -> Matrix:
        """One number a candidate, higher is better; only the order and the differences mean something."""
        scores: Matrix = features @ np.asarray([self.weights[name] for name in FEATURES])
        return scores
