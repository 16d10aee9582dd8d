"""The migration writes the tables that the models declare, and takes them down."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

import tools.credits.models
from tools.database import Base, make_engine, migrate

TABLES = {"employers", "credits", "credit_arrears", "credit_events", "credit_payments", "employer_debts", "guarantees"}


def _mine(difference: object) -> bool:
    if isinstance(difference, list):
        return any(_mine(part) for part in difference)
    assert isinstance(difference, tuple)
    table = getattr(difference[1], "table", difference[1])
    name = difference[2] if str(difference[0]).startswith("modify") else getattr(table, "name", "")
    return name in TABLES


def test_models_and_migration_agree(url: str) -> None:
    assert tools.credits.models.Credit.__tablename__ in TABLES
    engine = make_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        different = [row for row in compare_metadata(context, Base.metadata) if _mine(row)]
    engine.dispose()
    assert different == []


def test_down_leaves_nothing_and_up_comes_back(url: str) -> None:
    engine = make_engine(url)
    migrate(url, "base")
    assert not TABLES & set(inspect(engine).get_table_names())
    migrate(url)
    assert set(inspect(engine).get_table_names()) >= TABLES
    engine.dispose()
