"""A question: one JSON document, or Server-Sent Events as each part is verified."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from api import sse
from api.auth.dependencies import CallerDep
from api.services import ServicesDep
from assistant.answers import Answer
from assistant.events import DoneEvent, ErrorEvent
from assistant.steps import Question
from corpus.errors import CriterioError

router = APIRouter(prefix="/api/v1", tags=["preguntas"])
_MEXICO = ZoneInfo("America/Mexico_City")


class AskBody(BaseModel):
    """A question and, optionally, the day as of which it is asked."""

    question: Annotated[
        str,
        Field(
            max_length=20_000,
            examples=["¿A partir de cuándo se cobran recargos si el patrón no paga las cuotas?"],
        ),
    ]
    as_of: date | None = None
    stream: bool = False
    earlier: Annotated[list[str], Field(max_length=20, description="Mensajes anteriores de la persona")] = []


@router.post("/ask", response_model=Answer, responses={200: {"content": {sse.MEDIA_TYPE: {}}}})
async def ask(body: AskBody, services: ServicesDep, caller: CallerDep) -> Answer | StreamingResponse:
    """Answer with pin cites; with `stream`, send events: status, citation, sentence, tool, done, error."""
    question = Question(
        text=body.question,
        today=datetime.now(_MEXICO).date(),
        as_of=body.as_of,
        caller=caller,
        earlier=tuple(body.earlier),
    )
    if body.stream:
        return StreamingResponse(_sse(services, question), media_type=sse.MEDIA_TYPE, headers=sse.HEADERS)
    async for event in services.assistant.events(question):
        if isinstance(event, DoneEvent):
            return event.answer
    raise AssertionError("a turn ends with a done event or raises")


async def _sse(services: ServicesDep, question: Question) -> AsyncIterator[str]:
    number = 0
    try:
        async for event in services.assistant.events(question):
            number += 1
            yield sse.block(str(number), event)
    except CriterioError as error:
        yield sse.block(str(number + 1), ErrorEvent(code=error.code, message=str(error)))
