"""What people think of answers, and the test cases that an evaluator makes of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from assistant.conversations.models import Conversation, Exchange, Feedback
from assistant.conversations.store import Conversations
from corpus.errors import BadInput, Forbidden, NotFound
from tools.caller import Caller, Role
from tools.database import transaction

LONGEST_COMMENT = 2000


class Reason(StrEnum):
    USEFUL = "util"
    WRONG_CITATION = "cita_erronea"
    INCOMPLETE = "incompleta"
    OUTDATED = "desactualizada"


class Opinions:
    """Keeps one opinion per person and answer."""

    def __init__(
        self, conversations: Conversations, factory: sessionmaker[Session], clock: Callable[[], datetime]
    ) -> None:
        self._conversations = conversations
        self._factory = factory
        self._clock = clock

    def give(self, conversation: str, exchange: int, caller: Caller, reason: Reason, comment: str = "") -> None:
        """Keep an opinion; a second one of the same person replaces the first.

        Raises:
            NotFound: the conversation or the exchange is not within reach.
            BadInput: COMENTARIO_LARGO.
        """
        if len(comment) > LONGEST_COMMENT:
            raise BadInput("COMENTARIO_LARGO", f"El comentario pasa de {LONGEST_COMMENT} caracteres.", "Resúmalo.")
        if exchange not in {row.id for row in self._conversations.exchanges(conversation, caller)}:
            raise NotFound("INTERCAMBIO_DESCONOCIDO", "Esa respuesta no es de esta conversación.", "Ábrala de nuevo.")
        with transaction(self._factory) as session:
            mine = (Feedback.exchange_id == exchange, Feedback.author == caller.name)
            row = session.scalars(select(Feedback).where(*mine)).one_or_none()
            row = row or Feedback(exchange_id=exchange, author=caller.name)
            row.reason, row.comment, row.at = reason.value, comment.strip(), self._clock()
            session.add(row)

    def cases(self, caller: Caller) -> list[dict[str, Any]]:
        """Every opinion with its question, those said before it, and what was answered: matter for a test case.

        Who asked is left out. Raises Forbidden: SIN_PERMISO_DE_EVALUAR.
        """
        if not caller.has(Role.EVALUADOR):
            raise Forbidden("SIN_PERMISO_DE_EVALUAR", "Las opiniones las lee un evaluador.", "Pida esa función.")
        with transaction(self._factory) as session:
            rows = session.execute(
                select(Feedback, Exchange)
                .join(Exchange, Exchange.id == Feedback.exchange_id)
                .join(Conversation, Conversation.id == Exchange.conversation_id)
                .order_by(Feedback.id)
            ).all()
            return [_case(session, feedback, exchange) for feedback, exchange in rows]


def _case(session: Session, feedback: Feedback, exchange: Exchange) -> dict[str, Any]:
    before: list[str] = []
    parent = exchange.parent_id
    while parent is not None:
        row = session.get_one(Exchange, parent)
        before.insert(0, row.asked)
        parent = row.parent_id
    return {
        "number": feedback.id,
        "day": exchange.at.date().isoformat(),
        "reason": feedback.reason,
        "comment": feedback.comment,
        "question": exchange.asked,
        "before": before,
        "status": exchange.answer["status"],
        "citations": [citation["id"] for citation in exchange.answer["citations"]],
        "corpus_version": exchange.answer["corpus_version"],
    }
