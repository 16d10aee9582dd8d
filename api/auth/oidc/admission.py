"""From the person that the provider names to an account: made at the first entry, refreshed by each newer token."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from api.auth.accounts import check_new, new_user, place
from api.auth.models import User
from api.auth.oidc.institution import Person
from corpus.errors import Conflict, Forbidden
from tools.audit import AuditEvent, AuditLog
from tools.caller import Caller
from tools.database import transaction


@dataclass(frozen=True, slots=True)
class _Admitted:
    user: User | None
    event: str = ""


def admit(factory: sessionmaker[Session], audit: AuditLog, person: Person, now: int) -> User:
    """The account of the person, with the roles and territory of the newest token seen.

    A person whom no group admits loses what they had, and gets no account. Closed accounts stay closed. A name that
    belongs to a local account, or to somebody else of the provider, is never handed over.

    Raises:
        Forbidden: INSTITUCION_SIN_FUNCION, INSTITUCION_CUENTA_CERRADA. Conflict: INSTITUCION_CUENTA_AJENA.
        BadInput: USUARIO_INVALIDO, TERRITORIO_INVALIDO.
    """
    check_new(Caller(person.name, person.roles, person.territory))
    try:
        admitted = _place(factory, person, now)
    except IntegrityError:
        # Another request of the same person made the account in between.
        admitted = _place(factory, person, now)
    if admitted.event and admitted.user is not None:
        audit.record(AuditEvent("institución", admitted.event, admitted.user.name, "hecho"))
    user = admitted.user
    if user is not None and user.disabled:
        raise Forbidden(
            "INSTITUCION_CUENTA_CERRADA", "Su cuenta está cerrada en Criterio.", "Pida ayuda a quien administra."
        )
    if user is None or not user.roles:
        raise Forbidden(
            "INSTITUCION_SIN_FUNCION",
            "La institución lo reconoce, pero ninguno de sus grupos tiene función en Criterio.",
            "Pida a su jefatura que solicite el grupo que le corresponde.",
        )
    return user


def _place(factory: sessionmaker[Session], person: Person, now: int) -> _Admitted:
    with transaction(factory) as session:
        user = session.scalar(select(User).where(User.subject == person.subject).with_for_update())
        if user is None:
            user = session.scalar(select(User).where(User.name == person.name).with_for_update())
            if user is not None and (user.password_hash or user.subject):
                raise Conflict(
                    "INSTITUCION_CUENTA_AJENA",
                    f"La cuenta «{person.name}» ya existe y no es la de esta persona en la institución.",
                    "Pida a quien administra que la cierre o le dé otro nombre.",
                )
        if user is None:
            return _first(session, person, now)
        bound = user.subject is None
        user.subject = person.subject
        before = (user.roles, user.national, user.ooad, user.subdelegaciones)
        # An older token never brings back what a newer one took away.
        if person.issued_at >= user.claims_at:
            place(user, Caller(user.name, person.roles, person.territory))
            user.claims_at = person.issued_at
        changed = before != (user.roles, user.national, user.ooad, user.subdelegaciones)
        return _Admitted(user, "actualizar_cuenta" if changed or bound else "")


def _first(session: Session, person: Person, now: int) -> _Admitted:
    if not person.roles:
        return _Admitted(None)
    user = new_user(Caller(person.name, person.roles, person.territory), "", now)
    user.subject, user.claims_at = person.subject, person.issued_at
    session.add(user)
    return _Admitted(user, "crear_cuenta")
