"""`criterio oidc check`: whether the institution's provider is well configured, before anybody tries to enter."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from corpus.errors import BadInput
from corpus.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the command to `criterio`."""
    oidc = typer.Typer(help="Cuentas de la institución (OpenID Connect).", no_args_is_help=True)
    oidc.callback()(_together)
    oidc.command("check")(check)
    app.add_typer(oidc, name="oidc")


def _together() -> None:
    """Cuentas de la institución (OpenID Connect)."""


def check(
    claims: Annotated[Path | None, typer.Option(help="Datos de una persona (JSON) para ver qué recibiría.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Un documento JSON.")] = False,
) -> None:
    """Prueba los ajustes, el mapa de grupos y el proveedor."""
    from api.auth.oidc.configuration import read_configuration
    from api.auth.oidc.provider import Provider

    configuration = read_configuration(Settings())
    if configuration is None:
        raise BadInput("OIDC_INCOMPLETO", "No hay emisor configurado.", "Ponga CRITERIO_OIDC_ISSUER.")
    told: dict[str, object] = {
        "issuer": configuration.issuer,
        "client_id": configuration.client_id,
        "return_url": configuration.return_url,
        "groups": {
            group: sorted(role.value for role in grant.roles) for group, grant in configuration.mapping.groups.items()
        },
    }
    if claims is not None:
        roles, territory = configuration.mapping.granted(_read_claims(claims))
        told["person"] = {
            "roles": sorted(role.value for role in roles),
            "national": territory.national,
            "ooad": territory.ooad,
            "subdelegaciones": sorted(territory.subdelegaciones),
        }
    metadata = Provider(configuration.issuer).metadata()
    told["authorization_endpoint"], told["token_endpoint"] = metadata.authorization_endpoint, metadata.token_endpoint
    if as_json:
        print(json.dumps(told, ensure_ascii=False))
        return
    for name, value in told.items():
        print(f"{name}: {json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value}")


def _read_claims(path: Path) -> dict[str, object]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadInput("DATOS_ILEGIBLES", f"No se puede leer {path}.", "Dé un archivo JSON con un objeto.") from error
    if not isinstance(found, dict):
        raise BadInput("DATOS_ILEGIBLES", f"{path} no contiene un objeto.", "Dé un archivo JSON con un objeto.")
    return found
