"""The chat page. With JavaScript it streams; without it, the question is a form and the answer a page."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from api.pages.views import page
from api.services import ServicesDep
from assistant.steps import Question

router = APIRouter(include_in_schema=False)
_MEXICO = ZoneInfo("America/Mexico_City")
SUGGESTIONS = (
    "¿A partir de cuándo se cobran recargos si el patrón no paga las cuotas?",
    "¿Cuánto debe hoy de la COP de enero un patrón que no ha pagado $84,321.55?",
    "Me embargaron más de lo que debo, ¿qué bienes no se pueden embargar?",
    "¿A qué área consulto cuando no hay criterio?",
)


@router.get("/", response_class=HTMLResponse)
async def chat(services: ServicesDep, q: Annotated[str, Query(max_length=20_000)] = "") -> HTMLResponse:
    """The conversation; a question in the address is answered in the page."""
    if not q.strip():
        return page("chat.html", section="chat", question="", suggestions=SUGGESTIONS)
    answer = await services.assistant.answer(Question(text=q, today=datetime.now(_MEXICO).date()))
    return page("chat.html", section="chat", question=q, answer=answer, suggestions=SUGGESTIONS)
