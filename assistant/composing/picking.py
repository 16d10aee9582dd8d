"""Which clauses of a provision answer a question, and how many of them a brief answer shows.

A linear score, fitted as a softmax over the clauses of each provision on the places marked in the development
questions (evals/answers/fit_clauses.py); closeness of meaning is relative to the best clause of the provision.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.composing.clauses import Clause
from retriever.passages import Passage
from retriever.terms import terms

WEIGHTS = (10.4, 5.5, 0.5, 1.0, 0.3, 17.6)
"""Of `features`, in order."""
_FAR = -0.3
"""Closeness of a clause that has no vector of its own (too short)."""


@dataclass(frozen=True, slots=True)
class Brevity:
    """How much of one provision is shown: all of it up to `whole` characters, else at most `clauses` of them, none of
    which scores `gap` below the best (`beside` below it, if they are items of the same list: those are alternatives),
    and the first, which states the rule, if it has at most `rule` characters.
    """

    whole: int
    clauses: int
    gap: float
    rule: int = 0
    beside: float = 0.75


MAIN = Brevity(whole=1500, clauses=5, gap=2.0, rule=900)
BESIDE = Brevity(whole=700, clauses=2, gap=1.0, rule=420)
"""For provisions after the first one."""


def pick(clauses: Sequence[Clause], passages: Sequence[Passage], question: str, brevity: Brevity) -> list[Clause]:
    """The clauses to quote, best first; `clauses` are all those of one provision and not empty."""
    if sum(len(clause.text) for clause in clauses) <= brevity.whole:
        return list(clauses)
    scores = [
        sum(weight * value for weight, value in zip(WEIGHTS, row, strict=True))
        for row in features(clauses, passages, question)
    ]
    ranked = sorted(range(len(clauses)), key=lambda position: -scores[position])[: brevity.clauses]
    best = clauses[ranked[0]]

    def allowed(clause: Clause) -> float:
        return brevity.beside if clause.intro is not None and clause.intro is best.intro else brevity.gap

    shown = [place for place in ranked if scores[place] >= scores[ranked[0]] - allowed(clauses[place])]
    if 0 not in shown and len(clauses[0].text) <= brevity.rule:
        shown.append(0)
    return [clauses[position] for position in shown]


def features(
    clauses: Sequence[Clause], passages: Sequence[Passage], question: str
) -> list[tuple[float, float, float, float, float, float]]:
    """Per clause: closeness plain and adapted, share of the question's words in it and with its introduction, first,
    and closeness of the typical questions of what holds it.

    Words weigh by their rarity among the clauses of the provision.
    """
    words = [frozenset(terms(clause.text)) for clause in clauses]
    asked = frozenset(terms(question))
    counts = Counter(word for found in words for word in found)
    rarity = {word: math.log((len(clauses) + 1) / (counts[word] + 0.5)) for word in asked if word in counts}
    whole = sum(rarity.values()) or 1.0
    plain = _closeness(clauses, [(p.start, p.end, p.cosine) for p in passages])
    adapted = _closeness(clauses, [(p.start, p.end, p.adapted) for p in passages])
    typical = _closeness(clauses, [(p.start, p.end, p.asked) for p in passages])
    rows = []
    for position, clause in enumerate(clauses):
        with_intro = words[position] | (frozenset(terms(clause.intro.text)) if clause.intro else frozenset())
        own = sum(rarity.get(word, 0.0) for word in asked & words[position]) / whole
        joined = sum(rarity.get(word, 0.0) for word in asked & with_intro) / whole
        rows.append((plain[position], adapted[position], own, joined, float(position == 0), typical[position]))
    return rows


def _closeness(clauses: Sequence[Clause], spans: Sequence[tuple[int, int, float]]) -> list[float]:
    best = max((value for _, _, value in spans), default=0.0)
    return [
        max((value - best for start, end, value in spans if start < clause.end and clause.start < end), default=_FAR)
        for clause in clauses
    ]
