"""No test question stands, in the same words, among the questions that search and abstention learn from."""

from __future__ import annotations

from pathlib import Path

import yaml

from corpus.editorial import load_headings, load_outside_questions
from corpus.settings import Settings
from retriever.terms import terms

DATASETS = Path(__file__).resolve().parents[2] / "evals" / "datasets"
SAME = 0.7
"""Share of stems from which two questions count as one put otherwise."""


def test_no_test_question_is_learnt_from() -> None:
    editorial = Path(Settings().editorial_dir)
    learnt = [question for heading in load_headings(editorial).values() for question in heading.questions]
    learnt += load_outside_questions(editorial)
    stems = {question: frozenset(terms(question)) for question in learnt}
    leaks = []
    for path in sorted(DATASETS.glob("*-test-*.yaml")):
        if not path.name.startswith(("answers", "retrieval")):
            continue
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            asked = frozenset(terms(case["question"]))
            if case.get("before") or len(asked) < 2:
                continue
            leaks += [
                (case["id"], question)
                for question, known in stems.items()
                if len(known) > 1 and len(asked & known) >= SAME * len(asked | known)
            ]
    assert leaks == []
