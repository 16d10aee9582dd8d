"""From a request to who makes it: a bearer token, the cookie of a session, or nobody."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from fastapi import Request

from api.auth.access import Access, now_s
from api.auth.keys import TOKEN_MARK, csrf_matches
from api.auth.oidc.admission import admit
from api.auth.sessions import COOKIE
from api.policy import ALWAYS_OPEN, OPEN_ON_LOOPBACK, ROLES, Action, allowed
from corpus.errors import Forbidden, Unidentified
from tools.caller import ANONYMOUS, Caller, Role

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Identity:
    """Who asks and by what right; `actions` limits a token, None does not limit."""

    caller: Caller = ANONYMOUS
    actions: frozenset[Action] | None = None
    session_key: str = ""

    @property
    def known(self) -> bool:
        """Whether it is somebody."""
        return self.caller is not ANONYMOUS


# Who looks at the page that is being made, of each request on its own; only the header of the pages reads it.
visiting: ContextVar[Identity | None] = ContextVar("visiting", default=None)


def identify(request: Request, access: Access) -> Identity:
    """Read the keys of the request; one that is shown and does not hold is refused, never taken for nobody.

    Raises:
        Unidentified: TOKEN_RECHAZADO, and those of the institution's tokens (`Institution.person_of_token`, `admit`).
    """
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        if access.institution is not None and not key.strip().startswith(TOKEN_MARK):
            person = access.institution.person_of_token(key.strip(), now_s())
            return Identity(admit(access.factory, access.audit, person, now_s()).caller())
        found = access.tokens.user(key.strip(), now_s())
        if found is None:
            raise Unidentified(
                "TOKEN_RECHAZADO", "El token no existe, venció o fue revocado.", "Pida otro a quien administra."
            )
        return Identity(within(found[0].caller(), found[1]), found[1])
    cookie = request.cookies.get(COOKIE, "")
    user = access.sessions.user(cookie, now_s()) if cookie else None
    return Identity(user.caller(), None, cookie) if user else Identity()


def within(caller: Caller, actions: frozenset[Action]) -> Caller:
    """The owner of a token as far as its actions go, also where no route but the service decides.

    Without `leer_creditos` no tool or question reads credits; without `decidir` a supervisor only drafts.
    """
    roles = caller.roles
    if Action.DECIDIR not in actions and roles & ROLES[Action.DECIDIR]:
        roles = (roles - ROLES[Action.DECIDIR]) | {Role.REDACTOR}
    return replace(caller, roles=roles, reads_credits=Action.LEER_CREDITOS in actions)


def permit(identity: Identity, action: Action, *, on_loopback: bool) -> None:
    """Raise unless this identity may do the action.

    Raises:
        Unidentified: SESION_REQUERIDA. Forbidden: SIN_PERMISO, TOKEN_LIMITADO.
    """
    if action in (OPEN_ON_LOOPBACK if on_loopback and not identity.known else ALWAYS_OPEN):
        return
    if not identity.known:
        raise Unidentified("SESION_REQUERIDA", "Esto pide saber quién es.", "Entre en /entrar o use un token.")
    if identity.actions is not None and action not in identity.actions:
        raise Forbidden("TOKEN_LIMITADO", f"El token no incluye la acción «{action}».", "Pida uno que la incluya.")
    if not allowed(action, identity.caller.roles):
        raise Forbidden("SIN_PERMISO", "Su función no permite esta acción.", "Consulte a quien administra.")


def serves_own_machine(request: Request, access: Access) -> bool:
    """Whether people without an account may read the regulations: never through a proxy, which hides who asks."""
    forwarded = "forwarded" in request.headers or "x-forwarded-for" in request.headers
    return access.settings.auth == "loopback" and not forwarded


def refuse_forgery(request: Request, identity: Identity) -> None:
    """A change under a cookie must come from our own pages: by what the browser says, or by the session's value.

    Raises:
        Forbidden: ORIGEN_AJENO.
    """
    if request.method in _SAFE or not identity.session_key:
        return
    if csrf_matches(identity.session_key, request.headers.get("x-csrf-token", "")):
        return
    refuse_other_origin(request)


def refuse_other_origin(request: Request) -> None:
    """Require `Sec-Fetch-Site: same-origin`, or an `Origin` that is ours. Raises Forbidden: ORIGEN_AJENO."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    own = site == "same-origin" if site else bool(origin) and urlsplit(origin).netloc == request.headers.get("host")
    if not own:
        raise Forbidden(
            "ORIGEN_AJENO",
            "La solicitud no viene de las páginas de Criterio.",
            "Recargue la página; un programa debe enviar X-CSRF-Token o usar un token.",
        )
