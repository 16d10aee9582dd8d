"""What the commands of consultations share: who acts, over which database, and how things are shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from corpus.errors import BadInput

if TYPE_CHECKING:
    from assistant.consultations.office import Office
    from tools.caller import Caller

_MEXICO = ZoneInfo("America/Mexico_City")
User = Annotated[str, typer.Option(help="Usuario que actúa; sin él sólo se redactan borradores propios.")]
AsJson = Annotated[bool, typer.Option("--json", help="Un documento JSON.")]
Identifier = Annotated[int, typer.Argument(help="Número interno de la consulta.")]
Seen = Annotated[int, typer.Option("--version", help="Versión que se edita; por omisión, la actual.")]


@contextmanager
def opened(user: str) -> Iterator[tuple[Office, Caller]]:
    """The office over the settings' database, and who acts."""
    from assistant.consultations.office import local_caller, open_office
    from corpus.settings import Settings

    settings = Settings()
    office = open_office(settings, now)
    try:
        yield office, local_caller(settings.state_dir, user)
    finally:
        office.close()


def now() -> datetime:
    return datetime.now(_MEXICO)


def write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise BadInput("ARCHIVO_NO_ESCRITO", f"No se puede escribir «{path}».", "Revise la ruta.") from error
    typer.echo(f"Se escribió {path}.")


def print_one(office: Office, identifier: int, caller: Caller, as_json: bool) -> None:
    from assistant.consultations.views import as_json as view
    from assistant.consultations.views import as_text

    row = office.register.get(identifier, caller)
    checks = office.drafting.checks(row)
    events = office.register.events(identifier, caller)
    if as_json:
        print_json(view(row, checks, events))
    else:
        typer.echo(as_text(row, checks, events))


def print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, default=str))
