"""Alembic environment: runs the hand-written revisions over the engine of `tools.database`."""

from __future__ import annotations

from alembic import context

from tools.database import Base, make_engine

engine = make_engine(context.config.attributes["url"])
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
