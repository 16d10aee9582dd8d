"""Tables of evaluations."""

from __future__ import annotations

revision = "0005_evaluations"
down_revision = "0004_accounts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""


def downgrade() -> None:
    """Drop them."""
