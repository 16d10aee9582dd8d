"""Accounts: created by who administers (command or page), never by open registration; wrong passwords slow down."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, sessionmaker

from api.auth.models import User, UserSession
from api.auth.passwords import hash_password, password_matches
from corpus.errors import BadInput, Conflict, NotFound, Unidentified
from tools.caller import Caller, Role, Territory
from tools.database import transaction

_NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{1,198}")
_FREE_FAILURES = 5
_LONGEST_LOCK_S = 900


class Accounts:
    """The people of the database."""

    def __init__(self, factory: sessionmaker[Session]) -> None:
        self._factory = factory

    def add(self, caller: Caller, password: str, now: int) -> None:
        """Create a person; an empty password is for single sign-on only.

        Raises:
            BadInput: USUARIO_INVALIDO, TERRITORIO_INVALIDO, CLAVE_DEBIL. Conflict: USUARIO_EXISTE.
        """
        check_new(caller)
        stored = hash_password(password, caller.name) if password else ""
        with transaction(self._factory) as session:
            if session.scalar(select(User.id).where(User.name == caller.name)):
                raise Conflict("USUARIO_EXISTE", f"Ya hay un usuario «{caller.name}».", "Elija otro nombre.")
            session.add(new_user(caller, stored, now))

    def administrators(self) -> int:
        """How many enabled administrators there are."""
        return sum(Role.ADMINISTRADOR in user.role_set() for user in self.all() if not user.disabled)

    def all(self) -> list[User]:
        """Everybody, by name."""
        with transaction(self._factory) as session:
            return list(session.scalars(select(User).order_by(User.name)))

    def find(self, name: str) -> User | None:
        """The person of that name."""
        with transaction(self._factory) as session:
            return session.scalar(select(User).where(User.name == name.strip().lower()))

    def disable(self, name: str) -> None:
        """Close the account and its sessions; its tokens stop working with it. Raises NotFound."""
        with transaction(self._factory) as session:
            user = _named(session, name)
            user.disabled = True
            session.execute(delete(UserSession).where(UserSession.user_id == user.id))

    def change_password(self, name: str, password: str) -> None:
        """Set another password and close the open sessions.

        Raises:
            NotFound: USUARIO_DESCONOCIDO. BadInput: CLAVE_DEBIL.
            Conflict: CUENTA_INSTITUCIONAL; a password would outlive what the institution decides.
        """
        with transaction(self._factory) as session:
            user = _named(session, name)
            if user.subject is not None:
                raise Conflict(
                    "CUENTA_INSTITUCIONAL",
                    f"La cuenta «{user.name}» es de la institución y no lleva contraseña.",
                    "Quien la usa entra con la cuenta institucional.",
                )
            user.password_hash = hash_password(password, user.name)
            user.failures = user.locked_until = 0
            session.execute(delete(UserSession).where(UserSession.user_id == user.id))

    def authenticate(self, name: str, password: str, now: int) -> User:
        """The person whose password it is.

        From the sixth wrong password on, each one closes the account for twice as long, up to a quarter of an hour.

        Raises:
            Unidentified: ENTRADA_RECHAZADA, the same for an unknown name, a wrong password, a closed account.
        """
        with transaction(self._factory) as session:
            user = session.scalar(select(User).where(User.name == name.strip().lower()).with_for_update())
            right = password_matches(user.password_hash if user else "", password)
            if user is not None and right and not user.disabled and user.locked_until <= now:
                user.failures = user.locked_until = 0
                return user
            if user is not None and not right:
                user.failures += 1
                over = user.failures - _FREE_FAILURES
                if over > 0:
                    user.locked_until = now + min(2 ** min(over, 20), _LONGEST_LOCK_S)
        raise Unidentified(
            "ENTRADA_RECHAZADA",
            "El nombre o la contraseña no coinciden, o la cuenta está cerrada.",
            "Espere unos minutos e intente de nuevo, o pida ayuda a quien administra.",
        )


def _named(session: Session, name: str) -> User:
    user = session.scalar(select(User).where(User.name == name.strip().lower()))
    if user is None:
        raise NotFound("USUARIO_DESCONOCIDO", f"No hay un usuario «{name}».", "Véalos con «criterio users list».")
    return user


def check_new(caller: Caller) -> None:
    """Whether such an account may exist. Raises BadInput: USUARIO_INVALIDO, TERRITORIO_INVALIDO."""
    if not _NAME.fullmatch(caller.name):
        raise BadInput(
            "USUARIO_INVALIDO",
            f"«{caller.name}» no sirve como nombre de usuario.",
            "Use minúsculas sin acentos, números, punto, guion o arroba.",
        )
    _check_territory(caller.territory)


def new_user(caller: Caller, stored: str, now: int) -> User:
    """A row for the person; `stored` is the hash of the password, empty for who has none."""
    user = User(name=caller.name, password_hash=stored, created_at=now)
    place(user, caller)
    return user


def place(user: User, caller: Caller) -> None:
    """Give the row the roles and territory of the caller."""
    user.roles = " ".join(sorted(caller.roles))
    user.national, user.ooad = caller.territory.national, caller.territory.ooad
    user.subdelegaciones = " ".join(sorted(caller.territory.subdelegaciones))


def _check_territory(territory: Territory) -> None:
    keys: Iterable[str] = (*([territory.ooad] if territory.ooad else []), *territory.subdelegaciones)
    if any(not re.fullmatch(r"[0-9]{2}", key) for key in keys) or (territory.subdelegaciones and not territory.ooad):
        raise BadInput(
            "TERRITORIO_INVALIDO", "OOAD y subdelegaciones son claves de dos dígitos.", "Por ejemplo --ooad 01."
        )
