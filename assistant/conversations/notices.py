"""Those who asked something without criterion are told, in their own conversation, of the one that now answers it.

A conversation is private: whoever publishes learns how many were told, never whose they are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from assistant.answers import AnswerStatus
from assistant.consultations.models import PublishedCriterion
from assistant.conversations.models import ConversationNotice, Exchange
from tools.database import transaction

_LATEST = 500
"""Unsettled questions that are compared with a criterion, the last asked first: each costs an embedding."""


_UNSETTLED = Exchange.answer["status"].as_string() == AnswerStatus.NO_CRITERION.value


@dataclass(frozen=True, slots=True)
class CriterionNotice:
    """A criterion that answers the question of an exchange."""

    exchange: int
    number: str
    instrument: str
    at: datetime


class CriterionNotices:
    """Leaves notices and reads them."""

    def __init__(self, factory: sessionmaker[Session], clock: Callable[[], datetime]) -> None:
        self._factory = factory
        self._clock = clock

    def leave(self, criterion: int, asks_it: Callable[[str], bool]) -> int:
        """Leave a notice at each unsettled question that `asks_it`; how many were left."""
        query = select(Exchange.id, Exchange.conversation_id, Exchange.asked).where(_UNSETTLED)
        with transaction(self._factory) as session:
            rows = session.execute(query.order_by(Exchange.id.desc()).limit(_LATEST)).all()
        waiting = [row for row in rows if asks_it(row.asked)]
        with transaction(self._factory) as session:
            session.add_all(
                ConversationNotice(
                    conversation_id=row.conversation_id, exchange_id=row.id, criterion_id=criterion, at=self._clock()
                )
                for row in waiting
                # It may have been deleted by its owner in between.
                if session.get(Exchange, row.id) is not None
            )
        return len(waiting)

    def unsettled(self) -> list[str]:
        """The latest questions that no criterion answers yet, to be counted: whose they are is not told."""
        told = select(ConversationNotice.exchange_id)
        query = select(Exchange.asked).where(_UNSETTLED, Exchange.id.not_in(told))
        with transaction(self._factory) as session:
            return list(session.scalars(query.order_by(Exchange.id.desc()).limit(_LATEST)))

    def of(self, conversations: Sequence[str]) -> dict[str, list[CriterionNotice]]:
        """The notices of conversations that the caller may read, by conversation, the latest first."""
        query = (
            select(ConversationNotice, PublishedCriterion.number, PublishedCriterion.instrument)
            .join(PublishedCriterion, PublishedCriterion.id == ConversationNotice.criterion_id)
            .where(ConversationNotice.conversation_id.in_(conversations))
            .order_by(ConversationNotice.id.desc())
        )
        found: dict[str, list[CriterionNotice]] = {}
        with transaction(self._factory) as session:
            for notice, number, instrument in session.execute(query).all():
                told = CriterionNotice(notice.exchange_id, number, instrument, notice.at)
                found.setdefault(notice.conversation_id, []).append(told)
        return found
