"""What each employer owes in each place, kept by the database itself; indexes for an OOAD, a period and the rare.

The sums of a subdelegación, of its OOAD ('' for the subdelegación) and of the country ('' for both) are written by
triggers like those of 0008_arrears: for each row on SQLite, once for each statement on PostgreSQL, whose writers of
credits already wait for one another.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011_debtors"
down_revision = "0010_evaluation_cases"
branch_labels = None
depends_on = None

_KEY = "employer_id, ooad, subdelegacion"
_ADDED = (
    f"ON CONFLICT ({_KEY}) DO UPDATE SET credits = employer_debts.credits + excluded.credits,"
    " balance = employer_debts.balance + excluded.balance"
)
_MISPLACED = sa.text(
    "balance > 0 AND (incidencia = '01' AND notified IS NOT NULL OR incidencia = '02' AND notified IS NULL)"
)
_UNATTENDED = sa.text("kind = 'transfer' AND ended IS NULL")
# The statements of this file are put together out of its own words only.
_GONE = "SELECT employer_id, ooad, subdelegacion, -1 AS n, -balance AS b FROM before WHERE balance > 0"
_COME = "SELECT employer_id, ooad, subdelegacion, 1 AS n, balance AS b FROM after WHERE balance > 0"


def upgrade() -> None:
    """Add the table, fill it from the credits there are, and let it follow them."""
    op.create_table(
        "employer_debts",
        sa.Column("employer_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("ooad", sa.String(2), primary_key=True),
        sa.Column("subdelegacion", sa.String(2), primary_key=True),
        sa.Column("credits", sa.Integer, nullable=False),
        sa.Column("balance", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    for place in ("ooad, subdelegacion", "ooad, ''", "'', ''"):
        op.execute(
            f"INSERT INTO employer_debts ({_KEY}, credits, balance)"  # noqa: S608
            f" SELECT employer_id, {place}, count(*), sum(balance) FROM credits WHERE balance > 0 GROUP BY 1, 2, 3"
        )
    op.create_index("ix_employer_debts_place_balance", "employer_debts", ["ooad", "subdelegacion", "balance"])
    for statement in _sqlite() if op.get_bind().dialect.name == "sqlite" else _postgres():
        op.execute(statement)
    op.create_index("ix_credits_ooad_balance_id", "credits", ["ooad", "balance", "id"])
    op.create_index(
        "ix_credits_misplaced", "credits", ["balance", "id"], postgresql_where=_MISPLACED, sqlite_where=_MISPLACED
    )
    op.create_index(
        "ix_credit_events_unattended",
        "credit_events",
        ["credit_id"],
        postgresql_where=_UNATTENDED,
        sqlite_where=_UNATTENDED,
    )
    op.create_index("ix_credits_period_balance", "credits", ["period", "balance"])
    op.drop_index("ix_credits_arrears", "credits")


def downgrade() -> None:
    """Take them away."""
    op.create_index("ix_credits_arrears", "credits", ["ooad", "subdelegacion", "due", "balance"])
    op.drop_index("ix_credit_events_unattended", "credit_events")
    op.drop_index("ix_credits_period_balance", "credits")
    op.drop_index("ix_credits_misplaced", "credits")
    op.drop_index("ix_credits_ooad_balance_id", "credits")
    for name in ("inserted", "deleted", "updated"):
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER credits_owed_{name}")
        else:
            op.execute(f"DROP TRIGGER credits_owed_{name} ON credits")
            op.execute(f"DROP FUNCTION credits_owed_{name}()")
    op.drop_table("employer_debts")


def _sqlite() -> list[str]:
    taken = (
        "UPDATE employer_debts SET credits = credits - 1, balance = balance - OLD.balance"
        " WHERE OLD.balance > 0 AND employer_id = OLD.employer_id"
        " AND (ooad = OLD.ooad AND subdelegacion IN (OLD.subdelegacion, '') OR ooad = '');"
    )
    added = "".join(
        f"INSERT INTO employer_debts ({_KEY}, credits, balance)"
        f" SELECT NEW.employer_id, {place}, 1, NEW.balance WHERE NEW.balance > 0 {_ADDED};"
        for place in ("NEW.ooad, NEW.subdelegacion", "NEW.ooad, ''", "'', ''")
    )
    moved = "UPDATE OF balance, employer_id, ooad, subdelegacion"
    return [
        f"CREATE TRIGGER credits_owed_inserted AFTER INSERT ON credits BEGIN {added} END",
        f"CREATE TRIGGER credits_owed_deleted AFTER DELETE ON credits BEGIN {taken} END",
        f"CREATE TRIGGER credits_owed_updated AFTER {moved} ON credits BEGIN {taken} {added} END",
    ]


def _postgres() -> list[str]:
    statements = []
    for name, event, rows, tables in (
        ("inserted", "INSERT", _COME, "NEW TABLE AS after"),
        ("deleted", "DELETE", _GONE, "OLD TABLE AS before"),
        ("updated", "UPDATE", f"{_GONE} UNION ALL {_COME}", "OLD TABLE AS before NEW TABLE AS after"),
    ):
        statements += [
            f"CREATE FUNCTION credits_owed_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"  # noqa: S608
            f" INSERT INTO employer_debts ({_KEY}, credits, balance)"
            " SELECT moved.employer_id, place.o, place.s, sum(n), sum(b)"
            f" FROM ({rows}) moved, LATERAL (VALUES (ooad, subdelegacion), (ooad, ''), ('', '')) AS place (o, s)"
            f" GROUP BY 1, 2, 3 HAVING sum(n) <> 0 OR sum(b) <> 0 {_ADDED};"
            " RETURN NULL; END $$",
            f"CREATE TRIGGER credits_owed_{name} AFTER {event} ON credits REFERENCING {tables}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION credits_owed_{name}()",
        ]
    return statements
