"""Formal consultations as pages: board, new, editor, versions, document. Plain forms; each works without JavaScript."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, Response

from api.auth.dependencies import IdentifiedCaller
from api.offices import OfficeDep, now
from api.pages.consultation_form import FormDep, draft_of, number_of
from api.pages.consultation_views import show_new, show_one, to
from api.pages.views import page
from api.routes.consultations import download
from assistant.consultations.boards import as_xlsx, is_late
from assistant.consultations.differences import Change, merged
from assistant.consultations.draft import Scope
from assistant.consultations.office import Beginning
from assistant.consultations.workflow import WRITERS
from corpus.errors import BadInput, CriterioError

router = APIRouter(prefix="/consultas", include_in_schema=False)
_Question = Annotated[str, Query(alias="pregunta", max_length=20_000)]


@router.get("", response_class=HTMLResponse)
def board(office: OfficeDep, caller: IdentifiedCaller) -> HTMLResponse:
    """The board of whoever looks: what is open, late, without criterion."""
    rows, found = office.board(caller)
    today = now().date()
    return page(
        "consultations/board.html",
        section="consultas",
        rows=[(row, is_late(row, today)) for row in rows],
        board=found,
        criteria=office.publisher.published(),
        changed=office.publisher.to_review(),
        reminders=office.reminders.of(caller, today),
        notices=office.register.notices(caller),
        writes=caller.has(*WRITERS),
    )


@router.get("/tablero.xlsx")
def board_xlsx(office: OfficeDep, caller: IdentifiedCaller) -> Response:
    """The board as a workbook."""
    rows, found = office.board(caller)
    return download(as_xlsx(rows, found, now().date()), "xlsx", "consultas")


@router.get("/nueva", response_class=HTMLResponse)
def new(
    office: OfficeDep,
    caller: IdentifiedCaller,
    question: _Question = "",
    conversation: Annotated[str, Query(alias="conversacion", max_length=64)] = "",
) -> HTMLResponse:
    """Is it due? What is near, and where the rule sends it, before anything is drafted."""
    return show_new(office, caller, question, conversation=conversation)


@router.post("/nueva")
async def begin(
    office: OfficeDep,
    caller: IdentifiedCaller,
    question: Annotated[str, Form(alias="pregunta", max_length=20_000)] = "",
    scope: Annotated[str, Form(alias="tipo")] = "",
    reason: Annotated[str, Form(alias="razon", max_length=2000)] = "",
    conversation: Annotated[str, Form(alias="conversacion", max_length=64)] = "",
    without: Annotated[list[int], Form(alias="sin", max_length=1000)] = [],  # noqa: B006 (FastAPI copies it)
) -> Response:
    """Begin the draft and go to it."""
    try:
        chosen = Scope(scope) if scope else None
        row = await office.begin(Beginning(question, conversation, None, chosen, reason, tuple(without)), caller)
    except ValueError:
        return show_new(
            office, caller, question, BadInput("TIPO_INVALIDO", "Ese tipo no existe.", "Elija uno."), conversation
        )
    except CriterioError as error:
        return show_new(office, caller, question, error, conversation)
    return to(row.id)


@router.get("/{identifier}", response_class=HTMLResponse)
def show(identifier: int, office: OfficeDep, caller: IdentifiedCaller) -> HTMLResponse:
    """One consultation, with the editor while it may change."""
    return show_one(office, identifier, caller)


@router.post("/{identifier}")
def save(identifier: int, form: FormDep, office: OfficeDep, caller: IdentifiedCaller) -> Response:
    """Keep a new version; where that fails the page comes back with what was typed."""
    seen, typed, both = number_of(form, "version"), None, list[Change]()
    held = office.register.versions(identifier, caller)
    base = next((row.draft for row in reversed(held) if row.version <= seen), held[-1].draft)
    try:
        draft = draft_of(form, base, office.library.snapshot().store)
        typed = draft.model_dump(mode="json")
        office.register.edit(identifier, seen, draft, caller)
    except CriterioError as error:
        if typed and error.code == "BORRADOR_MODIFICADO":
            typed, both = merged(base, office.register.get(identifier, caller).draft, typed)
        return show_one(office, identifier, caller, error, typed, both)
    return to(identifier)


@router.get("/{identifier}/oficio.{form}")
def document(identifier: int, form: str, office: OfficeDep, caller: IdentifiedCaller) -> Response:
    """The oficio as `pdf` or `docx`."""
    return download(
        office.document(office.register.get(identifier, caller), form, caller), form, f"consulta-{identifier}"
    )


@router.get("/{identifier}/versiones", response_class=HTMLResponse)
def versions(
    identifier: int,
    office: OfficeDep,
    caller: IdentifiedCaller,
    before: Annotated[int, Query(alias="antes")] = 0,
    after: Annotated[int, Query(alias="despues")] = 0,
) -> HTMLResponse:
    """Every version, and the difference of two; the last two where none is asked."""
    held = office.register.versions(identifier, caller)
    numbers = [row.version for row in held]
    before = before or numbers[-2:][0]
    after = after or numbers[-1]
    changes = office.differences(identifier, before, after, caller)
    return page(
        "consultations/versions.html",
        section="consultas",
        identifier=identifier,
        versions=held,
        before=before,
        after=after,
        changes=changes,
    )
