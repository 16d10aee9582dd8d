"""A long conversation in few lines: what was asked, cited and computed; no citation and no figure is lost.

Code writes it, from the answers kept: a model that summarises may change a figure.
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel

from assistant.answers import Answer
from assistant.conversations.models import Exchange
from assistant.replies import subject_line

RECENT = 4
"""Exchanges at the end that are read whole and need no summary."""
REMEMBERED = 20
"""Earlier messages of the person that a new question is read with."""

_OUTCOMES = {
    "answered": "respondida",
    "no_criterion": "sin criterio",
    "needs_input": "faltó un dato",
    "refused": "fuera de alcance",
}


class Remembered(BaseModel):
    """One exchange in short. `citations` are ids; `figures` the sentences of the calculations, to the letter."""

    question: str
    outcome: str
    citations: list[str]
    figures: list[str]


def summarise(branch: Sequence[Exchange]) -> list[Remembered]:
    """The exchanges before the recent ones, each in short."""
    return [_short(row) for row in branch[:-RECENT]]


def earlier_messages(branch: Sequence[Exchange]) -> tuple[str, ...]:
    """What the person said before, oldest first, as `Question.earlier` takes it."""
    return tuple(row.asked for row in branch[-REMEMBERED:])


def _short(row: Exchange) -> Remembered:
    answer = Answer.model_validate(row.answer)
    return Remembered(
        question=subject_line(row.asked),
        outcome=_OUTCOMES[answer.status.value],
        citations=list(dict.fromkeys(citation.id for citation in answer.citations)),
        figures=[sentence.text for sentence in answer.sentences if sentence.role == "figure"],
    )
