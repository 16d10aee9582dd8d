"""What the routes use, built once at start and handed to them; no route builds or looks up anything itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, cast
from zoneinfo import ZoneInfo

from fastapi import Depends, Request

from api.turns import Turns
from assistant.build import build_assistant, build_library, build_registry, load_values, load_working_days
from assistant.conversations.desk import ConversationDesk
from assistant.library import Library
from assistant.turn import Assistant
from assistant.watching import UNWATCHED, Watcher
from corpus.settings import Settings
from tools.caller import Caller
from tools.registry import Registry, ToolContext
from tools.state_database import open_audit

_MEXICO = ZoneInfo("America/Mexico_City")


@dataclass(frozen=True, slots=True)
class Services:
    """The running parts of one process."""

    settings: Settings
    library: Library
    assistant: Assistant
    turns: Turns
    registry: Registry
    tool_context: Callable[[date, Caller], ToolContext]
    desk: ConversationDesk


def build_services(settings: Settings, watcher: Watcher = UNWATCHED) -> Services:
    """Wire the parts from the settings; `watcher` is told of every turn."""
    library = build_library(settings)
    assistant = build_assistant(settings, library, watcher)
    values, calendar, audit = load_values(settings), load_working_days(settings), open_audit(settings)
    return Services(
        settings,
        library,
        assistant,
        Turns(assistant),
        build_registry(library, settings),
        lambda today, caller: ToolContext(today, values, calendar, caller, audit),
        ConversationDesk(settings.effective_database_url, _now, settings.conversation_days, audit),
    )


def _now() -> datetime:
    return datetime.now(_MEXICO)


def _services(request: Request) -> Services:
    return cast(Services, request.app.state.services)


ServicesDep = Annotated[Services, Depends(_services)]
