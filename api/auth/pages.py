"""Entering and leaving. The form carries no value of a session because there is none yet: its origin is checked."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel

from api.auth.access import Access, now_s
from api.auth.dependencies import AccessDep, IdentityDep
from api.auth.identity import refuse_other_origin
from api.auth.keys import csrf_of
from api.auth.models import User
from api.auth.sessions import COOKIE, LASTS_S
from api.pages.views import page
from corpus.errors import Unidentified
from tools.audit import AuditEvent

router = APIRouter(tags=["identidad"])


class Me(BaseModel):
    """Who the server takes the caller for; `csrf` is what a change under this session may carry."""

    name: str
    roles: list[str]
    national: bool
    ooad: str
    subdelegaciones: list[str]
    csrf: str = ""


@router.get("/api/v1/me")
def me(identity: IdentityDep) -> Me:
    """Name, roles and territory of the caller; «anónimo» without any when nobody entered."""
    caller = identity.caller
    return Me(
        name=caller.name,
        roles=sorted(caller.roles),
        national=caller.territory.national,
        ooad=caller.territory.ooad,
        subdelegaciones=sorted(caller.territory.subdelegaciones),
        csrf=csrf_of(identity.session_key) if identity.session_key else "",
    )


@router.get("/entrar", response_class=HTMLResponse, include_in_schema=False)
def enter_form(
    access: AccessDep,
    identity: IdentityDep,
    following: Annotated[str, Query(alias="siguiente", max_length=2000)] = "/",
) -> HTMLResponse:
    """The form."""
    return entry_page(access, own_path(following), entered=identity.caller.name if identity.known else "")


@router.post("/entrar", include_in_schema=False)
def enter(
    request: Request,
    access: AccessDep,
    name: Annotated[str, Form(alias="usuario", max_length=200)] = "",
    password: Annotated[str, Form(alias="clave", max_length=200)] = "",
    following: Annotated[str, Form(alias="siguiente", max_length=2000)] = "/",
) -> Response:
    """Open a session and go on to where the person was going."""
    refuse_other_origin(request)
    try:
        user = access.accounts.authenticate(name, password, now_s())
    except Unidentified as error:
        access.audit.record(AuditEvent(name[:200], "entrar", "sesión", "rechazado", origin_of(request)))
        return entry_page(access, own_path(following), problem=str(error), status=401)
    return open_session(request, access, user, own_path(following))


@router.post("/salir", include_in_schema=False)
def leave(request: Request, access: AccessDep, identity: IdentityDep) -> RedirectResponse:
    """Close the session of this browser."""
    if identity.session_key:
        access.sessions.close(identity.session_key)
        access.audit.record(AuditEvent(identity.caller.name, "salir", "sesión", "hecho", origin_of(request)))
    response = RedirectResponse("/", status_code=303)
    response.delete_cookie(COOKIE)
    return response


def open_session(request: Request, access: Access, user: User, following: str) -> RedirectResponse:
    """Write the entry into the audit log and send the person on with the cookie."""
    access.audit.record(AuditEvent(user.name, "entrar", "sesión", "hecho", origin_of(request)))
    response = RedirectResponse(following, status_code=303)
    response.set_cookie(
        COOKIE,
        access.sessions.open(user, now_s()),
        max_age=LASTS_S,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return response


def own_path(following: str) -> str:
    """The address when it is a path of ours; otherwise the first page: nobody is sent elsewhere after entering."""
    parts = urlsplit(following)
    plain = following.startswith("/") and not following.startswith("//") and "\\" not in following
    return following if plain and not parts.netloc and not parts.scheme and following.isprintable() else "/"


def origin_of(request: Request) -> dict[str, str]:
    """Where a request comes from, for the audit log."""
    return {"origin": request.client.host if request.client else ""}


def entry_page(
    access: Access, following: str, *, entered: str = "", problem: str = "", status: int = 200
) -> HTMLResponse:
    """The page of entry, with the institution's way when there is one."""
    return page(
        "entrar.html",
        status=status,
        section="entrar",
        following=following,
        entered=entered,
        problem=problem,
        institution=access.institution is not None,
    )
