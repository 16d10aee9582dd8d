"""Tables of conversations. An exchange is a question with its answer; exchanges form a tree, one branch is in view."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assistant.consultations.models import Moment
from tools.database import Base


class Conversation(Base):
    """`id` is random, so that it cannot be guessed; `leaf` is the last exchange of the branch in view.

    `shared_reach` is the territory that a reader must cover; without it, only the owner reads.
    """

    __tablename__ = "conversations"
    __table_args__ = (Index("ix_conversations_owner", "owner", "updated"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    owner: Mapped[str] = mapped_column(String(100))
    title: Mapped[str] = mapped_column(String(200), default="")
    title_folded: Mapped[str] = mapped_column(String(200), default="")
    leaf: Mapped[int | None]
    # None must be NULL, not the JSON value null: an absent permission has one form.
    shared_reach: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    created: Mapped[datetime] = mapped_column(Moment)
    updated: Mapped[datetime] = mapped_column(Moment, index=True)


class Exchange(Base):
    """A question and its whole answer. A regenerated or edited question is another one with the same parent."""

    __tablename__ = "exchanges"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("exchanges.id"), index=True)
    asked: Mapped[str] = mapped_column(Text)
    answer: Mapped[dict[str, Any]] = mapped_column(JSON)
    folded: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)


class Feedback(Base):
    """What one person thinks of one answer; the last opinion stands."""

    __tablename__ = "feedback"
    __table_args__ = (UniqueConstraint("exchange_id", "author"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    exchange_id: Mapped[int] = mapped_column(ForeignKey("exchanges.id"))
    author: Mapped[str] = mapped_column(String(100))
    reason: Mapped[str] = mapped_column(String(20))
    comment: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(Moment)


class ConversationNotice(Base):
    """That a criterion answers what was asked in an exchange."""

    __tablename__ = "conversation_notices"
    __table_args__ = (UniqueConstraint("exchange_id", "criterion_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    exchange_id: Mapped[int] = mapped_column(ForeignKey("exchanges.id"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criteria.id"))
    at: Mapped[datetime] = mapped_column(Moment)
