"""The balances of the country tell the id, and the days of guarantees their credit: lists read the index alone."""

from __future__ import annotations

from alembic import op

revision = "0012_covering"
down_revision = "0011_debtors"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Put the wider indexes in the place of the narrower."""
    op.create_index("ix_credits_balance_id", "credits", ["balance", "id"])
    op.drop_index("ix_credits_balance", "credits")
    op.create_index("ix_guarantees_expires_credit_id", "guarantees", ["expires", "credit_id"])
    op.drop_index("ix_guarantees_expires", "guarantees")


def downgrade() -> None:
    """Put the narrower back."""
    op.create_index("ix_guarantees_expires", "guarantees", ["expires"])
    op.drop_index("ix_guarantees_expires_credit_id", "guarantees")
    op.create_index("ix_credits_balance", "credits", ["balance"])
    op.drop_index("ix_credits_balance_id", "credits")
