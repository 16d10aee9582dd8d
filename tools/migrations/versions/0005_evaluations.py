"""Tables of evaluations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005_evaluations"
down_revision = "0004_accounts"
branch_labels = None
depends_on = None


def _columns() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("run", sa.String(80), nullable=False),
        sa.Column("case_id", sa.String(40), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("person", sa.String(100), nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    ]


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "evaluation_labels",
        *_columns(),
        sa.Column("comment", sa.Text, nullable=False),
        sa.UniqueConstraint("run", "case_id", "position", "person"),
    )
    op.create_index("ix_evaluation_labels_run", "evaluation_labels", ["run"])
    op.create_table("evaluation_resolutions", *_columns(), sa.UniqueConstraint("run", "case_id", "position"))
    op.create_index("ix_evaluation_resolutions_run", "evaluation_resolutions", ["run"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("evaluation_resolutions")
    op.drop_table("evaluation_labels")
