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
from api.routes import embed_keys
from api.services import Services, ServicesDep
from assistant.answers import Answer
from assistant.steps import Question
from tools.caller import Caller

router = APIRouter()
router.include_router(embed_keys.router)
_MEXICO = ZoneInfo("America/Mexico_City")
_WIDGET = Path(__file__).parents[1] / "static" / "widget.js"


@router.get("/widget.js", include_in_schema=False)
def widget() -> FileResponse:
    """The script that defines `<criterio-chat>` in the host page."""
    return FileResponse(_WIDGET, media_type="text/javascript", headers={"Cache-Control": "no-cache"})


@router.get("/embed", response_class=HTMLResponse, include_in_schema=False)
def embed(services: ServicesDep, caller: CallerDep) -> HTMLResponse:
    """The conversation without the site's header, for the frame of an allowed page; empty, hence anybody's."""
    return _chat(services, caller, "", None)


@router.get("/embed/pregunta", response_class=HTMLResponse, include_in_schema=False)
async def ask(
    services: ServicesDep, caller: CallerDep, q: Annotated[str, Query(min_length=1, max_length=20_000)]
) -> HTMLResponse:
    """A question of the frame, where no script runs."""
    answer = await services.assistant.answer(Question(text=q, today=datetime.now(_MEXICO).date(), caller=caller))
    return _chat(services, caller, q.strip(), answer)


def _chat(services: Services, caller: Caller, question: str, answer: Answer | None) -> HTMLResponse:
    return page(
        "embed.html", section="chat", question=question, answer=answer, suggestions=suggestions(caller.roles),
        embedders=services.settings.embed_origin_list,
    )  # fmt: skip
