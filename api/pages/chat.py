"""The chat page. With JavaScript it streams; without it, the question is a form and the answer a page."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from api.auth.dependencies import CallerDep
from api.pages.suggestions import suggestions
from api.pages.views import page
from api.services import ServicesDep
from assistant.steps import Question

router = APIRouter(include_in_schema=False)
_MEXICO = ZoneInfo("America/Mexico_City")


@router.get("/", response_class=HTMLResponse)
async def chat(
    services: ServicesDep, caller: CallerDep, q: Annotated[str, Query(max_length=20_000)] = ""
) -> HTMLResponse:
    """The conversation; a question in the address is answered in the page."""
    offered = suggestions(caller.roles)
    if not q.strip():
        return page("chat.html", section="chat", question="", suggestions=offered)
    answer = await services.assistant.answer(Question(text=q, today=datetime.now(_MEXICO).date(), caller=caller))
    return page("chat.html", section="chat", question=q, answer=answer, suggestions=offered)
