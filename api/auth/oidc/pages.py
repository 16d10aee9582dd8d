"""Entering with the institution's account: to the provider and back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.auth.access import Access, now_s
from api.auth.dependencies import AccessDep
from api.auth.oidc.admission import admit
from api.auth.oidc.attempts import LASTS_S, state_matches
from api.auth.oidc.configuration import RETURN_PATH
from api.auth.oidc.institution import Institution
from api.auth.pages import entry_page, open_session, origin_of, own_path
from corpus.errors import CriterioError, NotFound, Unidentified
from tools.audit import AuditEvent

COOKIE = "criterio_entrada"
_ENTRY = "/entrar/institucional"
router = APIRouter(tags=["identidad"], include_in_schema=False)
_Text = Annotated[str, Query(max_length=4000)]


@router.get(_ENTRY)
def leave_for_provider(
    request: Request, access: AccessDep, following: Annotated[str, Query(alias="siguiente", max_length=2000)] = "/"
) -> Response:
    """Begin an entry: a key for this browser, and the way to the provider."""
    institution = _institution(access)
    key = access.attempts.begin(own_path(following), now_s())
    try:
        address = institution.entry_url(key)
    except CriterioError as error:
        return entry_page(access, own_path(following), problem=str(error), status=error.http_status)
    response = RedirectResponse(address, status_code=303, headers={"Cache-Control": "no-store"})
    # «lax»: the provider sends the person back from another site, by an ordinary link.
    response.set_cookie(
        COOKIE, key, max_age=LASTS_S, path=_ENTRY, httponly=True, samesite="lax", secure=request.url.scheme == "https"
    )
    return response


@router.get(RETURN_PATH)
def come_back(
    request: Request,
    access: AccessDep,
    code: _Text = "",
    state: _Text = "",
    error: _Text = "",
    issuer: Annotated[str, Query(alias="iss", max_length=2000)] = "",
) -> Response:
    """Finish the entry that this browser began: once, with what the provider says of it."""
    institution = _institution(access)
    key = request.cookies.get(COOKIE, "")
    following = access.attempts.take(key, now_s()) if key else None
    try:
        if following is None or not state_matches(key, state):
            raise Unidentified(
                "INSTITUCION_ESTADO", "Esta entrada venció, ya se usó o no empezó aquí.", "Entre de nuevo."
            )
        if error or not code or (issuer and issuer != institution.configuration.issuer):
            raise Unidentified("INSTITUCION_RECHAZO", "La institución no autorizó la entrada.", "Entre de nuevo.")
        person = institution.person_of_code(code, key, now_s())
        user = admit(access.factory, access.audit, person, now_s())
    except CriterioError as refusal:
        detail = {**origin_of(request), "code": refusal.code}
        access.audit.record(AuditEvent("institución", "entrar", "sesión", "rechazado", detail))
        response: Response = entry_page(access, following or "/", problem=str(refusal), status=refusal.http_status)
    else:
        response = open_session(request, access, user, following)
    response.headers["Cache-Control"] = "no-store"
    response.delete_cookie(COOKIE, path=_ENTRY)
    return response


def _institution(access: Access) -> Institution:
    if access.institution is None:
        raise NotFound(
            "INSTITUCION_SIN_CONFIGURAR", "No hay cuentas de la institución.", "Entre con su usuario en /entrar."
        )
    return access.institution
