"""Tables of credits. Codes are text; money is stored as whole cents, exact on SQLite and PostgreSQL alike."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from tools.database import Base

_MISPLACED = text(
    "balance > 0 AND (incidencia = '01' AND notified IS NOT NULL OR incidencia = '02' AND notified IS NULL)"
)
_UNATTENDED = text("kind = 'transfer' AND ended IS NULL")


class Cents(TypeDecorator[Decimal]):
    """Pesos as a Decimal with two places outside, whole cents inside."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Pesos to cents; a fraction of a cent is a bug of the writer."""
        if value is None:
            return None
        cents = value * 100
        if cents != int(cents):
            raise ValueError(f"{value} has a fraction of a cent")
        return int(cents)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        """Cents to pesos."""
        return None if value is None else Decimal(value).scaleb(-2)


class Employer(Base):
    __tablename__ = "employers"

    id: Mapped[int] = mapped_column(primary_key=True)
    registro_patronal: Mapped[str] = mapped_column(String(11), unique=True)
    rfc: Mapped[str] = mapped_column(String(13))
    name: Mapped[str] = mapped_column(String(200))
    fictitious: Mapped[bool] = mapped_column(default=False)


class Credit(Base):
    """A credit belongs to the OOAD and subdelegación that collects it; its key is employer, number and period."""

    __tablename__ = "credits"
    __table_args__ = (
        UniqueConstraint("employer_id", "number", "period"),
        Index("ix_credits_number", "number"),
        Index("ix_credits_balance_id", "balance", "id"),
        Index("ix_credits_territory_balance_id", "ooad", "subdelegacion", "balance", "id"),
        Index("ix_credits_territory_incidencia", "ooad", "subdelegacion", "incidencia", "balance"),
        Index("ix_credits_ooad_balance_id", "ooad", "balance", "id"),
        Index("ix_credits_period_balance", "period", "balance"),
        Index("ix_credits_misplaced", "balance", "id", postgresql_where=_MISPLACED, sqlite_where=_MISPLACED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    employer_id: Mapped[int] = mapped_column(ForeignKey("employers.id"))
    number: Mapped[str] = mapped_column(String(9))
    period: Mapped[str] = mapped_column(String(7))
    kind: Mapped[str] = mapped_column(String(24))
    document_kind: Mapped[str] = mapped_column(String(2))
    ooad: Mapped[str] = mapped_column(String(2))
    subdelegacion: Mapped[str] = mapped_column(String(2))
    amount: Mapped[Decimal] = mapped_column(Cents)
    balance: Mapped[Decimal] = mapped_column(Cents)
    issued: Mapped[date]
    notified: Mapped[date | None]
    effective: Mapped[date | None]
    due: Mapped[date | None]
    incidencia: Mapped[str] = mapped_column(String(2))
    incidencia_since: Mapped[date]

    employer: Mapped[Employer] = relationship()
    events: Mapped[list[CreditEvent]] = relationship(order_by="CreditEvent.day, CreditEvent.id")
    payments: Mapped[list[CreditPayment]] = relationship(order_by="CreditPayment.day, CreditPayment.id")
    guarantees: Mapped[list[Guarantee]] = relationship(order_by="Guarantee.expires")


class CreditArrears(Base):
    """What a subdelegación is owed that was due on one day; the database writes it with the credits (0008_arrears)."""

    __tablename__ = "credit_arrears"
    __table_args__ = ({"sqlite_with_rowid": False},)

    ooad: Mapped[str] = mapped_column(String(2), primary_key=True)
    subdelegacion: Mapped[str] = mapped_column(String(2), primary_key=True)
    due: Mapped[date] = mapped_column(primary_key=True)
    credits: Mapped[int]
    balance: Mapped[Decimal] = mapped_column(Cents)


class EmployerDebt(Base):
    """What an employer owes in one place, in credits with a balance; the database writes it (0011_debtors).

    The place is a subdelegación; an OOAD, with '' for the subdelegación; or the country, with '' for both. Without a
    foreign key, which every credit has already been held to.
    """

    __tablename__ = "employer_debts"
    __table_args__ = (
        Index("ix_employer_debts_place_balance", "ooad", "subdelegacion", "balance"),
        {"sqlite_with_rowid": False},
    )

    employer_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    ooad: Mapped[str] = mapped_column(String(2), primary_key=True)
    subdelegacion: Mapped[str] = mapped_column(String(2), primary_key=True)
    credits: Mapped[int]
    balance: Mapped[Decimal] = mapped_column(Cents)


class CreditEvent(Base):
    """What happened: a movement of incidencia, a PAE act, an agreement, a challenge or a transfer.

    `ended` closes what lasts (an agreement, a suspension, a transfer once attended).
    """

    __tablename__ = "credit_events"
    __table_args__ = (
        Index("ix_credit_events_kind_credit_id", "kind", "credit_id", "ended"),
        Index("ix_credit_events_unattended", "credit_id", postgresql_where=_UNATTENDED, sqlite_where=_UNATTENDED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    credit_id: Mapped[int] = mapped_column(ForeignKey("credits.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    code: Mapped[str] = mapped_column(String(24))
    day: Mapped[date]
    ended: Mapped[date | None]
    document: Mapped[str] = mapped_column(String(40), default="")
    person: Mapped[str] = mapped_column(String(60), default="")


class CreditPayment(Base):
    __tablename__ = "credit_payments"

    id: Mapped[int] = mapped_column(primary_key=True)
    credit_id: Mapped[int] = mapped_column(ForeignKey("credits.id"), index=True)
    day: Mapped[date]
    amount: Mapped[Decimal] = mapped_column(Cents)


class Guarantee(Base):
    __tablename__ = "guarantees"
    __table_args__ = (
        Index("ix_guarantees_credit_id_expires", "credit_id", "expires"),
        Index("ix_guarantees_expires_credit_id", "expires", "credit_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    credit_id: Mapped[int] = mapped_column(ForeignKey("credits.id"))
    kind: Mapped[str] = mapped_column(String(30))
    amount: Mapped[Decimal] = mapped_column(Cents)
    expires: Mapped[date]
