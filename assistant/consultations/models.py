"""Tables of consultations. A draft is one JSON document; every version of it is kept."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import JSON, DateTime, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from tools.database import Base

ANNEX, SIGNED, REPLY = "anexo", "firmado", "respuesta"
PURPOSES = (ANNEX, SIGNED, REPLY)
_MEXICO = ZoneInfo("America/Mexico_City")


class Moment(TypeDecorator[datetime]):
    """A moment with its zone: UTC inside, since SQLite forgets zones; Mexico City outside."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """To UTC; one without zone is a bug of the writer."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"{value} has no zone")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """To the zone of the office."""
        if value is None:
            return None
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(_MEXICO)


class Consultation(Base):
    """One consultation. `version` counts its versions and is the optimistic lock; `number` exists once it is signed.

    `holder` is who has it in hand (empty: its author); `due` is when a reply is expected, `deadline` a term.
    """

    __tablename__ = "consultations"
    __table_args__ = (
        UniqueConstraint("unit", "year", "sequence"),
        Index("ix_consultations_territory", "ooad", "subdelegacion", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(16), index=True)
    question: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(String(200))
    matter: Mapped[str] = mapped_column(String(200), default="")
    area: Mapped[str] = mapped_column(String(200), default="")
    author: Mapped[str] = mapped_column(String(100))
    holder: Mapped[str] = mapped_column(String(100), default="")
    ooad: Mapped[str] = mapped_column(String(2))
    subdelegacion: Mapped[str] = mapped_column(String(2))
    draft: Mapped[dict[str, Any]] = mapped_column(JSON)
    created: Mapped[datetime] = mapped_column(Moment)
    due: Mapped[date | None]
    deadline: Mapped[date | None]
    signed: Mapped[date | None]
    replied: Mapped[date | None]
    joined_to: Mapped[int | None] = mapped_column(ForeignKey("consultations.id"))
    unit: Mapped[str | None] = mapped_column(String(20))
    year: Mapped[int | None]
    sequence: Mapped[int | None]
    number: Mapped[str | None] = mapped_column(String(80), unique=True)
    content_hash: Mapped[str | None] = mapped_column(String(64))


class DraftVersion(Base):
    """A draft as it stood; never changed."""

    __tablename__ = "consultation_versions"
    __table_args__ = (UniqueConstraint("consultation_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    version: Mapped[int]
    author: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime] = mapped_column(Moment)
    draft: Mapped[dict[str, Any]] = mapped_column(JSON)


class ConsultationEvent(Base):
    """What happened: a step, a comment, a hand-over, a notice. Only ever added."""

    __tablename__ = "consultation_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[str] = mapped_column(String(100))
    action: Mapped[str] = mapped_column(String(24))
    before: Mapped[str] = mapped_column(String(16), default="")
    after: Mapped[str] = mapped_column(String(16), default="")
    detail: Mapped[str] = mapped_column(Text, default="")


class ConsultationFile(Base):
    """An attached file with the text read from it: the signed copy, the reply, an annex."""

    __tablename__ = "consultation_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[str] = mapped_column(String(100))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    text: Mapped[str] = mapped_column(Text, default="")


class Reminder(Base):
    """That somebody was reminded of a consultation; its key makes it happen once, whoever runs the command."""

    __tablename__ = "consultation_reminders"
    __table_args__ = (UniqueConstraint("consultation_id", "kind", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    kind: Mapped[str] = mapped_column(String(24))
    day: Mapped[date]
    person: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime] = mapped_column(Moment)


class NumberCounter(Base):
    """The last number given by a unit in a year."""

    __tablename__ = "consultation_counters"

    unit: Mapped[str] = mapped_column(String(20), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class PublishedCriterion(Base):
    """A reply that rules from `valid_from`; `basis` holds the wording of each provision it rests on, by digest."""

    __tablename__ = "criteria"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    number: Mapped[str] = mapped_column(String(80), unique=True)
    instrument: Mapped[str] = mapped_column(String(100), unique=True)
    subject: Mapped[str] = mapped_column(String(200))
    questions: Mapped[list[str]] = mapped_column(JSON)
    text: Mapped[str] = mapped_column(Text)
    scope: Mapped[str] = mapped_column(String(80))
    issuer: Mapped[str] = mapped_column(String(200))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    supersedes: Mapped[str] = mapped_column(String(80), default="")
    basis: Mapped[dict[str, str]] = mapped_column(JSON)
    published_by: Mapped[str] = mapped_column(String(100))
    published: Mapped[datetime] = mapped_column(Moment)
