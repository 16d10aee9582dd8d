"""The relational store: one declarative base, engines for SQLite and PostgreSQL, sessions, migrations.

SQLite runs in WAL mode with foreign keys on and a busy timeout, so that several processes can share the file.
"""

from __future__ import annotations

import fcntl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, MetaData, create_engine, event, text
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

from corpus.errors import BadInput, Unavailable

MIGRATIONS = Path(__file__).parent / "migrations"
_CONNECT_S = 10
_MIGRATION_LOCK = 0x6372697465726D67  # the advisory lock of PostgreSQL under which the schema changes
_MIGRATING = threading.Lock()
"""Alembic keeps the migration at work in its own modules: two in one process break each other."""


class Base(DeclarativeBase):
    """Base of every table; constraint names follow one convention so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def make_engine(url: str) -> Engine:
    """An engine for `url`; `postgresql://` uses psycopg 3. The parent folder of a SQLite file is created.

    Its errors do not tell the values of a statement: logs show errors, and values are what people wrote.
    """
    if url.startswith("postgresql://"):
        url = "postgresql+psycopg://" + url.removeprefix("postgresql://")
    if not url.startswith("sqlite"):
        waits = {"connect_timeout": _CONNECT_S}
        return create_engine(
            url, pool_pre_ping=True, pool_size=10, max_overflow=20, connect_args=waits, hide_parameters=True
        )
    path = url.removeprefix("sqlite:///")
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": 30, "check_same_thread": False}, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL", "busy_timeout=30000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def sessions(engine: Engine) -> sessionmaker[Session]:
    """A session factory; objects stay readable after commit."""
    return sessionmaker(engine, expire_on_commit=False)


@contextmanager
def transaction(factory: sessionmaker[Session]) -> Iterator[Session]:
    """One unit of work: commits at the end, rolls back on any error.

    Raises:
        Unavailable: `BASE_NO_DISPONIBLE` when the database does not answer.
        BadInput: `DATO_NO_ADMITIDO` where it does not keep such a value (PostgreSQL keeps no NUL in a text).
    """
    try:
        with _answering(), factory.begin() as session:
            yield session
    except DataError as error:
        raise BadInput(
            "DATO_NO_ADMITIDO",
            "Lo que escribió tiene un valor o un carácter que la base de datos no guarda.",
            "Quite los caracteres que no se ven y repita.",
        ) from error


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except (OperationalError, PoolTimeout) as error:
        raise Unavailable(
            "BASE_NO_DISPONIBLE",
            "La base de datos no responde o le faltan tablas.",
            "Intente de nuevo; si sigue, ejecute «criterio db upgrade» o avise a quien la administra.",
        ) from error


def migrate(url: str, revision: str = "head") -> None:
    """Bring the schema to `revision` ("head", "base" or an id) with Alembic; one at a time, here and elsewhere.

    Raises:
        Unavailable: `BASE_NO_DISPONIBLE` when the database does not answer.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = url
    with _answering(), _MIGRATING, _one_migration(url):
        if revision == "base":
            command.downgrade(config, "base")
        else:
            command.upgrade(config, revision)


@contextmanager
def _one_migration(url: str) -> Iterator[None]:
    """Only one process changes the schema of a database at a time."""
    engine = make_engine(url)
    try:
        if engine.dialect.name == "postgresql":
            with engine.connect() as connection:
                connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": _MIGRATION_LOCK})
                yield  # the lock ends with the connection
        else:
            with Path(str(engine.url.database)).with_name("migration.lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                yield
    finally:
        engine.dispose()
