"""Conversations over HTTP: one's own, by account or by browser. Questions go to `/api/v1/chat` with their id."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, Field

from api.services import ServicesDep
from api.visitors import PersonDep
from assistant.answers import Answer
from assistant.conversations.export import FORMS, export
from assistant.conversations.models import Conversation, Exchange
from assistant.conversations.notices import CriterionNotice
from assistant.conversations.opinions import LONGEST_COMMENT, Reason
from assistant.conversations.store import LONGEST_TITLE, path_to
from assistant.conversations.summary import Remembered, summarise

IDENTIFIER = r"^[0-9a-f]{32}$"
router = APIRouter(prefix="/api/v1/conversations", tags=["conversaciones"])
Identifier = Annotated[str, Path(pattern=IDENTIFIER)]
ExchangeId = Annotated[int, Path(ge=1, le=2**31 - 1)]


class ConversationRow(BaseModel):
    """One of the list."""

    id: str
    title: str
    created: datetime
    updated: datetime
    shared: bool
    mine: bool


class ExchangeRow(BaseModel):
    """A question with its answer; `versions` are the ids that stand in the same place, this one among them."""

    id: int
    asked: str
    answer: Answer
    at: datetime
    versions: list[int]
    criteria: list[str] = Field(default_factory=list, description="Criterios publicados después que la contestan")


class WholeConversation(ConversationRow):
    """With the branch in view; `summary` tells what came before the last exchanges."""

    exchanges: list[ExchangeRow]
    summary: list[Remembered]


class Changes(BaseModel):
    """What to change; what is absent stays."""

    title: Annotated[str | None, Field(min_length=1, max_length=LONGEST_TITLE)] = None
    shared: bool | None = None
    show: Annotated[int | None, Field(ge=1, le=2**31 - 1, description="Última pregunta de la rama que se ve")] = None


class Opinion(BaseModel):
    """What the person thinks of an answer."""

    reason: Reason
    comment: Annotated[str, Field(max_length=LONGEST_COMMENT)] = ""


@router.get("")
def listed(
    services: ServicesDep,
    person: PersonDep,
    words: Annotated[str, Query(max_length=200, description="Palabras del título, la pregunta o la respuesta")] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> list[ConversationRow]:
    """One's own conversations, the last used first."""
    rows = services.desk.conversations.listed(person, words, limit, offset)
    return [_row(row, person.name) for row in rows]


@router.post("", status_code=201)
def start(services: ServicesDep, person: PersonDep) -> ConversationRow:
    """A new conversation; its first question gives it its title."""
    return _row(services.desk.conversations.start(person), person.name)


@router.delete("", status_code=204)
def delete_all(services: ServicesDep, person: PersonDep) -> None:
    """Delete all of one's own, for good."""
    services.desk.conversations.delete_all(person)


@router.get("/{identifier}")
def read(
    identifier: Identifier,
    services: ServicesDep,
    person: PersonDep,
    leaf: Annotated[int | None, Query(ge=1, le=2**31 - 1, description="Última pregunta de otra rama")] = None,
) -> WholeConversation:
    """One conversation, with its branch in view."""
    row = services.desk.conversations.get(identifier, person)
    found = services.desk.conversations.exchanges(identifier, person)
    branch = path_to(found, leaf if leaf is not None else row.leaf)
    told = services.desk.notices.of([identifier]).get(identifier, [])
    return WholeConversation(
        **_row(row, person.name).model_dump(),
        exchanges=[_exchange(exchange, found, told) for exchange in branch],
        summary=summarise(branch),
    )


@router.patch("/{identifier}")
def change(identifier: Identifier, changes: Changes, services: ServicesDep, person: PersonDep) -> ConversationRow:
    """Rename it, share it with who covers one's territory, or show another branch."""
    conversations = services.desk.conversations
    if changes.title is not None:
        conversations.rename(identifier, person, changes.title)
    if changes.shared is not None:
        conversations.share(identifier, person, changes.shared)
    if changes.show is not None:
        conversations.show(identifier, person, changes.show)
    return _row(conversations.get(identifier, person), person.name)


@router.delete("/{identifier}", status_code=204)
def delete(identifier: Identifier, services: ServicesDep, person: PersonDep) -> None:
    """Delete it for good."""
    services.desk.conversations.delete(identifier, person)


@router.get(
    "/{identifier}/export",
    response_class=Response,
    responses={200: {"content": {media: {} for _, media in FORMS.values()}, "description": "El archivo."}},
)
def export_one(
    identifier: Identifier,
    services: ServicesDep,
    person: PersonDep,
    form: Annotated[str, Query(max_length=8, description="md, docx o pdf")] = "md",
) -> Response:
    """The branch in view as a file."""
    conversations = services.desk.conversations
    row = conversations.get(identifier, person)
    file = export(form, row, conversations.branch(identifier, person))
    name = f'attachment; filename="conversacion-{row.updated.date().isoformat()}.{file.ending}"'
    return Response(file.content, media_type=file.media_type, headers={"Content-Disposition": name})


@router.put("/{identifier}/exchanges/{exchange}/feedback", status_code=204)
def give_opinion(
    identifier: Identifier, exchange: ExchangeId, opinion: Opinion, services: ServicesDep, person: PersonDep
) -> None:
    """Say what one thinks of an answer; evaluators read it with the question, without the name."""
    services.desk.opinions.give(identifier, exchange, person, opinion.reason, opinion.comment)


def _row(row: Conversation, name: str) -> ConversationRow:
    return ConversationRow(
        id=row.id,
        title=row.title,
        created=row.created,
        updated=row.updated,
        shared=row.shared_reach is not None,
        mine=row.owner == name,
    )


def _exchange(row: Exchange, found: list[Exchange], told: list[CriterionNotice]) -> ExchangeRow:
    beside = [other.id for other in found if other.parent_id == row.parent_id]
    return ExchangeRow(
        id=row.id,
        asked=row.asked,
        answer=Answer.model_validate(row.answer),
        at=row.at,
        versions=beside,
        criteria=[notice.number for notice in told if notice.exchange == row.id],
    )
