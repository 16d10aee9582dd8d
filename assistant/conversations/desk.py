"""Conversations and opinions over the configured database, opened at the first use."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

from assistant.conversations.notices import CriterionNotices
from assistant.conversations.opinions import Opinions
from assistant.conversations.store import Conversations
from tools.audit import AuditLog
from tools.database import make_engine, migrate, sessions


class ConversationDesk:
    """One per process; `days` without use after which a conversation is deleted, 0 for never."""

    def __init__(self, url: str, clock: Callable[[], datetime], days: int, audit: AuditLog | None = None) -> None:
        self._url = url
        self._clock = clock
        self._days = days
        self._audit = audit
        self._lock = threading.Lock()
        self._opened: tuple[Conversations, Opinions, CriterionNotices] | None = None

    @property
    def conversations(self) -> Conversations:
        """The conversations, over tables brought up to date."""
        return self._open()[0]

    @property
    def opinions(self) -> Opinions:
        """What people think of the answers."""
        return self._open()[1]

    @property
    def notices(self) -> CriterionNotices:
        """Which questions have a criterion now."""
        return self._open()[2]

    def _open(self) -> tuple[Conversations, Opinions, CriterionNotices]:
        with self._lock:
            if self._opened is None:
                migrate(self._url)
                factory = sessions(make_engine(self._url))
                conversations = Conversations(factory, self._clock, self._days, self._audit)
                opinions = Opinions(conversations, factory, self._clock)
                self._opened = (conversations, opinions, CriterionNotices(factory, self._clock))
            return self._opened
