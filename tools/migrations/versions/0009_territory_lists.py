"""The index of a territory by balance also tells the id: a list finds its credits without reading the others' rows."""

from __future__ import annotations

from alembic import op

revision = "0009_territory_lists"
down_revision = "0008_arrears"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Put the wider index in the place of the narrower."""
    op.create_index("ix_credits_territory_balance_id", "credits", ["ooad", "subdelegacion", "balance", "id"])
    op.drop_index("ix_credits_territory_balance", "credits")


def downgrade() -> None:
    """Put the narrower back."""
    op.create_index("ix_credits_territory_balance", "credits", ["ooad", "subdelegacion", "balance"])
    op.drop_index("ix_credits_territory_balance_id", "credits")
