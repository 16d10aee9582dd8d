"""Tables of accounts."""

from __future__ import annotations

revision = "0004_accounts"
down_revision = "0003_consultations"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""


def downgrade() -> None:
    """Drop them."""
