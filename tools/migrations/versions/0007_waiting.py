"""Consultations: who holds each, the term that runs, reminders given once, and who waits for a criterion."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0007_waiting"
down_revision = "0006_institution"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, filling the term from the drafts, and the tables."""
    op.add_column("consultations", sa.Column("holder", sa.String(100), nullable=False, server_default=""))
    op.add_column("consultations", sa.Column("deadline", sa.Date, nullable=True))
    _fill_deadlines()
    op.create_table(
        "consultation_reminders",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("consultation_id", sa.Integer, sa.ForeignKey("consultations.id"), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("person", sa.String(100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("consultation_id", "kind", "day"),
    )
    op.create_table(
        "conversation_notices",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("conversation_id", sa.String(32), sa.ForeignKey("conversations.id"), nullable=False),
        sa.Column("exchange_id", sa.Integer, sa.ForeignKey("exchanges.id"), nullable=False),
        sa.Column("criterion_id", sa.Integer, sa.ForeignKey("criteria.id"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("exchange_id", "criterion_id"),
    )
    op.create_index("ix_conversation_notices_conversation_id", "conversation_notices", ["conversation_id"])


def _fill_deadlines() -> None:
    rows = sa.table("consultations", sa.column("id"), sa.column("draft", sa.JSON), sa.column("deadline", sa.Date))
    connection = op.get_bind()
    for identifier, draft in connection.execute(sa.select(rows.c.id, rows.c.draft)).all():
        if limit := (draft or {}).get("limit"):
            connection.execute(rows.update().where(rows.c.id == identifier).values(deadline=date.fromisoformat(limit)))


def downgrade() -> None:
    """Take them away."""
    op.drop_table("conversation_notices")
    op.drop_table("consultation_reminders")
    op.drop_column("consultations", "deadline")
    op.drop_column("consultations", "holder")
