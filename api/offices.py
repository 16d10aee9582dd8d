"""The office of consultations of the application: opened at the first request that needs it, shared by all."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime
from typing import Annotated, cast
from zoneinfo import ZoneInfo

from fastapi import Depends, Request

from api.auth.access import Access
from api.auth.dependencies import access_of, current_identity
from api.opened import opened
from api.policy import Action, allowed
from api.services import Services
from assistant.consultations.handover import People
from assistant.consultations.office import Office, open_office
from corpus.errors import NotFound
from tools.caller import Caller

_MEXICO = ZoneInfo("America/Mexico_City")


def now() -> datetime:
    """The moment, in Mexico City."""
    return datetime.now(_MEXICO)


# How many consultations the header reminds of, asked only when a page is made; of each request on its own.
pending: ContextVar[Callable[[], int] | None] = ContextVar("pending", default=None)


def _office(request: Request) -> Office:
    def made() -> Office:
        services = cast(Services, request.app.state.services)
        return open_office(services.settings, now, services.library, None, _colleagues(access_of(request)))

    return opened(request, "office", made)


def _colleagues(access: Access) -> People:
    """The accounts that are open, by name."""

    def named(name: str) -> Caller:
        user = access.accounts.find(name)
        if user is None or user.disabled:
            raise NotFound("USUARIO_DESCONOCIDO", f"No hay un usuario «{name}».", "Revise el nombre.")
        return user.caller()

    return named


async def remember_pending(request: Request) -> None:
    """After `guard`: let the header of the pages ask what is about to be late, without asking for it elsewhere."""
    identity = current_identity(request)
    if identity.known and allowed(Action.REDACTAR, identity.caller.roles):
        pending.set(lambda: len(_office(request).reminders.of(identity.caller, now().date())))


OfficeDep = Annotated[Office, Depends(_office)]
