"""From a conversation to what a draft begins with: the doubt, its answer, and what was found on the way to it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.answers import Answer, AnswerStatus, Citation, ToolCall
from assistant.conversations.models import Exchange
from assistant.understanding.understand import understand
from corpus.errors import BadInput


@dataclass(frozen=True, slots=True)
class Gathered:
    """The question in full, its answer with the calculations and citations of the conversation, what came before.

    `others` are the other questions of the conversation by their place, from which a person chooses.
    """

    question: str
    answer: Answer
    earlier: tuple[str, ...]
    others: dict[int, str]


def gathered(branch: Sequence[Exchange], without: Collection[int] = ()) -> Gathered:
    """What a branch tells. The doubt is its last question without criterion, or the last one. Of the exchanges at the
    places in `without` nothing is taken: an oficio is about one matter only.

    Raises:
        BadInput: CONVERSACION_VACIA.
    """
    if not branch:
        raise BadInput("CONVERSACION_VACIA", "La conversación no tiene preguntas.", "Pregunte primero.")
    answers = [Answer.model_validate(exchange.answer) for exchange in branch]
    unsettled = [place for place, answer in enumerate(answers) if answer.status is AnswerStatus.NO_CRITERION]
    at = unsettled[-1] if unsettled else len(branch) - 1
    others = {place: exchange.asked for place, exchange in enumerate(branch) if place != at}
    taken = [place for place in others if place not in without]
    before = tuple(exchange.asked for exchange in branch[:at])
    found = understand(branch[at].asked, before)
    calls: list[ToolCall] = []
    citations: dict[tuple[str, int], Citation] = {}
    # Those of the doubt itself come first.
    for answer in (answers[at], *(answers[place] for place in taken)):
        calls.extend(call for call in answer.tools if call not in calls)
        citations.update(
            {(each.id, each.start): each for each in answer.citations if (each.id, each.start) not in citations}
        )
    answer = answers[at].model_copy(update={"tools": calls, "citations": list(citations.values())})
    earlier = tuple(others[place] for place in taken if place < at and others[place] not in found.chain)
    return Gathered(found.told, answer, earlier, others)
