"""Sessions of the pages: a random key in a cookie, ended by time, by leaving, by disabling the account."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, sessionmaker

from api.auth.keys import key_hash, new_key
from api.auth.models import User, UserSession
from tools.database import transaction

COOKIE = "criterio_sesion"
LASTS_S = 12 * 3600


class Sessions:
    """Open sessions in the database, shared by every process."""

    def __init__(self, factory: sessionmaker[Session]) -> None:
        self._factory = factory

    def open(self, user: User, now: int) -> str:
        """A new session; the key goes into the cookie and nowhere else. Expired ones are removed on the way."""
        key = new_key()
        with transaction(self._factory) as session:
            session.execute(delete(UserSession).where(UserSession.expires_at <= now))
            session.add(UserSession(key_hash=key_hash(key), user_id=user.id, expires_at=now + LASTS_S))
        return key

    def user(self, key: str, now: int) -> User | None:
        """Whose session it is, while it lasts and the account is open."""
        with transaction(self._factory) as session:
            return session.scalar(
                select(User)
                .join(UserSession, UserSession.user_id == User.id)
                .where(UserSession.key_hash == key_hash(key), UserSession.expires_at > now, User.disabled.is_(False))
            )

    def close(self, key: str) -> None:
        """End it."""
        with transaction(self._factory) as session:
            session.execute(delete(UserSession).where(UserSession.key_hash == key_hash(key)))
