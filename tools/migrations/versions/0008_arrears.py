"""What is owed by due day in each subdelegación, kept by the database itself; indexes that lists read and nothing else.

The sums are written by triggers, in the transaction of whatever writes credits: no program can forget them. SQLite has
them for each row; PostgreSQL once for each statement, over the rows that it changed.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008_arrears"
down_revision = "0007_waiting"
branch_labels = None
depends_on = None

_KEY = "ooad, subdelegacion, due"
_OWED = "balance > 0 AND due IS NOT NULL"
_ADDED = (
    "DO UPDATE SET credits = credit_arrears.credits + excluded.credits,"
    " balance = credit_arrears.balance + excluded.balance"
)
# The statements of this file are put together out of its own words only.
_FILLED = (
    f"INSERT INTO credit_arrears ({_KEY}, credits, balance)"  # noqa: S608
    f" SELECT {_KEY}, count(*), sum(balance) FROM credits WHERE {_OWED} GROUP BY {_KEY}"
)
_GONE = f"SELECT {_KEY}, -1 AS n, -balance AS b FROM before WHERE {_OWED}"  # noqa: S608
_COME = f"SELECT {_KEY}, 1 AS n, balance AS b FROM after WHERE {_OWED}"  # noqa: S608


def upgrade() -> None:
    """Add the table, fill it from the credits there are, and let it follow them."""
    op.create_table(
        "credit_arrears",
        sa.Column("ooad", sa.String(2), primary_key=True),
        sa.Column("subdelegacion", sa.String(2), primary_key=True),
        sa.Column("due", sa.Date, primary_key=True),
        sa.Column("credits", sa.Integer, nullable=False),
        sa.Column("balance", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.execute(_FILLED)
    for statement in _sqlite() if op.get_bind().dialect.name == "sqlite" else _postgres():
        op.execute(statement)
    op.create_index("ix_credit_events_kind_credit_id", "credit_events", ["kind", "credit_id", "ended"])
    op.create_index("ix_guarantees_credit_id_expires", "guarantees", ["credit_id", "expires"])
    op.drop_index("ix_guarantees_credit_id", "guarantees")


def downgrade() -> None:
    """Take them away."""
    op.create_index("ix_guarantees_credit_id", "guarantees", ["credit_id"])
    op.drop_index("ix_guarantees_credit_id_expires", "guarantees")
    op.drop_index("ix_credit_events_kind_credit_id", "credit_events")
    if op.get_bind().dialect.name == "sqlite":
        for name in ("inserted", "deleted", "updated"):
            op.execute(f"DROP TRIGGER credits_{name}")
    else:
        op.execute("DROP TRIGGER credits_one_writer ON credits")
        op.execute("DROP FUNCTION credits_one_writer()")
        for name in ("inserted", "deleted", "updated"):
            op.execute(f"DROP TRIGGER credits_{name} ON credits")
            op.execute(f"DROP FUNCTION credits_{name}()")
    op.drop_table("credit_arrears")


def _sqlite() -> list[str]:
    taken = (
        "UPDATE credit_arrears SET credits = credits - 1, balance = balance - OLD.balance"
        " WHERE ooad = OLD.ooad AND subdelegacion = OLD.subdelegacion AND due = OLD.due AND OLD.balance > 0;"
    )
    added = (
        f"INSERT INTO credit_arrears ({_KEY}, credits, balance)"
        " SELECT NEW.ooad, NEW.subdelegacion, NEW.due, 1, NEW.balance WHERE NEW.balance > 0 AND NEW.due IS NOT NULL"
        f" ON CONFLICT ({_KEY}) {_ADDED};"
    )
    moved = "UPDATE OF balance, due, ooad, subdelegacion"
    return [
        f"CREATE TRIGGER credits_inserted AFTER INSERT ON credits BEGIN {added} END",
        f"CREATE TRIGGER credits_deleted AFTER DELETE ON credits BEGIN {taken} END",
        f"CREATE TRIGGER credits_updated AFTER {moved} ON credits BEGIN {taken} {added} END",
    ]


def _postgres() -> list[str]:
    statements = []
    for name, event, rows, tables in (
        ("inserted", "INSERT", _COME, "NEW TABLE AS after"),
        ("deleted", "DELETE", _GONE, "OLD TABLE AS before"),
        ("updated", "UPDATE", f"{_GONE} UNION ALL {_COME}", "OLD TABLE AS before NEW TABLE AS after"),
    ):
        statements += [
            f"CREATE FUNCTION credits_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"  # noqa: S608
            f" INSERT INTO credit_arrears ({_KEY}, credits, balance)"
            f" SELECT {_KEY}, sum(n), sum(b) FROM ({rows}) moved GROUP BY {_KEY}"
            f" HAVING sum(n) <> 0 OR sum(b) <> 0 ON CONFLICT ({_KEY}) {_ADDED};"
            " RETURN NULL; END $$",
            f"CREATE TRIGGER credits_{name} AFTER {event} ON credits REFERENCING {tables}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION credits_{name}()",
        ]
    # Two loads at once would wait for one another's sums in opposite orders: the second waits before it begins.
    statements += [
        "CREATE FUNCTION credits_one_writer() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " PERFORM pg_advisory_xact_lock(hashtext('credit_arrears')); RETURN NULL; END $$",
        "CREATE TRIGGER credits_one_writer BEFORE INSERT OR UPDATE OR DELETE ON credits"
        " FOR EACH STATEMENT EXECUTE FUNCTION credits_one_writer()",
    ]
    return statements
