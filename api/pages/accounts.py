"""Accounts for those who administer: list, add, close, set a password. Every change goes into the audit log."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.auth.access import Access, now_s
from api.auth.dependencies import AccessDep, IdentifiedCaller
from api.pages.views import page
from corpus.errors import BadInput, Conflict, CriterioError
from tools.audit import AuditEvent
from tools.caller import Caller, Role, Territory

router = APIRouter(prefix="/administracion/cuentas", include_in_schema=False)
_Name = Annotated[str, Form(alias="usuario", max_length=200)]
_Password = Annotated[str, Form(alias="clave", max_length=200)]


@router.get("", response_class=HTMLResponse)
def accounts(access: AccessDep) -> HTMLResponse:
    """Everybody, with roles and territory, and the forms."""
    return _list(access)


@router.post("", response_class=HTMLResponse)
def add(
    access: AccessDep,
    caller: IdentifiedCaller,
    name: _Name = "",
    password: _Password = "",
    roles: Annotated[list[str] | None, Form(alias="funcion")] = None,
    reach: Annotated[str, Form(alias="alcance", max_length=20)] = "",
    ooad: Annotated[str, Form(max_length=2)] = "",
    places: Annotated[str, Form(alias="subdelegaciones", max_length=400)] = "",
) -> Response:
    """Create an account with a password; those of single sign-on are made by command."""
    try:
        granted = _roles(roles or [])
        territory = Territory(reach == "nacional", ooad.strip(), frozenset(places.replace(",", " ").split()))
        if not password:
            raise BadInput("CLAVE_AUSENTE", "Falta la contraseña.", "Escriba una frase de varias palabras.")
        access.accounts.add(Caller(name.strip(), granted, territory), password, now_s())
    except CriterioError as error:
        return _list(access, error)
    return _done(access, caller, "crear_cuenta", name.strip())


@router.post("/cerrar", response_class=HTMLResponse)
def close(access: AccessDep, caller: IdentifiedCaller, name: _Name = "") -> Response:
    """Close an account with its sessions and tokens; never one's own, so that an administrator always remains."""
    try:
        if name.strip().lower() == caller.name:
            raise Conflict("CUENTA_PROPIA", "Nadie cierra su propia cuenta.", "Pídalo a otro administrador.")
        access.accounts.disable(name)
    except CriterioError as error:
        return _list(access, error)
    return _done(access, caller, "cerrar_cuenta", name.strip().lower())


@router.post("/clave", response_class=HTMLResponse)
def reset_password(access: AccessDep, caller: IdentifiedCaller, name: _Name = "", password: _Password = "") -> Response:
    """Set another password, which closes the open sessions of that person."""
    try:
        access.accounts.change_password(name, password)
    except CriterioError as error:
        return _list(access, error)
    return _done(access, caller, "cambiar_clave", name.strip().lower())


def _roles(written: list[str]) -> frozenset[Role]:
    unknown = sorted(set(written) - set(Role))
    if unknown or not written:
        told = f"No existe la función «{unknown[0]}»." if unknown else "Falta la función."
        raise BadInput("FUNCION_INVALIDA", told, f"Son: {', '.join(Role)}.")
    return frozenset(map(Role, written))


def _done(access: Access, caller: Caller, action: str, subject: str) -> RedirectResponse:
    access.audit.record(AuditEvent(caller.name, action, subject, "hecho"))
    return RedirectResponse("/administracion/cuentas", 303)


def _list(access: Access, error: CriterioError | None = None) -> HTMLResponse:
    return page(
        "administration/accounts.html",
        status=error.http_status if error else 200,
        section="administracion",
        users=access.accounts.all(),
        roles=list(Role),
        problem=str(error) if error else "",
    )
