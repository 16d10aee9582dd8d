"""API tokens: for machines; each acts as its owner, only within its actions, for a limited time."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from api.auth.keys import TOKEN_MARK, key_hash, new_key
from api.auth.models import ApiToken, User
from api.policy import Action
from corpus.errors import BadInput, NotFound
from tools.database import transaction

MAXIMUM_DAYS = 366
_DAY_S = 86_400


class Tokens:
    """The tokens of the database."""

    def __init__(self, factory: sessionmaker[Session]) -> None:
        self._factory = factory

    def create(self, user: User, label: str, actions: Iterable[Action], days: int, now: int) -> tuple[int, str]:
        """The number and the key of a new token; the key is shown once and cannot be recovered.

        Raises:
            BadInput: TOKEN_INVALIDO.
        """
        wanted = sorted(set(actions))
        if not label.strip() or len(label) > 100 or not wanted or not 1 <= days <= MAXIMUM_DAYS:
            raise BadInput(
                "TOKEN_INVALIDO",
                "Un token necesita un nombre, al menos una acción y un plazo.",
                f"El plazo va de 1 a {MAXIMUM_DAYS} días.",
            )
        key = TOKEN_MARK + new_key()
        token = ApiToken(
            key_hash=key_hash(key),
            user_id=user.id,
            label=label.strip(),
            actions=" ".join(wanted),
            expires_at=now + days * _DAY_S,
        )
        with transaction(self._factory) as session:
            session.add(token)
        return token.id, key

    def user(self, key: str, now: int) -> tuple[User, frozenset[Action]] | None:
        """The owner and the actions allowed, if the token is good."""
        with transaction(self._factory) as session:
            row = session.execute(
                select(User, ApiToken)
                .join(ApiToken, ApiToken.user_id == User.id)
                .where(
                    ApiToken.key_hash == key_hash(key),
                    ApiToken.expires_at > now,
                    ApiToken.revoked_at.is_(None),
                    User.disabled.is_(False),
                )
            ).first()
        return (row[0], frozenset(Action(action) for action in row[1].actions.split())) if row else None

    def all(self) -> list[tuple[str, ApiToken]]:
        """Every token with the name of its owner."""
        with transaction(self._factory) as session:
            query = select(User.name, ApiToken).join(ApiToken, ApiToken.user_id == User.id).order_by(ApiToken.id)
            return [(name, token) for name, token in session.execute(query)]

    def revoke(self, number: int, now: int) -> None:
        """Stop it at once. Raises NotFound: TOKEN_DESCONOCIDO."""
        with transaction(self._factory) as session:
            token = session.get(ApiToken, number)
            if token is None:
                raise NotFound("TOKEN_DESCONOCIDO", f"No hay un token {number}.", "Véalos con «criterio tokens list».")
            token.revoked_at = token.revoked_at or now
