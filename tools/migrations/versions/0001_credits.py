"""Tables of credits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001_credits"
down_revision = None
branch_labels = None
depends_on = None


def _child(name: str, *columns: sa.Column[object]) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("credit_id", sa.Integer, sa.ForeignKey("credits.id"), nullable=False),
        *columns,
    )
    op.create_index(f"ix_{name}_credit_id", name, ["credit_id"])


def _text(name: str, length: int) -> sa.Column[object]:
    return sa.Column(name, sa.String(length), nullable=False)


def upgrade() -> None:
    """Create the tables; money is whole cents."""
    op.create_table(
        "employers",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("registro_patronal", sa.String(11), nullable=False, unique=True),
        _text("rfc", 13),
        _text("name", 200),
        sa.Column("fictitious", sa.Boolean, nullable=False),
    )
    op.create_table(
        "credits",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("employer_id", sa.Integer, sa.ForeignKey("employers.id"), nullable=False),
        _text("number", 9),
        _text("period", 7),
        _text("kind", 24),
        _text("document_kind", 2),
        _text("ooad", 2),
        _text("subdelegacion", 2),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.Column("balance", sa.BigInteger, nullable=False),
        sa.Column("issued", sa.Date, nullable=False),
        sa.Column("notified", sa.Date),
        sa.Column("effective", sa.Date),
        sa.Column("due", sa.Date),
        _text("incidencia", 2),
        sa.Column("incidencia_since", sa.Date, nullable=False),
        sa.UniqueConstraint("employer_id", "number", "period"),
    )
    op.create_index("ix_credits_number", "credits", ["number"])
    op.create_index("ix_credits_balance", "credits", ["balance"])
    op.create_index("ix_credits_territory_balance", "credits", ["ooad", "subdelegacion", "balance"])
    op.create_index("ix_credits_territory_incidencia", "credits", ["ooad", "subdelegacion", "incidencia", "balance"])
    op.create_index("ix_credits_arrears", "credits", ["ooad", "subdelegacion", "due", "balance"])
    _child(
        "credit_events",
        _text("kind", 12),
        _text("code", 24),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("ended", sa.Date),
        _text("document", 40),
        _text("person", 60),
    )
    _child(
        "credit_payments",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
    )
    _child(
        "guarantees",
        _text("kind", 30),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.Column("expires", sa.Date, nullable=False),
    )
    op.create_index("ix_guarantees_expires", "guarantees", ["expires"])


def downgrade() -> None:
    """Drop them, children first."""
    for table in ("guarantees", "credit_payments", "credit_events", "credits", "employers"):
        op.drop_table(table)
