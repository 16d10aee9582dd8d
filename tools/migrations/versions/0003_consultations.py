"""Tables of consultations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003_consultations"
down_revision = "0002_conversations"
branch_labels = None
depends_on = None


def _text(name: str, length: int, *, null: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.String(length), nullable=null)


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _long(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Text, nullable=False)


def _child(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("consultation_id", sa.Integer, sa.ForeignKey("consultations.id"), nullable=False),
        *columns,
    )


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "consultations",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        _text("state", 16),
        _long("question"),
        _text("subject", 200),
        _text("matter", 200),
        _text("area", 200),
        _text("author", 100),
        _text("ooad", 2),
        _text("subdelegacion", 2),
        sa.Column("draft", sa.JSON, nullable=False),
        _moment("created"),
        sa.Column("due", sa.Date),
        sa.Column("signed", sa.Date),
        sa.Column("replied", sa.Date),
        sa.Column("joined_to", sa.Integer, sa.ForeignKey("consultations.id")),
        _text("unit", 20, null=True),
        sa.Column("year", sa.Integer),
        sa.Column("sequence", sa.Integer),
        sa.Column("number", sa.String(80), unique=True),
        _text("content_hash", 64, null=True),
        sa.UniqueConstraint("unit", "year", "sequence"),
    )
    op.create_index("ix_consultations_state", "consultations", ["state"])
    op.create_index("ix_consultations_territory", "consultations", ["ooad", "subdelegacion", "state"])
    _child(
        "consultation_versions",
        sa.Column("version", sa.Integer, nullable=False),
        _text("author", 100),
        _moment("at"),
        sa.Column("draft", sa.JSON, nullable=False),
        sa.UniqueConstraint("consultation_id", "version"),
    )
    _child(
        "consultation_events",
        _moment("at"),
        _text("actor", 100),
        _text("action", 24),
        _text("before", 16),
        _text("after", 16),
        _long("detail"),
    )
    op.create_index("ix_consultation_events_consultation_id", "consultation_events", ["consultation_id"])
    _child(
        "consultation_files",
        _text("purpose", 12),
        _text("name", 200),
        _text("sha256", 64),
        _moment("at"),
        _text("actor", 100),
        sa.Column("content", sa.LargeBinary, nullable=False),
        _long("text"),
    )
    op.create_index("ix_consultation_files_consultation_id", "consultation_files", ["consultation_id"])
    op.create_table(
        "consultation_counters",
        sa.Column("unit", sa.String(20), primary_key=True),
        sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("last", sa.Integer, nullable=False),
    )
    _child(
        "criteria",
        sa.Column("number", sa.String(80), nullable=False, unique=True),
        sa.Column("instrument", sa.String(100), nullable=False, unique=True),
        _text("subject", 200),
        sa.Column("questions", sa.JSON, nullable=False),
        _long("text"),
        _text("scope", 80),
        _text("issuer", 200),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_to", sa.Date),
        _text("supersedes", 80),
        sa.Column("basis", sa.JSON, nullable=False),
        _text("published_by", 100),
        _moment("published"),
    )
    op.create_index("ix_criteria_consultation_id", "criteria", ["consultation_id"])


def downgrade() -> None:
    """Drop them, children first."""
    for table in (
        "criteria",
        "consultation_counters",
        "consultation_files",
        "consultation_events",
        "consultation_versions",
        "consultations",
    ):
        op.drop_table(table)
