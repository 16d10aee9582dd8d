"""Accounts that the institution's provider identifies, and the entries through it that have begun."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006_institution"
down_revision = "0005_evaluations"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add who a person is for the provider, and the table of entries; moments are whole seconds since 1970."""
    op.add_column("users", sa.Column("subject", sa.String(600), nullable=True))
    op.add_column("users", sa.Column("claims_at", sa.BigInteger, nullable=False, server_default="0"))
    op.create_index("ix_users_subject", "users", ["subject"], unique=True)
    op.create_table(
        "entry_attempts",
        sa.Column("key_hash", sa.String(64), primary_key=True),
        sa.Column("following", sa.String(2000), nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("entry_attempts")
    op.drop_index("ix_users_subject", "users")
    op.drop_column("users", "claims_at")
    op.drop_column("users", "subject")
