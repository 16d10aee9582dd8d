"""Enumerations in an answer: the order of what is quoted, short lists whole, and lists asked for as such."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.composing.clauses import Clause
from assistant.composing.continuations import continued
from assistant.understanding.spans import fold
from corpus.provisions import ProvisionKind
from retriever.terms import terms

LIST_LENGTH = 2400
"""Characters of a list that a brief answer quotes where its introduction is what answers."""
ASKED_LENGTH = 4500
"""The same where the question asks for the list."""
SHORT_LIST = 1000
FIRST = 4
"""Clauses of a long provision that is asked for by its name alone."""
_ROOT = 5
_ITEMS = (ProvisionKind.FRACTION, ProvisionKind.INCISO)
_ASKS_FOR_ALL = re.compile(
    r"^\W*(?:requisitos|causas|causales|casos|formas|supuestos|bienes|documentos|datos)\b"
    r"|\bcuales son\b|\b(?:que|cuales|en que|por que) (?!dias|meses|anos|horas|pasos)(?!\w*mos\b)\w{3,}[aeo]s\b"
    r"|\bquienes (?:son|responden|pueden|deben|estan)\b"
    r"|\bque (?:debe|tiene que|ha de|debera) (?:contener|llevar|decir|tener|reunir|incluir|cumplir|senalar)\b"
    r"|\b(?:lo|los|las) que no (?:se )?(?:puede|deb|embarg)"
)


@dataclass(frozen=True, slots=True)
class Listed:
    """What of a provision is quoted, in the order of the law; `left` items of its list are not."""

    clauses: list[Clause]
    left: int = 0


def asks_for_all(question: str) -> bool:
    """Whether the question wants an enumeration ("qué bienes no se embargan") and not one of its cases."""
    return bool(_ASKS_FOR_ALL.search(fold(question)))


def beginning(clauses: Sequence[Clause]) -> Listed:
    """What is asked for by its name: the whole where it is short, else its first clauses."""
    whole = sum(len(clause.text) for clause in clauses) <= LIST_LENGTH
    shown = list(clauses if whole else clauses[:FIRST])
    fractions = {clause.id for clause in clauses if clause.kind is ProvisionKind.FRACTION}
    return Listed(shown, len(fractions - {clause.id for clause in shown}))


def in_order(picked: Sequence[Clause], clauses: Sequence[Clause], question: str) -> Listed:
    """The clauses picked, best first, in the order of the law; a list with its items, and a short one whole.

    Where the question asks for a list, the one whose introduction speaks of that is quoted from there.
    """
    best = picked[0]
    asked = _asked_for(question, picked)
    opener = asked or (best if _opens_list(best) else None)
    if opener is not None:
        items, left = _items_of(opener, clauses, ASKED_LENGTH if asked else LIST_LENGTH)
    else:
        items, left = _short_list(best, clauses), 0
    quoted = [*picked, *items]
    ordered = {clause.start: clause for clause in (*quoted, *continued(quoted, clauses))}
    return Listed([ordered[start] for start in sorted(ordered)], left)


def _asked_for(question: str, picked: Sequence[Clause]) -> Clause | None:
    if not asks_for_all(question):
        return None
    openers = (clause if _opens_list(clause) else _outermost(clause) for clause in picked)
    asked = _roots_of(question)
    return next((opener for opener in openers if _opens_list(opener) and asked & _roots_of(opener.text)), None)


def _roots_of(text: str) -> set[str]:
    """What "garantías" and "garantizar" share; stems keep them apart."""
    return {term[:_ROOT] for term in terms(text)}


def _opens_list(clause: Clause) -> bool:
    return clause.text.rstrip().endswith(":")


def _outermost(clause: Clause) -> Clause:
    while clause.intro is not None:
        clause = clause.intro
    return clause


def _short_list(best: Clause, clauses: Sequence[Clause]) -> list[Clause]:
    """The other items of the list that the best clause belongs to, if together they are brief."""
    if best.intro is None:
        return []
    siblings = [clause for clause in clauses if clause.intro is best.intro and clause.kind is best.kind]
    return siblings if sum(len(clause.text) for clause in siblings) <= SHORT_LIST else []


def _items_of(intro: Clause, clauses: Sequence[Clause], most: int) -> tuple[list[Clause], int]:
    """The items that an introduction opens, as many as `most` characters hold, and how many fractions are left."""
    items: list[Clause] = []
    left: set[str] = set()
    length = 0
    for clause in clauses:
        if clause.start <= intro.start:
            continue
        if clause.kind not in _ITEMS and clause.intro is None:
            break
        length += len(clause.text)
        if length <= most:
            items.append(clause)
        elif clause.kind is ProvisionKind.FRACTION:
            left.add(clause.id)
    return items, len(left - {item.id for item in items})
