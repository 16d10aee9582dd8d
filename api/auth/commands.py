"""`criterio users` and `criterio tokens`: accounts and the keys of machines from the terminal."""

from __future__ import annotations

import json
import sys
from getpass import getpass, getuser
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import BadInput, Conflict, NotFound
from corpus.settings import Settings
from tools.caller import Caller, Role, Territory

if TYPE_CHECKING:
    from api.auth.access import Access

_AsJson = Annotated[bool, typer.Option("--json", help="Un documento JSON.")]
_Stdin = Annotated[bool, typer.Option("--password-stdin", help="Lee la contraseña de la entrada, una línea.")]


def register(app: typer.Typer) -> None:
    """Add the commands to `criterio`."""
    users = typer.Typer(help="Cuentas locales.", no_args_is_help=True)
    for name, command in (
        ("create-admin", create_admin),
        ("add", add),
        ("list", list_users),
        ("disable", disable),
        ("password", password),
    ):
        users.command(name)(command)
    tokens = typer.Typer(help="Tokens de la API para máquinas.", no_args_is_help=True)
    tokens.command("create")(create_token)
    tokens.command("list")(list_tokens)
    tokens.command("revoke")(revoke_token)
    app.add_typer(users, name="users")
    app.add_typer(tokens, name="tokens")


def create_admin(name: str, password_stdin: _Stdin = False) -> None:
    """Crea el primer administrador; si ya hay uno, lo dice."""
    access = _access()
    if access.accounts.administrators():
        raise Conflict(
            "ADMINISTRADOR_EXISTE",
            "Ya hay un administrador.",
            "Agregue otro con «criterio users add --role administrador».",
        )
    _add(access, Caller(name, frozenset({Role.ADMINISTRADOR}), Territory(national=True)), _password(password_stdin))


def add(
    name: str,
    role: Annotated[list[Role], typer.Option(help="Función; se repite.")],
    national: Annotated[bool, typer.Option("--national", help="Alcance nacional.")] = False,
    ooad: Annotated[str, typer.Option(help="Clave de dos dígitos del OOAD.")] = "",
    subdelegacion: Annotated[list[str] | None, typer.Option(help="Clave de dos dígitos; se repite.")] = None,
    single_sign_on: Annotated[bool, typer.Option("--single-sign-on", help="Sin contraseña local.")] = False,
    password_stdin: _Stdin = False,
) -> None:
    """Agrega una cuenta con sus funciones y su territorio."""
    caller = Caller(name, frozenset(role), Territory(national, ooad, frozenset(subdelegacion or ())))
    _add(_access(), caller, "" if single_sign_on else _password(password_stdin))


def list_users(as_json: _AsJson = False) -> None:
    """Muestra las cuentas."""
    access = _access()
    rows = [
        {
            "name": user.name,
            "roles": user.roles.split(),
            "national": user.national,
            "ooad": user.ooad,
            "subdelegaciones": user.subdelegaciones.split(),
            "disabled": user.disabled,
            "institution": user.subject is not None,
        }
        for user in access.accounts.all()
    ]
    if as_json:
        print(json.dumps({"users": rows}, ensure_ascii=False))
        return
    for user in access.accounts.all():
        marks = ["(de la institución)"] * bool(user.subject) + ["(cerrada)"] * user.disabled
        print(user.name, user.roles.replace(" ", ", "), *marks, sep="  ")


def disable(name: str) -> None:
    """Cierra una cuenta con sus sesiones y tokens."""
    access = _access()
    access.accounts.disable(name)
    _record(access, "cerrar_cuenta", name)
    print(f"Cerrada la cuenta «{name}».")


def password(name: str, password_stdin: _Stdin = False) -> None:
    """Cambia la contraseña y cierra las sesiones abiertas."""
    access = _access()
    access.accounts.change_password(name, _password(password_stdin))
    _record(access, "cambiar_clave", name)
    print(f"Cambiada la contraseña de «{name}».")


def create_token(
    user: Annotated[str, typer.Option(help="Cuenta en cuyo nombre actúa.")],
    label: Annotated[str, typer.Option(help="Para qué es.")],
    action: Annotated[list[str], typer.Option(help="Acción permitida, por ejemplo consultar; se repite.")],
    days: Annotated[int, typer.Option(help="Días de vigencia.")] = 90,
    as_json: _AsJson = False,
) -> None:
    """Crea un token; se muestra una sola vez."""
    from api.auth.access import now_s
    from api.policy import Action

    unknown = set(action) - set(Action)
    if unknown:
        raise BadInput("ACCION_DESCONOCIDA", f"No existe la acción «{min(unknown)}».", f"Son: {', '.join(Action)}.")
    access = _access()
    owner = access.accounts.find(user)
    if owner is None or owner.disabled:
        raise NotFound(
            "USUARIO_DESCONOCIDO", f"No hay un usuario abierto «{user}».", "Véalos con «criterio users list»."
        )
    number, key = access.tokens.create(owner, label, map(Action, action), days, now_s())
    _record(access, "crear_token", f"{user}#{number}")
    print(
        json.dumps({"number": number, "token": key}) if as_json else f"Token {number} (guárdelo, no se repite): {key}"
    )


def list_tokens(as_json: _AsJson = False) -> None:
    """Muestra los tokens, sin la clave."""
    rows = [
        {
            "number": token.id,
            "user": name,
            "label": token.label,
            "actions": token.actions.split(),
            "expires_at": token.expires_at,
            "revoked": token.revoked_at is not None,
        }
        for name, token in _access().tokens.all()
    ]
    if as_json:
        print(json.dumps({"tokens": rows}, ensure_ascii=False))
        return
    for row in rows:
        print(row["number"], row["user"], row["label"], "(revocado)" if row["revoked"] else "", sep="  ")


def revoke_token(number: int) -> None:
    """Revoca un token en el acto."""
    from api.auth.access import now_s

    access = _access()
    access.tokens.revoke(number, now_s())
    _record(access, "revocar_token", f"#{number}")
    print(f"Revocado el token {number}.")


def _access() -> Access:
    from api.auth.access import Access

    return Access(Settings())


def _add(access: Access, caller: Caller, secret: str) -> None:
    from api.auth.access import now_s

    access.accounts.add(caller, secret, now_s())
    _record(access, "crear_cuenta", caller.name)
    print(f"Creada la cuenta «{caller.name}» ({', '.join(sorted(caller.roles))}).")


def _record(access: Access, action: str, subject: str) -> None:
    from tools.audit import AuditEvent

    access.audit.record(AuditEvent(f"consola:{getuser()}", action, subject, "hecho"))


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass("Contraseña: ")
    if getpass("Repítala: ") != first:
        raise BadInput("CLAVES_DISTINTAS", "Las dos contraseñas no coinciden.", "Escríbalas de nuevo.")
    return first
