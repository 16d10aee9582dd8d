"""One's own conversations: the list with its search, and each one to read, export or delete."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from api.pages.views import page
from api.routes.conversations import Identifier
from api.services import ServicesDep
from api.visitors import PersonDep
from assistant.answers import Answer

router = APIRouter(prefix="/historial", include_in_schema=False)
_MOST = 100


@router.get("", response_class=HTMLResponse)
def listed(
    services: ServicesDep, person: PersonDep, words: Annotated[str, Query(alias="q", max_length=200)] = ""
) -> HTMLResponse:
    """The last used first."""
    rows = [row for row in services.desk.conversations.listed(person, words, _MOST) if row.title]
    return page("history.html", section="historial", rows=rows, q=words, most=_MOST)


@router.get("/{identifier}", response_class=HTMLResponse)
def read(identifier: Identifier, services: ServicesDep, person: PersonDep) -> HTMLResponse:
    """One conversation, with the branch in view."""
    conversations = services.desk.conversations
    exchanges = [(row.asked, Answer.model_validate(row.answer)) for row in conversations.branch(identifier, person)]
    row = conversations.get(identifier, person)
    return page("conversation.html", section="historial", conversation=row, exchanges=exchanges)
