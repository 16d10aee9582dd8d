"""Has this been asked? Consultations and criteria near a question in meaning, before anybody drafts it again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import select

from assistant.consultations.models import Consultation, PublishedCriterion
from assistant.consultations.register import Register
from assistant.consultations.workflow import EDITABLE, State, sees
from tools.caller import Caller
from tools.database import transaction

if TYPE_CHECKING:
    from assistant.library import Library
    from retriever.embedding import Vectors

NEAR = 0.87
"""Cosine from which it is shown. Measured with the packaged model: paraphrases 0.88 to 0.94, other matters to 0.87."""
SAME = 0.90
"""Cosine from which it is taken for the same question and those who wait are told."""
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Similar:
    """One near question. `identifier` is 0 for a consultation of another office, of which only this much is told."""

    kind: str
    identifier: int
    number: str
    subject: str
    state: str
    closeness: float

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


class SimilarQuestions:
    """Compares questions with the embedder of the search."""

    def __init__(self, register: Register, library: Callable[[], Library]) -> None:
        self._register = register
        self._library = library
        self._known: dict[str, Vectors] = {}

    def find(self, question: str, caller: Caller, leave_out: int = 0) -> list[Similar]:
        """The nearest first. Drafts of others are nobody's business: only what was signed is told outside."""
        with transaction(self._register.factory) as session:
            rows = session.scalars(select(Consultation).where(Consultation.state != State.CANCELLED.value)).all()
            criteria = session.scalars(select(PublishedCriterion)).all()
        found: list[tuple[str, Similar]] = []
        for row in rows:
            state = State(row.state)
            seen = sees(caller, row.author, row.ooad, row.subdelegacion, state)
            if row.id != leave_out and (seen or state not in EDITABLE):
                number = row.number or ""
                item = Similar("consulta", row.id if seen else 0, number, row.subject, row.state, 0.0)
                found.append((row.question, item))
        for criterion in criteria:
            for question_settled in criterion.questions:
                item = Similar("criterio", criterion.id, criterion.number, criterion.subject, "publicado", 0.0)
                found.append((question_settled, item))
        return _best(self.closeness(question, [text for text, _ in found]), [item for _, item in found])

    def groups(self, rows: Sequence[Consultation]) -> list[list[Consultation]]:
        """Those that ask the same, by meaning, oldest first; what stands alone is left out."""
        if len(rows) < 2:
            return []
        vectors = self._vectors([row.question for row in rows])
        near = vectors @ vectors.T >= SAME
        left, found = set(range(len(rows))), []
        while left:
            group, fresh = set(), {left.pop()}
            while fresh:
                group |= fresh
                fresh = {place for each in fresh for place in np.flatnonzero(near[each]).tolist()} & left
                left -= fresh
            if len(group) > 1:
                found.append(sorted((rows[place] for place in group), key=lambda row: row.id))
        return sorted(found, key=lambda group: (-len(group), group[0].id))

    def closeness(self, question: str, others: Sequence[str]) -> list[float]:
        """Cosines of a question with others."""
        if not others:
            return []
        vectors = self._vectors([question, *others])
        return [float(value) for value in vectors[1:] @ vectors[0]]

    def _vectors(self, texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            made = self._library().snapshot().retriever.embedder.embed_queries(new)
            self._known.update(zip(new, made, strict=True))
        return np.stack([self._known[text] for text in texts])


def _best(values: Sequence[float], items: Sequence[Similar]) -> list[Similar]:
    near: dict[tuple[str, str, int], Similar] = {}
    for value, item in sorted(zip(values, items, strict=True), key=lambda pair: -pair[0]):
        if value >= NEAR:
            shown = Similar(item.kind, item.identifier, item.number, item.subject, item.state, round(value, 3))
            near.setdefault((item.kind, item.number, item.identifier), shown)
    return list(near.values())[:_SHOWN]
