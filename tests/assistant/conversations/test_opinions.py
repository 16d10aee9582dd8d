"""Opinions become matter for test cases, without the name of who asked."""

from __future__ import annotations

import pytest

from assistant.conversations.opinions import Opinions, Reason
from assistant.conversations.store import Conversations
from corpus.errors import BadInput, Forbidden, NotFound

from .conftest import ANA, BETO, EVA, answer


def test_an_opinion_reaches_the_evaluator_with_what_was_said_before(
    conversations: Conversations, opinions: Opinions
) -> None:
    identifier = conversations.start(ANA).id
    conversations.add(identifier, ANA, "¿Qué plazo hay?", answer())
    row = conversations.keep(conversations.place(identifier, ANA), ANA, "¿Y si no paga?", answer())
    opinions.give(identifier, row.id, ANA, Reason.USEFUL)
    opinions.give(identifier, row.id, ANA, Reason.WRONG_CITATION, " Era el 39 C. ")
    assert opinions.cases(EVA) == [
        {
            "number": 1,
            "day": "2026-11-20",
            "reason": "cita_erronea",
            "comment": "Era el 39 C.",
            "question": "¿Y si no paga?",
            "before": ["¿Qué plazo hay?"],
            "status": "answered",
            "citations": ["LSS:39"],
            "corpus_version": "g1",
        }
    ]
    with pytest.raises(Forbidden):
        opinions.cases(ANA)


def test_nobody_judges_what_they_cannot_read(conversations: Conversations, opinions: Opinions) -> None:
    identifier = conversations.start(ANA).id
    row = conversations.add(identifier, ANA, "uno", answer())
    with pytest.raises(NotFound):
        opinions.give(identifier, row.id, BETO, Reason.USEFUL)
    with pytest.raises(NotFound):
        opinions.give(identifier, row.id + 1, ANA, Reason.USEFUL)
    with pytest.raises(BadInput):
        opinions.give(identifier, row.id, ANA, Reason.USEFUL, "x" * 2001)
    conversations.share(identifier, ANA, True)
    opinions.give(identifier, row.id, BETO, Reason.INCOMPLETE)
    conversations.delete(identifier, ANA)
    assert opinions.cases(EVA) == []
