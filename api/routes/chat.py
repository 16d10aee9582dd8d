"""A question whose stream can break: the same request, with Last-Event-ID, takes it up again."""

from __future__ import annotations

import asyncio
from datetime import datetime
from functools import partial
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Header, Path, Response
from fastapi.responses import StreamingResponse
from pydantic import Field

from api import sse
from api.auth.dependencies import CallerDep
from api.routes.ask import AskBody
from api.routes.conversations import IDENTIFIER
from api.services import ServicesDep
from api.visitors import PersonDep
from assistant.steps import Question

router = APIRouter(prefix="/api/v1", tags=["preguntas"])
_MEXICO = ZoneInfo("America/Mexico_City")
_NAME = r"^[A-Za-z0-9_-]{16,64}$"


class ChatBody(AskBody):
    """A question and the name of its turn, made at random by the page."""

    turn: Annotated[str, Field(pattern=_NAME, examples=["b3f0c4a91d5e4f6f8a7b6c5d4e3f2a1b"])]
    conversation: Annotated[
        str | None, Field(pattern=IDENTIFIER, description="Conversación en la que se guarda; recuerda lo anterior")
    ] = None
    replaces: Annotated[
        int | None, Field(description="Pregunta cuyo lugar toma ésta (volver a preguntar o corregirla), en otra rama")
    ] = None


@router.post("/chat", response_class=StreamingResponse, responses={200: {"content": {sse.MEDIA_TYPE: {}}}})
async def chat(
    body: ChatBody,
    services: ServicesDep,
    caller: CallerDep,
    person: PersonDep,
    last_event_id: Annotated[str, Header(max_length=40)] = "",
) -> StreamingResponse:
    """Stream a turn: status, tool, citation, sentence, done or error. The turn goes on when the connection breaks;
    repeating the request within ten minutes sends what came after `Last-Event-ID` and never asks twice.
    """
    question = Question(
        text=body.question,
        today=datetime.now(_MEXICO).date(),
        as_of=body.as_of,
        caller=caller,
        earlier=tuple(body.earlier),
    )
    keep = None
    if body.conversation is not None:
        place = await asyncio.to_thread(services.desk.conversations.place, body.conversation, person, body.replaces)
        question = question.model_copy(update={"earlier": place.earlier})
        keep = partial(services.desk.conversations.keep, place, person, body.question)
    turn = services.turns.begin(body.turn, question, keep)
    return StreamingResponse(turn.follow(last_event_id), media_type=sse.MEDIA_TYPE, headers=sse.HEADERS)


@router.delete("/chat/{turn}", status_code=204)
async def stop(turn: Annotated[str, Path(pattern=_NAME)], services: ServicesDep, caller: CallerDep) -> Response:
    """Stop a turn that is being answered."""
    services.turns.stop(caller.name, turn)
    return Response(status_code=204)
