"""Everything about identity in one place, opened at the first request that shows a key or needs the database."""

from __future__ import annotations

import threading
from functools import cached_property

from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from api.auth.accounts import Accounts
from api.auth.oidc.attempts import Attempts
from api.auth.oidc.configuration import read_configuration
from api.auth.oidc.institution import Institution
from api.auth.sessions import Sessions
from api.auth.tokens import Tokens
from corpus.settings import Settings
from tools.audit_log import DatabaseAudit, audit_key
from tools.database import sessions
from tools.state_database import migrated_engine, now_s

__all__ = ["Access", "now_s"]


class Access:
    """Accounts, sessions, tokens and the audit log over one database, whose schema is brought up to date once."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._opening = threading.Lock()

    @cached_property
    def engine(self) -> Engine:
        """The engine, with the schema at its newest revision."""
        return migrated_engine(self.settings)

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
    def attempts(self) -> Attempts:
        """Entries through the institution that have begun."""
        return Attempts(self.factory)

    @cached_property
    def institution(self) -> Institution | None:
        """The institution's provider, if there is one. Raises BadInput when its settings do not hold."""
        configuration = read_configuration(self.settings)
        return Institution(configuration) if configuration else None

    @property
    def tokens(self) -> Tokens:
        """Keys of machines."""
        return Tokens(self.factory)

    @property
    def audit(self) -> DatabaseAudit:
        """The log that every service writes to."""
        configured = self.settings.audit_key.get_secret_value()
        return DatabaseAudit(self.factory, audit_key(self.settings.state_dir, configured), now_s)
