"""`criterio serve` and `criterio config show`."""

from __future__ import annotations

import json
import socket
from typing import Annotated

import typer

from api.audit import commands as audit_commands
from api.auth import commands as auth_commands
from api.auth.oidc import commands as oidc_commands
from api.backup import commands as backup_commands
from corpus.errors import BadInput, Unavailable
from corpus.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the commands of this package to `criterio`."""
    app.command("serve")(serve)
    config = typer.Typer(help="Configuración en uso.", no_args_is_help=True)
    config.command("show")(config_show)
    config.command("reference")(config_reference)
    app.add_typer(config, name="config")
    auth_commands.register(app)
    oidc_commands.register(app)
    audit_commands.register(app)
    backup_commands.register(app)


def serve(
    host: Annotated[str | None, typer.Option(help="Dirección en la que escucha.")] = None,
    port: Annotated[int | None, typer.Option(help="Puerto.")] = None,
) -> None:
    """Sirve el chat y la API."""
    settings = Settings()
    address, number = host or settings.host, port or settings.port
    _refuse_open_house(address, settings.auth)
    _refuse_taken_port(address, number)
    import uvicorn

    from api.app import create_app
    from api.observability.logs import configure

    configure(settings.log_level)
    print(f"Criterio escucha en http://{address}:{number} (Ctrl+C termina)")
    uvicorn.run(create_app(settings), host=address, port=number, log_config=None, access_log=False)


def _refuse_open_house(host: str, auth: str) -> None:
    if auth == "loopback" and host not in ("127.0.0.1", "::1", "localhost"):
        raise BadInput(
            "SIN_AUTENTICACION",
            f"Escuchar en {host} abre Criterio a otras máquinas sin pedir cuenta.",
            "Ponga CRITERIO_AUTH=required y cree cuentas con «criterio users create-admin», o use 127.0.0.1.",
        )


def _refuse_taken_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Unavailable(
                "PUERTO_OCUPADO",
                f"No se puede escuchar en {host}:{port}.",
                "Cierre el otro programa o indique --port con un número libre.",
            ) from error


def config_show(as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Muestra cada ajuste, su variable, su valor y para qué sirve; las claves, ocultas."""
    from api.observability.logs import without_secrets

    settings = Settings()
    rows = [
        {
            "variable": f"CRITERIO_{name.upper()}",
            "value": without_secrets(str(getattr(settings, name))),
            "description": field.description,
        }
        for name, field in Settings.model_fields.items()
    ]
    if as_json:
        print(json.dumps({"settings": rows}, ensure_ascii=False))
        return
    for row in rows:
        print(f"{row['variable']} = {row['value'] or '(vacío)'}\n    {row['description']}")


def config_reference() -> None:
    """Escribe la referencia de la API (Markdown), como está en docs/api.md y en /docs."""
    from api.app import create_app
    from api.reference import reference

    print(reference(create_app(Settings()).openapi()), end="")
