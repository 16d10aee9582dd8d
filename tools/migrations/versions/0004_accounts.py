"""Tables of accounts, sessions, API tokens and the audit log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004_accounts"
down_revision = "0003_consultations"
branch_labels = None
depends_on = None


def _text(name: str, length: int) -> sa.Column[object]:
    return sa.Column(name, sa.String(length), nullable=False)


def _moment(name: str, *, null: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.BigInteger, nullable=null)


def _of_user() -> sa.Column[object]:
    return sa.Column("user_id", sa.Integer, sa.ForeignKey("users.id"), nullable=False, index=True)


def upgrade() -> None:
    """Create the tables; moments are whole seconds since 1970."""
    op.create_table(
        "users",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(200), nullable=False, unique=True),
        _text("password_hash", 200),
        _text("roles", 120),
        sa.Column("national", sa.Boolean, nullable=False),
        _text("ooad", 2),
        _text("subdelegaciones", 400),
        sa.Column("disabled", sa.Boolean, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        _moment("locked_until"),
        _moment("created_at"),
    )
    op.create_table(
        "user_sessions",
        sa.Column("key_hash", sa.String(64), primary_key=True),
        _of_user(),
        _moment("expires_at"),
    )
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key_hash", sa.String(64), nullable=False, unique=True),
        _of_user(),
        _text("label", 100),
        _text("actions", 400),
        _moment("expires_at"),
        _moment("revoked_at", null=True),
    )
    op.create_table(
        "audit_events",
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        _moment("at"),
        _text("actor", 200),
        _text("action", 80),
        _text("subject", 200),
        _text("result", 80),
        sa.Column("detail", sa.Text, nullable=False),
        _text("previous", 64),
        _text("seal", 64),
    )


def downgrade() -> None:
    """Drop them, children first."""
    for table in ("audit_events", "api_tokens", "user_sessions", "users"):
        op.drop_table(table)
