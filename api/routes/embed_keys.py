"""The server of a portal asks for the key with which the frame of the chat says whose it is."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.auth.access import now_s
from api.auth.dependencies import AccessDep, IdentityDep
from api.auth.lent_keys import LASTS_S, lend_key
from corpus.errors import Forbidden
from tools.audit import AuditEvent

router = APIRouter(prefix="/api/v1/embed", tags=["identidad"])


class LentTo(BaseModel):
    """Whom the portal has in front, by the name of their account here."""

    user: Annotated[str, Field(min_length=1, max_length=200)]


class LentKey(BaseModel):
    """The key, and for how many seconds it holds."""

    key: str
    expires_in: int


@router.post("/keys", status_code=201)
def lend(person: LentTo, access: AccessDep, identity: IdentityDep) -> LentKey:
    """Lend a key for a person. Only a token that names the action «incrustar» may: a session never lends."""
    if identity.actions is None:
        raise Forbidden("SOLO_CON_TOKEN", "Las llaves las pide el servidor del portal.", "Use un token «incrustar».")
    key = lend_key(access.factory, person.user, now_s())
    access.audit.record(AuditEvent(identity.caller.name, "prestar_llave", person.user.strip().lower(), "hecho"))
    return LentKey(key=key, expires_in=LASTS_S)
