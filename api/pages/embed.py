"""The widget: its script, and the chat page that it frames."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query
from fastapi.responses import FileResponse, HTMLResponse

from api.auth.dependencies import CallerDep
from api.pages.suggestions import suggestions
from api.pages.views import page
from api.services import ServicesDep
from assistant.steps import Question

router = APIRouter(include_in_schema=False)
_MEXICO = ZoneInfo("America/Mexico_City")
_WIDGET = Path(__file__).parents[1] / "static" / "widget.js"


@router.get("/widget.js")
def widget() -> FileResponse:
    """The script that defines `<criterio-chat>` in the host page."""
    return FileResponse(_WIDGET, media_type="text/javascript", headers={"Cache-Control": "no-cache"})


@router.get("/embed", response_class=HTMLResponse)
async def embed(
    services: ServicesDep, caller: CallerDep, q: Annotated[str, Query(max_length=20_000)] = ""
) -> HTMLResponse:
    """The conversation without the site's header, for the frame of an allowed page."""
    answer = None
    if q.strip():
        answer = await services.assistant.answer(Question(text=q, today=datetime.now(_MEXICO).date(), caller=caller))
    return page(
        "embed.html", section="chat", question=q.strip(), answer=answer, suggestions=suggestions(caller.roles),
        embedders=services.settings.embed_origin_list,
    )  # fmt: skip
