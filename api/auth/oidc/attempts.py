"""An entry through the institution between leaving for the provider and coming back: ten minutes, one use.

Its state, nonce and PKCE verifier are derived from one key that only the browser holds, so that the table stores no
secret, and a return can be finished only by the browser that began it.
"""

from __future__ import annotations

import hmac

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, sessionmaker

from api.auth.keys import key_hash, new_key
from api.auth.models import EntryAttempt
from tools.database import transaction

LASTS_S = 600


class Attempts:
    """The entries that have begun, shared by every process."""

    def __init__(self, factory: sessionmaker[Session]) -> None:
        self._factory = factory

    def begin(self, following: str, now: int) -> str:
        """The key of a new one; expired ones are removed on the way."""
        key = new_key()
        with transaction(self._factory) as session:
            session.execute(delete(EntryAttempt).where(EntryAttempt.expires_at <= now))
            session.add(EntryAttempt(key_hash=key_hash(key), following=following[:2000], expires_at=now + LASTS_S))
        return key

    def take(self, key: str, now: int) -> str | None:
        """Where its person was going, once; None when it does not exist, expired or was used."""
        with transaction(self._factory) as session:
            row = session.scalar(select(EntryAttempt).where(EntryAttempt.key_hash == key_hash(key)))
            # Only who removes the row goes on, when two come back at the same time.
            removed = session.execute(delete(EntryAttempt).where(EntryAttempt.key_hash == key_hash(key)))
            taken = row is not None and getattr(removed, "rowcount", 0) == 1 and row.expires_at > now
            return row.following if row is not None and taken else None


def state_of(key: str) -> str:
    """What the provider sends back untouched."""
    return _derived(key, b"state")


def nonce_of(key: str) -> str:
    """What the identity token must repeat."""
    return _derived(key, b"nonce")


def verifier_of(key: str) -> str:
    """The PKCE secret (RFC 7636): 64 characters."""
    return _derived(key, b"verifier")


def state_matches(key: str, shown: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(state_of(key).encode(), shown.encode())


def _derived(key: str, purpose: bytes) -> str:
    return hmac.new(key.encode(), purpose, "sha256").hexdigest()
