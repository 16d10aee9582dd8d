"""What the routes ask for: `CallerDep` is whoever asks, `IdentifiedCaller` is somebody.

`guard` runs before every route of the application (`create_app`): it identifies, refuses forged changes and applies
the policy, so that a route cannot forget to.
"""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, Request
from fastapi.security import HTTPBearer

from api.auth.access import Access
from api.auth.identity import Identity, identify, permit, refuse_forgery, serves_own_machine, visiting
from api.policy import action_of
from corpus.errors import Forbidden, Unidentified
from tools.caller import Caller

# Says in the OpenAPI how a program shows who it is; `guard` is what reads it.
SHOWN_KEY = HTTPBearer(auto_error=False, description="Token de Criterio (crt_…) o de la institución.")


def access_of(request: Request) -> Access:
    """The accounts, tokens and audit log of the application."""
    return cast(Access, request.app.state.access)


AccessDep = Annotated[Access, Depends(access_of)]


def guard(request: Request, access: AccessDep) -> None:
    """Identify, refuse forgeries, apply the policy; deny what the policy does not name.

    Raises:
        Unidentified: SESION_REQUERIDA, TOKEN_RECHAZADO.
        Forbidden: SIN_PERMISO, TOKEN_LIMITADO, ORIGEN_AJENO, RUTA_SIN_REGLA.
    """
    identity = identify(request, access)
    request.state.identity = identity
    refuse_forgery(request, identity)
    template = getattr(request.scope.get("route"), "path", "")
    action = action_of(request.method, template)
    if action is None:
        raise Forbidden("RUTA_SIN_REGLA", f"La política no dice quién usa «{template}».", "Agréguela a api/policy.py.")
    permit(identity, action, on_loopback=serves_own_machine(request, access))


async def remember_visitor(request: Request) -> None:
    """After `guard`: let the header of the pages know who looks. Asynchronous, so that the route sees what it sets."""
    visiting.set(current_identity(request))


def current_identity(request: Request) -> Identity:
    """Who asks and by what right, as `guard` found it."""
    return cast(Identity, request.state.identity)


def current_caller(request: Request) -> Caller:
    """Who asks; `tools.caller.ANONYMOUS` when nobody said."""
    return current_identity(request).caller


def identified_caller(request: Request) -> Caller:
    """Somebody. Raises Unidentified: SESION_REQUERIDA."""
    identity = current_identity(request)
    if not identity.known:
        raise Unidentified("SESION_REQUERIDA", "Esto pide saber quién es.", "Entre en /entrar o use un token.")
    return identity.caller


IdentityDep = Annotated[Identity, Depends(current_identity)]
CallerDep = Annotated[Caller, Depends(current_caller)]
IdentifiedCaller = Annotated[Caller, Depends(identified_caller)]
