"""Keys that a portal asks for, for the person it has in front: where no cookie reaches the frame of the chat.

A lent key reads and converses as its person for a quarter of an hour, and does nothing else.
"""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, sessionmaker

from api.auth.keys import TOKEN_MARK, key_hash, new_key
from api.auth.models import ApiToken, User
from api.policy import Action
from corpus.errors import NotFound
from tools.database import transaction

LASTS_S = 15 * 60
ACTIONS = frozenset({Action.CONSULTAR, Action.CONVERSAR})
LABEL = "marco de un portal"


def lend_key(factory: sessionmaker[Session], person: str, now: int) -> str:
    """A key that acts as `person` until `now + LASTS_S` (seconds since 1970). Expired ones are removed on the way.

    Raises:
        NotFound: USUARIO_DESCONOCIDO, also for a closed account.
    """
    key = TOKEN_MARK + new_key()
    with transaction(factory) as session:
        session.execute(delete(ApiToken).where(ApiToken.label == LABEL, ApiToken.expires_at <= now))
        user = session.scalar(select(User).where(User.name == person.strip().lower(), User.disabled.is_(False)))
        if user is None:
            raise NotFound("USUARIO_DESCONOCIDO", f"No hay una cuenta abierta «{person}».", "Agréguela en Criterio.")
        actions = " ".join(sorted(ACTIONS))
        session.add(
            ApiToken(key_hash=key_hash(key), user_id=user.id, label=LABEL, actions=actions, expires_at=now + LASTS_S)
        )
    return key
