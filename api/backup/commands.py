"""`criterio backup create|verify|restore` and `criterio db upgrade`."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.settings import Settings

if TYPE_CHECKING:
    from api.backup.archive import Contents

_AsJson = Annotated[bool, typer.Option("--json", help="Un documento JSON.")]


def register(app: typer.Typer) -> None:
    """Add the commands to `criterio`."""
    backup = typer.Typer(help="Respaldo de base, corpus, índice y archivos.", no_args_is_help=True)
    backup.command("create")(create)
    backup.command("verify")(verify)
    backup.command("restore")(restore)
    app.add_typer(backup, name="backup")
    database = typer.Typer(help="Esquema de la base de datos.", no_args_is_help=True)
    database.command("upgrade")(upgrade)
    app.add_typer(database, name="db")


def create(target: Path, as_json: _AsJson = False) -> None:
    """Escribe un respaldo (.tar.gz); el servicio puede seguir trabajando. Contiene secretos: guárdelo cifrado."""
    from api.auth.access import Access
    from api.backup import archive

    settings = Settings()
    _say(
        "Respaldo escrito",
        archive.create(Access(settings).engine, settings.state_dir, target, datetime.now(UTC)),
        as_json,
    )


def verify(source: Path, as_json: _AsJson = False) -> None:
    """Lee el respaldo entero y compara cada suma."""
    from api.backup import archive

    _say("Respaldo íntegro", archive.verify(source), as_json)


def restore(source: Path, as_json: _AsJson = False) -> None:
    """Restaura en una carpeta de estado y una base vacías."""
    from api.backup import archive

    settings = Settings()
    _say("Restaurado", archive.restore(source, settings.effective_database_url, settings.state_dir), as_json)


def upgrade() -> None:
    """Lleva la base de datos al esquema de esta versión."""
    from api.auth.access import Access

    engine = Access(Settings()).engine
    print(f"Base de datos al día ({engine.dialect.name}).")


def _say(what: str, contents: Contents, as_json: bool) -> None:
    if as_json:
        print(json.dumps(asdict(contents)))
    else:
        print(f"{what}: {contents.rows} filas, {contents.files} archivos, del {contents.created_at}.")
