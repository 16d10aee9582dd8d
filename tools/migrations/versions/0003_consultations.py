"""Tables of consultations."""

from __future__ import annotations

revision = "0003_consultations"
down_revision = "0002_conversations"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""


def downgrade() -> None:
    """Drop them."""
