"""`criterio ask`: a question in the terminal, or a batch of them."""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from assistant.mcp_commands import mcp
from corpus.errors import BadInput, CriterioError

if TYPE_CHECKING:
    from assistant.answers import Answer
    from assistant.turn import Assistant

_MEXICO = ZoneInfo("America/Mexico_City")


def register(app: typer.Typer) -> None:
    """Add the commands of this package to `criterio`."""
    from assistant.consultations import commands as consultations
    from assistant.conversations import commands as conversations

    app.command("ask")(ask)
    app.command("mcp")(mcp)
    consultations.register(app)
    conversations.register(app)


def ask(
    question: Annotated[str, typer.Argument(help="La pregunta, entre comillas.")] = "",
    as_of: Annotated[str, typer.Option(help="Día en el que se pregunta por el texto vigente (AAAA-MM-DD).")] = "",
    user: Annotated[str, typer.Option(help="Nombre de usuario con cuyos permisos se consulta.")] = "",
    batch: Annotated[Path | None, typer.Option(help='Archivo JSONL con {"id", "question"} por línea.')] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Un documento JSON.")] = False,
) -> None:
    """Responde con citas que se pueden verificar."""
    day = _day(as_of)
    from assistant.build import build_assistant, build_library
    from corpus.settings import Settings

    settings = Settings()
    assistant = build_assistant(settings, build_library(settings))
    if batch is not None:
        _batch(assistant, batch, day, user)
        return
    answer = asyncio.run(_one(assistant, question, day, user))
    if as_json:
        print(answer.model_dump_json())
    else:
        from assistant.terminal import show_answer

        show_answer(answer)
    if answer.status.value in ("no_criterion", "refused"):
        raise SystemExit(1)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput("FECHA_INVALIDA", f"«{text}» no es una fecha.", "Escríbala como 2026-03-17.") from error


async def _one(
    assistant: Assistant, text: str, as_of: date | None, user: str, row: dict[str, Any] | None = None
) -> Answer:
    from assistant.callers import caller_named
    from assistant.steps import Question

    row = row or {}
    today = date.fromisoformat(row["date"]) if row.get("date") else datetime.now(_MEXICO).date()
    as_of = date.fromisoformat(row["as_of"]) if row.get("as_of") else as_of
    earlier = tuple(row.get("before", ()))
    question = Question(
        text=text, today=today, as_of=as_of, caller=caller_named(row.get("user") or user), earlier=earlier
    )
    return await assistant.answer(question)


def _batch(assistant: Assistant, path: Path, as_of: date | None, user: str) -> None:
    """One JSON line per line of input; a bad line gives its error and the batch goes on."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise BadInput("ARCHIVO_ILEGIBLE", f"No se puede leer «{path}».", "Revise la ruta y los permisos.") from error

    async def run() -> None:
        for number, line in enumerate(lines, 1):
            if line.strip():
                print(json.dumps(await _row(assistant, line, number, as_of, user), ensure_ascii=False), flush=True)

    asyncio.run(run())


async def _row(assistant: Assistant, line: str, number: int, as_of: date | None, user: str) -> dict[str, Any]:
    identifier: Any = number
    try:
        row = json.loads(line)
        identifier = row.get("id", number)
        answer = await _one(assistant, str(row["question"]), as_of, user, row)
    except CriterioError as error:
        return {"id": identifier, **error.as_json()}
    except (ValueError, KeyError, AttributeError, TypeError):
        wrong = BadInput("LINEA_INVALIDA", f"La línea {number} no es un objeto con «question».", "Corríjala y repita.")
        print(f"Error {wrong.code}: {wrong}", file=sys.stderr)
        return {"id": identifier, **wrong.as_json()}
    return {"id": identifier, **answer.model_dump(mode="json")}
