"""The numbered clauses that a model may choose from or write over; nothing else of the corpus reaches it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assistant.composing.clauses import Clause, clauses_of, rules_among
from assistant.composing.extractive import choose, with_intros
from assistant.composing.picking import Brevity, pick
from assistant.steps import Retrieved
from corpus.citations import format_citation
from corpus.provisions import Provision

PROVISIONS = 3
_EACH = Brevity(whole=0, clauses=4, gap=3.1)
_TEXT_PER_TOKEN = 3
"""Characters of Spanish that a token holds at least, to keep within the window."""
_WINDOW_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Candidate:
    """A clause with the provision that it belongs to."""

    root: Provision
    clause: Clause

    @property
    def text(self) -> str:
        """The clause after the introductions that it needs."""
        return " ".join(clause.text for clause in with_intros([self.clause]))


def candidates(retrieved: Retrieved, most: int, window: int) -> list[Candidate]:
    """The best clauses of the best provisions, at most `most` and as many as the window of the model holds."""
    snapshot, question = retrieved.snapshot, retrieved.understanding.standalone
    chosen = [hit.provision for hit in choose(retrieved.result.hits, question)]
    others = [hit.provision for hit in retrieved.result.hits if hit.companion_of is None and not hit.repealed]
    named = any(hit.cited for hit in retrieved.result.hits)
    roots = chosen if named else list(dict.fromkeys([*chosen, *others]))[:PROVISIONS]
    passages = snapshot.passages.read(question, roots)
    room = int(window * _WINDOW_SHARE) * _TEXT_PER_TOKEN
    found: list[Candidate] = []
    for identifier in roots:
        root = snapshot.store.get(identifier, retrieved.as_of)
        clauses = rules_among(clauses_of(snapshot.store, root)) if root is not None else []
        if root is None or not clauses:
            continue
        for clause in pick(clauses, passages.get(identifier, []), question, _EACH):
            candidate = Candidate(root, clause)
            room -= len(candidate.text)
            if len(found) < most and room >= 0:
                found.append(candidate)
    return found


def as_data(question: str, found: list[Candidate]) -> dict[str, Any]:
    """What a model reads: JSON, so that no text can pretend to be the end of the data."""
    return {
        "pregunta": question,
        "clausulas": [
            {"n": number, "cita": format_citation(item.clause.id, "formal"), "texto": item.text}
            for number, item in enumerate(found, 1)
        ],
    }


def numbers_in(value: object, most: int) -> list[int]:
    """The numbers that a model gave, each once and in its order; empty when any of them is not of the list."""
    if not isinstance(value, list) or not all(type(item) is int and 1 <= item <= most for item in value):
        return []
    return list(dict.fromkeys(value))
