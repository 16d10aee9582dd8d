"""Tables of the cases that evaluators write from the web page."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010_evaluation_cases"
down_revision = "0009_territory_lists"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "evaluation_sets",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("sealed", sa.Boolean, nullable=False),
        sa.Column("person", sa.String(100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "evaluation_cases",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("set_name", sa.String(40), nullable=False),
        sa.Column("case_id", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("removed", sa.Boolean, nullable=False),
        sa.Column("person", sa.String(100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("set_name", "case_id", "version"),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("evaluation_cases")
    op.drop_table("evaluation_sets")
