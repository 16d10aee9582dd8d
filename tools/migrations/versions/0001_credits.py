"""Tables of credits."""

from __future__ import annotations

revision = "0001_credits"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""


def downgrade() -> None:
    """Drop them."""
