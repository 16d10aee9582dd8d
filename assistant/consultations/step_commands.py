"""`criterio draft submit|return|sign|attach|send|attend|reply|close|cancel|publish|criteria|restore`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from assistant.consultations.terminal import AsJson, Identifier, Seen, User, now, opened, print_json, print_one
from corpus.errors import BadInput

_Why = Annotated[str, typer.Option(help="Razón o comentario.")]
_File = Annotated[Path | None, typer.Option(help="Archivo PDF o DOCX.")]


def register(draft: typer.Typer) -> None:
    """Add the steps to `criterio draft`."""
    for name, step, text in (
        ("submit", "SUBMIT", "Envía el borrador a revisión."),
        ("return", "RETURN", "Devuelve el borrador a quien lo redacta."),
        ("sign", "SIGN", "Firma: asigna el número y la huella."),
        ("attend", "ATTEND", "El área normativa toma la consulta."),
        ("close", "CLOSE", "Cierra la consulta."),
        ("cancel", "CANCEL", "Cancela la consulta."),
    ):
        draft.command(name, help=text)(_stepper(step))
    for function in (attach, send, reply, publish, criteria, restore):
        draft.command()(function)


def _stepper(name: str):  # type: ignore[no-untyped-def]
    def take(identifier: Identifier, why: _Why = "", seen: Seen = 0, user: User = "", as_json: AsJson = False) -> None:
        from assistant.consultations.workflow import Step

        with opened(user) as (office, caller):
            office.steps.take(identifier, Step[name], caller, seen, why)
            print_one(office, identifier, caller, as_json)

    return take


def attach(
    identifier: Identifier,
    file: Annotated[Path, typer.Argument(help="Archivo PDF o DOCX.")],
    purpose: Annotated[str, typer.Option("--as", help="anexo, firmado o respuesta.")] = "anexo",
    user: User = "",
) -> None:
    """Adjunta un archivo."""
    content = _read(file)
    with opened(user) as (office, caller):
        kept = office.steps.attach(identifier, purpose, file.name, content, caller)
        typer.echo(f"Se adjuntó {kept.name} ({kept.sha256[:12]}…), {len(kept.text)} caracteres leídos.")


def send(identifier: Identifier, file: _File = None, user: User = "", as_json: AsJson = False) -> None:
    """Envía el oficio firmado; con --file adjunta antes la copia firmada."""
    from assistant.consultations.workflow import Step

    content = _read(file) if file else b""
    with opened(user) as (office, caller):
        if file:
            office.steps.attach(identifier, "firmado", file.name, content, caller)
        office.steps.take(identifier, Step.SEND, caller)
        print_one(office, identifier, caller, as_json)


def reply(identifier: Identifier, file: _File = None, user: User = "", as_json: AsJson = False) -> None:
    """Registra la respuesta; con --file adjunta el oficio de respuesta."""
    from assistant.consultations.workflow import Step

    content = _read(file) if file else b""
    with opened(user) as (office, caller):
        if file:
            office.steps.attach(identifier, "respuesta", file.name, content, caller)
        office.steps.take(identifier, Step.REPLY, caller)
        print_one(office, identifier, caller, as_json)


def publish(
    identifier: Identifier,
    number: Annotated[str, typer.Option(help="Número del criterio.")],
    text: Annotated[str, typer.Option(help="Texto del criterio; por omisión, el de la respuesta.")] = "",
    valid_from: Annotated[str, typer.Option("--from", help="Día desde el que rige; por omisión, hoy.")] = "",
    basis: Annotated[list[str] | None, typer.Option(help="Id de un precepto en que se funda.")] = None,
    scope: Annotated[str, typer.Option(help="Ámbito.")] = "nacional",
    supersedes: Annotated[str, typer.Option(help="Número del criterio que sustituye.")] = "",
    confirmed: Annotated[bool, typer.Option("--confirm", help="Se publica a pesar de las advertencias.")] = False,
    user: User = "",
) -> None:
    """Publica la respuesta como criterio: entra al corpus en ese momento."""
    from pydantic import ValidationError

    from assistant.consultations.publishing import NewCriterion

    try:
        new = NewCriterion(
            number=number,
            text=text,
            valid_from=date.fromisoformat(valid_from) if valid_from else now().date(),
            basis=basis,
            scope=scope,
            supersedes=supersedes,
            confirmed=confirmed,
        )
    except (ValidationError, ValueError) as error:
        raise BadInput("CRITERIO_INVALIDO", "El número o la fecha no se entienden.", "Revíselos.") from error
    with opened(user) as (office, caller):
        found = office.publisher.publish(identifier, new, caller)
        typer.echo(f"Se publicó el criterio {found.number} ({found.instrument}), vigente desde {found.valid_from}.")


def criteria(as_json: AsJson = False) -> None:
    """Criterios publicados y los que hay que revisar porque cambió su fundamento."""
    with opened("") as (office, _caller):
        rows, changed = office.publisher.published(), office.publisher.to_review()
    if as_json:
        print_json([{"number": r.number, "subject": r.subject, "to_review": changed.get(r.number, [])} for r in rows])
        return
    for row in rows:
        flag = f"  REVISAR: cambió {', '.join(changed[row.number])}" if row.number in changed else ""
        typer.echo(f"{row.number:<24} desde {row.valid_from}  {row.subject}{flag}")
    if not rows:
        typer.echo("No hay criterios publicados.")


def restore() -> None:
    """Devuelve al corpus los criterios publicados que perdió al rehacerse."""
    with opened("") as (office, _caller):
        numbers = office.publisher.restore()
    typer.echo(f"Se devolvieron: {', '.join(numbers)}." if numbers else "El corpus tiene todos los criterios.")


def _read(path: Path) -> bytes:
    from assistant.consultations.attachments import LARGEST

    try:
        with path.open("rb") as stream:
            return stream.read(LARGEST + 1)
    except OSError as error:
        raise BadInput("ARCHIVO_ILEGIBLE", f"No se puede leer «{path}».", "Revise la ruta y los permisos.") from error
