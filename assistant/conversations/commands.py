"""`criterio conversations ...`: how long conversations are kept, in the terminal."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from corpus.errors import BadInput

_MEXICO = ZoneInfo("America/Mexico_City")


def register(app: typer.Typer) -> None:
    """Add `conversations` to `criterio`."""
    conversations = typer.Typer(no_args_is_help=True, help="Conversaciones del chat: cuánto se conservan.")
    # A callback keeps the name of its only command: `criterio conversations purge`.
    conversations.callback()(_group)
    conversations.command("purge")(purge)
    app.add_typer(conversations, name="conversations")


def _group() -> None:
    """Conversaciones del chat: cuánto se conservan."""


def purge(
    days: Annotated[
        int, typer.Option(help="Días sin uso; por omisión, los de CRITERIO_CONVERSATION_DAYS.", show_default=False)
    ] = 0,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Sólo dice cuántas se borrarían.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Un documento JSON.")] = False,
) -> None:
    """Borra, sin copia, las conversaciones que llevan más días sin uso. Queda en la bitácora."""
    from assistant.conversations.desk import ConversationDesk
    from corpus.settings import Settings
    from tools.state_database import open_audit

    settings = Settings()
    limit = days or settings.conversation_days
    if limit < 1:
        raise BadInput(
            "CONSERVACION_SIN_LIMITE",
            "Con CRITERIO_CONVERSATION_DAYS=0 las conversaciones no se borran por antigüedad.",
            "Indique los días: criterio conversations purge --days 365",
        )
    desk = ConversationDesk(
        settings.effective_database_url,
        lambda: datetime.now(_MEXICO),
        settings.conversation_days,
        open_audit(settings),
    )
    kept = desk.conversations
    count = kept.unused(limit) if dry_run else kept.purge(limit, "terminal")
    if as_json:
        typer.echo(json.dumps({"days": limit, "deleted": 0 if dry_run else count, "found": count}))
        return
    outcome = "se borrarían" if dry_run else "borradas"
    typer.echo(f"Conversaciones sin uso en más de {limit} días; {outcome}: {count}.")
