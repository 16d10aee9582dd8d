"""Tables of evaluations: what people say of an answer or of a sentence in a run, and the cases that people write."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assistant.consultations.models import Moment
from tools.database import Base


class EvaluationLabel(Base):
    """One person's verdict; `position` 0 is the whole answer, 1 onwards its sentences in order."""

    __tablename__ = "evaluation_labels"
    __table_args__ = (UniqueConstraint("run", "case_id", "position", "person"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run: Mapped[str] = mapped_column(String(80), index=True)
    case_id: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]
    person: Mapped[str] = mapped_column(String(100))
    verdict: Mapped[str] = mapped_column(String(16))
    comment: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(Moment)


class EvaluationResolution(Base):
    """What a third person decided where two disagreed."""

    __tablename__ = "evaluation_resolutions"
    __table_args__ = (UniqueConstraint("run", "case_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run: Mapped[str] = mapped_column(String(80), index=True)
    case_id: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]
    person: Mapped[str] = mapped_column(String(100))
    verdict: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column(Moment)


class EvaluationSet(Base):
    """A set of cases written from the web page; once `sealed` it shows only totals."""

    __tablename__ = "evaluation_sets"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    sealed: Mapped[bool] = mapped_column(default=False)
    person: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime] = mapped_column(Moment)


class EvaluationCase(Base):
    """One version of a case, which nothing changes; the case is its newest version, and none where that is removed."""

    __tablename__ = "evaluation_cases"
    __table_args__ = (UniqueConstraint("set_name", "case_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    set_name: Mapped[str] = mapped_column(String(40))
    case_id: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    removed: Mapped[bool] = mapped_column(default=False)
    person: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime] = mapped_column(Moment)
