"""`criterio draft ...`: consultations in the terminal."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.consultations.step_commands import register as register_steps
from assistant.consultations.terminal import AsJson, Identifier, Seen, User, now, opened, print_json, print_one, write
from corpus.errors import BadInput

if TYPE_CHECKING:
    from assistant.answers import Answer


def register(app: typer.Typer) -> None:
    """Add `draft` to `criterio`."""
    draft = typer.Typer(no_args_is_help=True, help="Consultas formales: borrador, oficio, respuesta y criterio.")
    draft.command("new")(new)
    draft.command("list")(list_all)
    draft.command("show")(show)
    draft.command("edit")(edit)
    draft.command("check")(check)
    draft.command("diff")(diff)
    draft.command("comment")(comment)
    draft.command("hand-over")(hand_over)
    draft.command("reminders")(reminders)
    draft.command("similar")(similar)
    draft.command("join")(join)
    draft.command("export")(export)
    draft.command("files")(files)
    draft.command("template")(template)
    register_steps(draft)
    app.add_typer(draft, name="draft")


def new(
    question: Annotated[str, typer.Option(help="La duda que se consulta.")] = "",
    answer: Annotated[Path | None, typer.Option(help="Respuesta de «criterio ask --json» de la que se parte.")] = None,
    conversation: Annotated[str, typer.Option(help="Conversación propia de la que se parte.")] = "",
    without: Annotated[
        list[int] | None, typer.Option(help="Lugar, desde 0, de una pregunta de ella que es de otro asunto.")
    ] = None,
    scope: Annotated[str, typer.Option(help="general, operativa o concreta, contra lo que dice la regla.")] = "",
    reason: Annotated[str, typer.Option(help="Razón para no seguir la regla.")] = "",
    user: User = "",
    as_json: AsJson = False,
) -> None:
    """Nuevo borrador a partir de una pregunta y de lo que se encontró."""
    from assistant.consultations.draft import Scope
    from assistant.consultations.office import Beginning

    if scope and scope not in [known.value for known in Scope]:
        raise BadInput("TIPO_INVALIDO", f"«{scope}» no es un tipo.", "Use general, operativa o concreta.")
    with opened(user) as (office, caller):
        found = _read_answer(answer) if answer else None
        beginning = Beginning(
            question, conversation, found, Scope(scope) if scope else None, reason, tuple(without or ())
        )
        row = asyncio.run(office.begin(beginning, caller))
        print_one(office, row.id, caller, as_json)


def _read_answer(path: Path) -> Answer:
    from assistant.answers import Answer

    try:
        return Answer.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadInput(
            "RESPUESTA_ILEGIBLE", f"«{path}» no es una respuesta.", "Guárdela con «criterio ask --json»."
        ) from error


def list_all(user: User = "", as_json: AsJson = False) -> None:
    """Consultas al alcance de quien pregunta."""
    with opened(user) as (office, caller):
        rows = office.register.visible(caller)
        if as_json:
            print_json(
                [{"id": row.id, "state": row.state, "number": row.number, "subject": row.subject} for row in rows]
            )
            return
        for row in rows:
            print(f"{row.id:>5}  {row.state:<12} {row.number or '—':<28} {row.subject}")
        if not rows:
            print("No hay consultas a su alcance.")


def show(identifier: Identifier, user: User = "", as_json: AsJson = False) -> None:
    """Una consulta: su texto, lo que le falta y su historia."""
    with opened(user) as (office, caller):
        print_one(office, identifier, caller, as_json)


def edit(
    identifier: Identifier,
    file: Annotated[Path | None, typer.Option(help="Borrador completo en JSON.")] = None,
    change: Annotated[list[str] | None, typer.Option("--set", help="campo=valor; el valor puede ser JSON.")] = None,
    seen: Seen = 0,
    user: User = "",
    as_json: AsJson = False,
) -> None:
    """Guarda una versión nueva del borrador."""
    from assistant.consultations.drafting import read_draft
    from assistant.consultations.edits import apply_changes, read_file

    with opened(user) as (office, caller):
        row = office.register.get(identifier, caller)
        data = read_file(file) if file else dict(row.draft)
        draft = read_draft(apply_changes(data, change or []))
        office.register.edit(identifier, seen or row.version, draft, caller)
        print_one(office, identifier, caller, as_json)


def check(identifier: Identifier, user: User = "", as_json: AsJson = False) -> None:
    """Lo que le falta al borrador para avanzar; termina en 1 si algo lo detiene."""
    with opened(user) as (office, caller):
        found = office.drafting.checks(office.register.get(identifier, caller))
    if as_json:
        print_json([item.as_json() for item in found])
    else:
        for item in found:
            print(f"{'✗' if item.blocking else '·'} {item.message} ({item.place})")
        if not found:
            print("El borrador está completo.")
    if any(item.blocking for item in found):
        raise SystemExit(1)


def diff(
    identifier: Identifier,
    before: Annotated[int, typer.Argument(help="Versión anterior.")],
    after: Annotated[int, typer.Argument(help="Versión posterior.")],
    user: User = "",
) -> None:
    """Qué cambió entre dos versiones."""
    with opened(user) as (office, caller):
        for found in office.differences(identifier, before, after, caller):
            print(f"{found.name.capitalize()}:", *found.lines, sep="\n  ")


def comment(
    identifier: Identifier, text: Annotated[str, typer.Argument(help="El comentario.")], user: User = ""
) -> None:
    """Agrega un comentario."""
    with opened(user) as (office, caller):
        office.register.comment(identifier, text, caller)


def hand_over(
    identifier: Identifier,
    to: Annotated[str, typer.Option(help="Nombre de usuario de quien la recibe.")],
    why: Annotated[str, typer.Option(help="Razón o comentario.")] = "",
    seen: Seen = 0,
    user: User = "",
    as_json: AsJson = False,
) -> None:
    """Traspasa el borrador a un colega del mismo territorio."""
    with opened(user) as (office, caller):
        office.handover.give(identifier, to, caller, seen, why)
        print_one(office, identifier, caller, as_json)


def reminders(
    day: Annotated[str, typer.Option(help="Día en que se recuerda, AAAA-MM-DD; por omisión, hoy.")] = "",
    as_json: AsJson = False,
) -> None:
    """Recuerda lo que está por vencer o venció, una sola vez cada cosa, aunque lo ejecuten varios equipos."""
    with opened("") as (office, _caller):
        told = office.reminders.tell(_day(day))
    if as_json:
        print_json([item.as_json() for item in told])
        return
    for item in told:
        print(f"{item.person}: {item.message}")
    if not told:
        print("No hay nada nuevo que recordar.")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else now().date()
    except ValueError as error:
        raise BadInput("FECHA_INVALIDA", f"«{text}» no es un día.", "Escríbalo como AAAA-MM-DD.") from error


def similar(
    question: Annotated[str, typer.Argument(help="La duda.")], user: User = "", as_json: AsJson = False
) -> None:
    """Consultas y criterios parecidos, antes de redactar otra."""
    with opened(user) as (office, caller):
        found = office.similar.find(question, caller)
    if as_json:
        print_json([item.as_json() for item in found])
        return
    for item in found:
        print(f"{item.closeness:.2f}  {item.kind} {item.number or item.identifier}  {item.state}  {item.subject}")
    if not found:
        print("No hay consultas ni criterios parecidos.")


def join(
    identifier: Identifier,
    other: Annotated[int, typer.Argument(help="La consulta que sigue.")],
    user: User = "",
    as_json: AsJson = False,
) -> None:
    """Une un borrador a otra consulta que pregunta lo mismo."""
    with opened(user) as (office, caller):
        office.register.join(identifier, other, caller)
        print_one(office, identifier, caller, as_json)


def export(
    identifier: Identifier,
    path: Annotated[Path, typer.Argument(help="Archivo .docx o .pdf que se escribe.")],
    user: User = "",
) -> None:
    """Escribe el oficio en .docx o en PDF accesible."""
    with opened(user) as (office, caller):
        written = office.document(office.register.get(identifier, caller), path.suffix.lower().lstrip("."), caller)
    write(path, written)


def files(
    identifier: Identifier,
    to: Annotated[Path | None, typer.Option(help="Carpeta en que se escriben.")] = None,
    remove: Annotated[int, typer.Option(help="Número del anexo que se quita.")] = 0,
    user: User = "",
    as_json: AsJson = False,
) -> None:
    """Los adjuntos de una consulta; con --to los escribe."""
    with opened(user) as (office, caller):
        if remove:
            office.steps.detach(identifier, remove, caller)
        held = office.steps.files(identifier, caller)
    for file in held if to else []:
        assert to is not None
        write(to / f"{file.id}-{file.name}", file.content)
    if as_json:
        print_json([{"id": f.id, "purpose": f.purpose, "name": f.name, "sha256": f.sha256} for f in held])
    elif not to:
        for file in held:
            print(f"{file.id:>5}  {file.purpose:<10} {file.sha256[:16]}…  {file.name}")


def template(path: Annotated[Path, typer.Argument(help="Archivo .docx que se escribe.")]) -> None:
    """Escribe la plantilla de Word, para que la unidad la adapte."""
    from assistant.consultations.docx_template import default_template
    from assistant.consultations.word import TEMPLATE

    write(path, default_template())
    print(f"Adáptela y déjela en «{TEMPLATE}» dentro de la carpeta del estado.")
