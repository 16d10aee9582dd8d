"""Everything about identity in one place, opened at the first request that shows a key or needs the database."""

from __future__ import annotations

import fcntl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session, sessionmaker

from api.auth.accounts import Accounts
from api.auth.sessions import Sessions
from api.auth.tokens import Tokens
from corpus.settings import Settings
from tools.audit_log import DatabaseAudit, audit_key
from tools.database import make_engine, migrate, sessions

_MIGRATION_LOCK = 0x6372697465726D67


def now_s() -> int:
    """Whole seconds since 1970."""
    return int(time.time())


class Access:
    """Accounts, sessions, tokens and the audit log over one database, whose schema is brought up to date once."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._opening = threading.Lock()

    @cached_property
    def engine(self) -> Engine:
        """The engine, with the schema at its newest revision."""
        engine = make_engine(self.settings.effective_database_url)
        with one_migration(self.settings, engine):
            migrate(self.settings.effective_database_url)
        return engine

    @property
    def factory(self) -> sessionmaker[Session]:
        """Sessions of the database, for the services of any matter."""
        with self._opening:
            return sessions(self.engine)

    @property
    def accounts(self) -> Accounts:
        """The people."""
        return Accounts(self.factory)

    @property
    def sessions(self) -> Sessions:
        """Their open sessions."""
        return Sessions(self.factory)

    @property
    def tokens(self) -> Tokens:
        """Keys of machines."""
        return Tokens(self.factory)

    @property
    def audit(self) -> DatabaseAudit:
        """The log that every service writes to."""
        configured = self.settings.audit_key.get_secret_value()
        return DatabaseAudit(self.factory, audit_key(self.settings.state_dir, configured), now_s)


@contextmanager
def one_migration(settings: Settings, engine: Engine) -> Iterator[None]:
    """Only one process changes the schema at a time, over one file or one PostgreSQL."""
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": _MIGRATION_LOCK})
            try:
                yield
            finally:
                connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": _MIGRATION_LOCK})
        return
    settings.state_dir.mkdir(parents=True, exist_ok=True)
    with (settings.state_dir / "migration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
