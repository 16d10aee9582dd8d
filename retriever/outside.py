"""Which questions the indexed regulations do not settle, learnt from examples of both kinds.

Closeness alone does not tell: "¿con qué formato se presenta la inconformidad?" lies as near to the provision on the
inconformidad as a question that it answers. A logistic regression over question vectors separates the typical questions
of the provisions (corpus/headings/) from the questions of corpus/outside_questions.yaml. It is fitted when the index is
built, with the vectors of its model, in under a second. What is near the question on either side says more than the
straight line: the examples are kept with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retriever.embedding import Vectors

_FEWEST = 30
"""With fewer examples of either kind there is nothing to learn, and every question scores 0."""
_PENALTY, _STEPS = 0.1, 25
_NEIGHBOURS = 5
_ITSELF = 0.9999


@dataclass(frozen=True, slots=True)
class OutsideModel:
    """Weights over question vectors, `(dimension,)`, the intercept, and the examples of what is not settled."""

    weights: NDArray[np.float64]
    intercept: float
    examples: Vectors

    def score(self, vector: Vectors) -> float:
        """Log-odds that the regulations settle the question of this vector; 0 where nothing was learnt."""
        return float(np.asarray(vector, np.float64) @ self.weights) + self.intercept

    def save(self, path: Path) -> None:
        """Write to one file."""
        np.savez(path, weights=self.weights, intercept=self.intercept, examples=self.examples)

    @classmethod
    def load(cls, path: Path) -> OutsideModel:
        """Read what `save` wrote."""
        with np.load(path) as held:
            return cls(held["weights"], float(held["intercept"]), held["examples"])


def fit_outside(inside: Vectors, outside: Vectors) -> OutsideModel:
    """Fit by Newton's method; both kinds weigh the same, however many examples each has.

    Args:
        inside: vectors of questions that the provisions answer, `(n, dimension)`.
        outside: vectors of questions that they do not, `(m, dimension)`.
    """
    dimension = inside.shape[1] if inside.ndim == 2 else 0
    if len(inside) < _FEWEST or len(outside) < _FEWEST:
        return OutsideModel(np.zeros(dimension), 0.0, np.zeros((0, dimension), np.float32))
    rows = np.hstack([np.vstack([inside, outside]).astype(np.float64), np.ones((len(inside) + len(outside), 1))])
    labels = np.r_[np.ones(len(inside)), np.zeros(len(outside))]
    total = len(labels) / 2
    shares = np.where(labels == 1, total / len(inside), total / len(outside))
    penalty = np.full(dimension + 1, _PENALTY)
    penalty[-1] = 1e-6
    beta = np.zeros(dimension + 1)
    for _ in range(_STEPS):
        odds = 1 / (1 + np.exp(-rows @ beta))
        slope = rows.T @ (shares * (odds - labels)) + penalty * beta
        curve = (rows * (shares * odds * (1 - odds))[:, None]).T @ rows + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        beta -= step
        if float(np.abs(step).max()) < 1e-6:
            break
    return OutsideModel(beta[:-1], float(beta[-1]), outside)


def nearest(vector: Vectors, examples: Vectors, *, apart_from_itself: bool = False) -> tuple[float, float]:
    """The best cosine of a vector with examples and the mean of the best five, from 0 to 1; zeros without examples.

    `apart_from_itself` leaves out the example that is the question itself, to judge one of them by the others.
    """
    cosines = np.asarray(examples @ vector, np.float64)
    if apart_from_itself:
        cosines = cosines[cosines < _ITSELF]
    best = np.sort(cosines)[::-1][:_NEIGHBOURS]
    return (float(best[0]), float(best.mean())) if best.size else (0.0, 0.0)
