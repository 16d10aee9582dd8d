"""One's own conversations: the list with its search, and each one to read, go on with, rename, export or delete.

Changes are forms: nothing here needs a script but going on in the chat, which is one.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.pages.views import page
from api.routes.conversations import Identifier
from api.services import Services, ServicesDep
from api.visitors import PersonDep
from assistant.answers import Answer
from assistant.conversations.store import LONGEST_TITLE
from corpus.errors import BadInput
from tools.caller import Caller

router = APIRouter(prefix="/historial", include_in_schema=False)
_MOST = 100


@router.get("", response_class=HTMLResponse)
def listed(
    services: ServicesDep, person: PersonDep, words: Annotated[str, Query(alias="q", max_length=200)] = ""
) -> HTMLResponse:
    """The last used first."""
    rows = [row for row in services.desk.conversations.listed(person, words, _MOST) if row.title]
    told = services.desk.notices.of([row.id for row in rows])
    return page("history.html", section="historial", rows=rows, q=words, most=_MOST, told=told)


@router.post("/borrar")
def delete_all(services: ServicesDep, person: PersonDep) -> RedirectResponse:
    """Delete all of one's own, for good."""
    services.desk.conversations.delete_all(person)
    return RedirectResponse("/historial", status_code=303)


@router.get("/{identifier}", response_class=HTMLResponse)
def read(identifier: Identifier, services: ServicesDep, person: PersonDep) -> HTMLResponse:
    """One conversation, with the branch in view."""
    return _one(services, person, identifier)


@router.post("/{identifier}/titulo")
def rename(
    identifier: Identifier,
    services: ServicesDep,
    person: PersonDep,
    title: Annotated[str, Form(alias="titulo", max_length=2000)] = "",
) -> Response:
    """Give it another title; one that does not serve comes back with the reason."""
    try:
        services.desk.conversations.rename(identifier, person, title)
    except BadInput as refused:
        return _one(services, person, identifier, problem=str(refused), typed=title)
    return RedirectResponse(f"/historial/{identifier}", status_code=303)


@router.post("/{identifier}/borrar")
def delete(identifier: Identifier, services: ServicesDep, person: PersonDep) -> RedirectResponse:
    """Delete it for good."""
    services.desk.conversations.delete(identifier, person)
    return RedirectResponse("/historial", status_code=303)


def _one(
    services: Services, person: Caller, identifier: str, problem: str = "", typed: str | None = None
) -> HTMLResponse:
    conversations = services.desk.conversations
    row = conversations.get(identifier, person)
    told = services.desk.notices.of([identifier]).get(identifier, [])
    return page(
        "conversation.html",
        status=422 if problem else 200,
        section="historial",
        conversation=row,
        exchanges=[
            (each.asked, Answer.model_validate(each.answer), [item for item in told if item.exchange == each.id])
            for each in conversations.branch(identifier, person)
        ],
        mine=row.owner == person.name,
        longest=LONGEST_TITLE,
        problem=problem,
        typed=row.title if typed is None else typed,
    )
