"""Learns the weights of the re-ranker and writes `retriever/ranker.yaml`.

    python -m evals.retrieval.train [--write]

Questions to learn from: the development set, and the typical questions of the headings, each asked as if it had not
been written (its own entry is overlooked). The loss is that of choosing the right provision among the candidates
(softmax), with a penalty on the size of the weights; the test set is never read.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from corpus import generations
from corpus.settings import Settings
from evals.retrieval.dataset import Case, load_cases
from retriever.adapter import fit_adapter
from retriever.candidates import Scope
from retriever.entries import Field
from retriever.features import FEATURES, PRIORS, Matrix
from retriever.search import Retriever
from retriever.session import open_retriever

_LEARNT_KINDS = ("literal", "colloquial", "typo", "routing", "several")
_PENALTY = 0.02
_STEPS, _RATE = 1500, 0.05
_TYPICAL_STEP = 4
_TYPICAL_WEIGHT = 0.04
"""One typical question in four is asked, and weighs this against a development question: they are many, of the same
hands, and nearer to one another than a stranger's question is to them."""


@dataclass(frozen=True, slots=True)
class Example:
    """Features of the candidates of one question and which of them are right; `weight` is its say."""

    features: Matrix
    right: NDArray[np.bool_]
    weight: float
    name: str


def examples(retriever: Retriever, cases: Iterable[Case], weight: float = 1.0) -> list[Example]:
    """Examples from cases; those whose provision is not even a candidate teach nothing and are left out."""
    found = []
    for case in cases:
        read = retriever.reader.read(case.question)
        vector = retriever.embedder.embed_queries([read.text])[0]
        words = retriever.finder.ask_words(read.terms, Scope())
        candidates = retriever.finder.find(vector, words, Scope())
        if candidates is None:
            continue
        right = np.asarray([retriever.index.roots[root].id in case.expect for root in candidates.roots])
        if right.any():
            found.append(Example(candidates.evidence.features, right, weight, case.id))
    return found


def typical_examples(retriever: Retriever, step: int = 1, folds: int = 3) -> list[Example]:
    """One example a typical question (every `step`-th), overlooking its own entry.

    The vectors are fitted again without the questions of each fold, so that no question is asked of a map that was
    learnt from it. The retriever is changed by this and good for nothing else.
    """
    index = retriever.index
    asked = np.flatnonzero(index.field_of == Field.QUESTION)
    found = []
    for fold in range(folds):
        held = asked[fold::folds]
        rows = np.delete(np.arange(len(index.vectors)), held)
        present = np.asarray(
            [index.roots[root].latest and not index.roots[root].repealed for root in index.root_of[rows]]
        )
        rows = rows[present]
        vectors, fields = np.asarray(index.vectors), index.field_of[: len(index.vectors)]
        index.adapter = fit_adapter(vectors[rows], fields[rows], index.root_of[rows])
        index.adapted = index.adapter.entries(vectors, fields)
        found += _typical(retriever, held[::step])
    return found


def _typical(retriever: Retriever, rows: NDArray[np.int64]) -> list[Example]:
    index = retriever.index
    # The subject of a provision holds all its questions, so it would give the answer away.
    subjects = set(np.flatnonzero(index.field_of == Field.SUBJECT).tolist())
    places = {}
    for at in range(0, len(rows), 500):
        places.update(index.locate(int(row) for row in rows[at : at + 500]))
    found = []
    for row in map(int, rows):
        read = retriever.reader.read(places[row].text)
        words = retriever.finder.ask_words(read.terms, Scope(), {row, *subjects})
        candidates = retriever.finder.find(np.asarray(index.vectors[row]), words, Scope(), {row, *subjects})
        if candidates is None:
            continue
        right = np.asarray([root == index.root_of[row] for root in candidates.roots])
        if right.any():
            found.append(Example(candidates.evidence.features, right, _TYPICAL_WEIGHT, str(row)))
    return found


def learn(data: Sequence[Example], penalty: float = _PENALTY) -> Matrix:
    """Weights, one a feature, by gradient descent (Adam) on the listwise softmax loss."""
    width = max(len(example.right) for example in data)
    features = np.zeros((len(data), width, len(FEATURES)))
    seen = np.zeros((len(data), width), bool)
    target = np.zeros((len(data), width))
    for i, example in enumerate(data):
        features[i, : len(example.right)] = example.features
        seen[i, : len(example.right)] = True
        target[i, : len(example.right)] = example.right / example.right.sum()
    say = np.asarray([example.weight for example in data])[:, None]
    scale = features[seen].std(axis=0) + 1e-9
    features /= scale
    # More evidence never counts against a provision: signs learnt from features that go together do not hold elsewhere.
    evidence = np.asarray([name not in PRIORS for name in FEATURES])
    weights, first, second = np.zeros(len(FEATURES)), np.zeros(len(FEATURES)), np.zeros(len(FEATURES))
    for step in range(1, _STEPS + 1):
        logits = np.where(seen, features @ weights, -np.inf)
        chance = np.exp(logits - logits.max(axis=1, keepdims=True))
        chance /= chance.sum(axis=1, keepdims=True)
        gradient = np.einsum("qcf,qc->f", features, (chance - target) * say) / say.sum() + penalty * weights
        first = 0.9 * first + 0.1 * gradient
        second = 0.999 * second + 0.001 * gradient**2
        weights = weights - _RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
        weights[evidence] = np.maximum(weights[evidence], 0.0)
    learnt: Matrix = weights / scale
    return learnt


def reciprocal_rank(data: Iterable[Example], weights: Matrix) -> float:
    """Mean reciprocal rank of the first right candidate."""
    ranks = []
    for example in data:
        order = np.argsort(-(example.features @ weights), kind="stable")
        ranks.append(1.0 / (1 + int(np.argmax(example.right[order]))))
    return float(np.mean(ranks))


def cross_validated(data: Sequence[Example], extra: Sequence[Example], folds: int = 5) -> float:
    """Reciprocal rank of development questions by weights that have not seen them."""
    ranks = []
    for fold in range(folds):
        held = [example for i, example in enumerate(data) if i % folds == fold]
        kept = [example for i, example in enumerate(data) if i % folds != fold]
        ranks.append(reciprocal_rank(held, learn([*kept, *extra])))
    return float(np.mean(ranks))


def write(weights: Matrix, path: Path) -> None:
    """Write the weights where the ranker reads them."""
    rows = {name: round(float(value), 4) for name, value in zip(FEATURES, weights, strict=True)}
    text = yaml.safe_dump({"weights": rows}, sort_keys=False)
    path.write_text("# Learnt: python -m evals.retrieval.train --write\n" + text, "utf-8")


def main() -> None:
    """Learn, say how well it does on questions it has not seen, and write where asked to."""
    settings = Settings()
    generations.current(settings.state_dir)
    retriever = open_retriever(settings)
    cases = [case for case in load_cases("dev") if case.kind in _LEARNT_KINDS]
    development, typical = examples(retriever, cases), typical_examples(retriever, _TYPICAL_STEP)
    print(f"{len(development)} of {len(cases)} development questions, {len(typical)} typical ones")  # noqa: T201
    print(f"cross-validated MRR: {cross_validated(development, typical):.3f}")  # noqa: T201
    weights = learn([*development, *typical])
    for name, value in zip(FEATURES, weights, strict=True):
        print(f"  {name:20} {value:8.3f}")  # noqa: T201
    if "--write" in sys.argv:
        write(weights, Path(__file__).resolve().parents[2] / "retriever" / "ranker.yaml")


if __name__ == "__main__":
    main()
