"""The database of the settings, with its schema up to date, and the audit log in it: opened once, when first needed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from sqlalchemy import Engine

from corpus.settings import Settings
from tools.audit import AuditEvent, AuditLog
from tools.audit_log import DatabaseAudit, audit_key
from tools.database import make_engine, migrate, sessions


def now_s() -> int:
    """Whole seconds since 1970."""
    return int(time.time())


def migrated_engine(settings: Settings) -> Engine:
    """An engine whose schema is at its newest revision. Raises Unavailable: BASE_NO_DISPONIBLE."""
    migrate(settings.effective_database_url)
    return make_engine(settings.effective_database_url)


def open_audit(settings: Settings) -> AuditLog:
    """The sealed log of the database; nothing is opened before the first event."""

    def opened() -> AuditLog:
        key = audit_key(settings.state_dir, settings.audit_key.get_secret_value())
        return DatabaseAudit(sessions(migrated_engine(settings)), key, now_s)

    return _OnDemand(opened)


class _OnDemand:
    """A log that is opened by its first event."""

    def __init__(self, opened: Callable[[], AuditLog]) -> None:
        self._open = opened
        self._log: AuditLog | None = None
        self._opening = threading.Lock()

    def record(self, event: AuditEvent) -> None:
        """Open the log the first time, then write. Raises Unavailable: BASE_NO_DISPONIBLE."""
        with self._opening:
            if self._log is None:
                self._log = self._open()
        self._log.record(event)
