"""Tables of conversations."""

from __future__ import annotations

revision = "0002_conversations"
down_revision = "0001_credits"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""


def downgrade() -> None:
    """Drop them."""
