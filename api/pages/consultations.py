"""Formal consultations as pages: board, new, editor, workflow. Plain forms; each works without JavaScript."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError
from starlette.datastructures import FormData

from api.auth.dependencies import IdentifiedCaller
from api.offices import OfficeDep, now
from api.pages.consultation_form import draft_of, text_of
from api.pages.views import page
from api.routes.consultations import download, form_of
from assistant.consultations.attachments import LARGEST
from assistant.consultations.boards import as_xlsx, is_late
from assistant.consultations.draft import Scope
from assistant.consultations.gathering import gathered
from assistant.consultations.handover import holder_of, may_hand_over
from assistant.consultations.models import PURPOSES, Consultation
from assistant.consultations.office import Beginning, Office
from assistant.consultations.publishing import NewCriterion
from assistant.consultations.similar import Similar
from assistant.consultations.workflow import EDITABLE, WRITERS, State, Step, steps_for
from corpus.citations import format_citation
from corpus.errors import BadInput, CriterioError, NotFound
from tools.caller import Caller, Role

router = APIRouter(prefix="/consultas", include_in_schema=False)


async def _form(request: Request) -> FormData:
    return await request.form(max_fields=300)


FormDep = Annotated[FormData, Depends(_form)]
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
    if conversation:
        question = gathered(office.conversations.branch(conversation, caller)).question
    return _new(office, caller, question, conversation=conversation)


@router.post("/nueva")
async def begin(
    office: OfficeDep,
    caller: IdentifiedCaller,
    question: Annotated[str, Form(alias="pregunta", max_length=20_000)] = "",
    scope: Annotated[str, Form(alias="tipo")] = "",
    reason: Annotated[str, Form(alias="razon", max_length=2000)] = "",
    conversation: Annotated[str, Form(alias="conversacion", max_length=64)] = "",
) -> Response:
    """Begin the draft and go to it."""
    try:
        chosen = Scope(scope) if scope else None
        row = await office.begin(Beginning(question, conversation, None, chosen, reason), caller)
    except ValueError:
        return _new(
            office, caller, question, BadInput("TIPO_INVALIDO", "Ese tipo no existe.", "Elija uno."), conversation
        )
    except CriterioError as error:
        return _new(office, caller, question, error, conversation)
    return _to(row.id)


@router.get("/{identifier}", response_class=HTMLResponse)
def show(identifier: int, office: OfficeDep, caller: IdentifiedCaller) -> HTMLResponse:
    """One consultation, with the editor while it may change."""
    return _one(office, identifier, caller)


@router.post("/{identifier}")
def save(identifier: int, form: FormDep, office: OfficeDep, caller: IdentifiedCaller) -> Response:
    """Keep a new version; where that fails the page comes back with what was typed."""
    row = office.register.get(identifier, caller)
    typed: dict[str, Any] | None = None
    try:
        draft = draft_of(form, row.draft, office.library.snapshot().store)
        typed = draft.model_dump(mode="json")
        office.register.edit(identifier, _number(form, "version"), draft, caller)
    except CriterioError as error:
        return _one(office, identifier, caller, error, typed)
    return _to(identifier)


@router.post("/{identifier}/paso")
def take(identifier: int, form: FormDep, office: OfficeDep, caller: IdentifiedCaller) -> Response:
    """Take a step."""
    try:
        step = next((known for known in Step if known.value == text_of(form, "paso")), None)
        if step is None:
            raise BadInput("PASO_DESCONOCIDO", "Ese paso no existe.", "Elija uno de los que se ofrecen.")
        office.steps.take(identifier, step, caller, _number(form, "version"), text_of(form, "razon"))
    except CriterioError as error:
        return _one(office, identifier, caller, error)
    return _to(identifier)


@router.post("/{identifier}/union")
def join(identifier: int, form: FormDep, office: OfficeDep, caller: IdentifiedCaller) -> Response:
    """Join the draft to another consultation."""
    try:
        office.register.join(identifier, _number(form, "otra"), caller)
    except CriterioError as error:
        return _one(office, identifier, caller, error if error.code != "CONSULTA_DESCONOCIDA" else _no_other())
    return _to(identifier)


@router.post("/{identifier}/traspaso")
def hand_over(identifier: int, form: FormDep, office: OfficeDep, caller: IdentifiedCaller) -> Response:
    """Put the draft into a colleague's hands."""
    try:
        name, why = text_of(form, "a"), text_of(form, "razon")
        office.handover.give(identifier, name, caller, _number(form, "version"), why)
    except CriterioError as error:
        return _one(office, identifier, caller, error)
    return _to(identifier)


@router.post("/{identifier}/comentario")
def comment(identifier: int, form: FormDep, office: OfficeDep, caller: IdentifiedCaller) -> Response:
    """Add a comment."""
    text = text_of(form, "texto")
    if text:
        office.register.comment(identifier, text, caller)
    return _to(identifier)


@router.post("/{identifier}/adjunto")
def attach(
    identifier: int,
    office: OfficeDep,
    caller: IdentifiedCaller,
    file: Annotated[UploadFile, Form(alias="archivo")],
    purpose: Annotated[str, Form(alias="clase")] = "anexo",
) -> Response:
    """Attach a file."""
    try:
        office.steps.attach(identifier, purpose, file.filename or "archivo", file.file.read(LARGEST + 1), caller)
    except CriterioError as error:
        return _one(office, identifier, caller, error)
    return _to(identifier)


@router.get("/{identifier}/adjuntos/{file}")
def read_file(identifier: int, file: int, office: OfficeDep, caller: IdentifiedCaller) -> Response:
    """One of its files, as it was attached."""
    found = office.steps.file(identifier, file, caller)
    return download(found.content, form_of(found.content), f"consulta-{identifier}-{file}")


@router.post("/{identifier}/adjuntos/{file}/quitar")
def detach(identifier: int, file: int, office: OfficeDep, caller: IdentifiedCaller) -> Response:
    """Take an annex away."""
    try:
        office.steps.detach(identifier, file, caller)
    except CriterioError as error:
        return _one(office, identifier, caller, error)
    return _to(identifier)


@router.post("/{identifier}/criterio")
def publish(identifier: int, form: FormDep, office: OfficeDep, caller: IdentifiedCaller) -> Response:
    """Publish the reply as a criterion."""
    try:
        office.publisher.publish(identifier, _criterion(form), caller)
    except CriterioError as error:
        return _one(office, identifier, caller, error)
    return _to(identifier)


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


def _new(
    office: Office, caller: Caller, question: str, error: CriterioError | None = None, conversation: str = ""
) -> HTMLResponse:
    asked = question.strip()
    return page(
        "consultations/new.html",
        status=error.http_status if error else 200,
        section="consultas",
        question=question,
        conversation=conversation,
        error=error,
        similar=office.similar.find(asked, caller) if asked else [],
        classified=office.drafting.classify(asked) if asked else None,
        scopes=list(Scope),
        cite=lambda identifier: format_citation(identifier, "formal"),
    )


def _one(
    office: Office,
    identifier: int,
    caller: Caller,
    error: CriterioError | None = None,
    typed: dict[str, Any] | None = None,
) -> HTMLResponse:
    if isinstance(error, NotFound) and error.code == "CONSULTA_DESCONOCIDA":
        raise error
    row = office.register.get(identifier, caller)
    state = State(row.state)
    answers = office.steps.files(identifier, caller, "respuesta")
    return page(
        "consultations/one.html",
        status=error.http_status if error else 200,
        section="consultas",
        row=row,
        draft=typed or row.draft,
        error=error,
        checks=office.drafting.checks(row),
        events=office.register.events(identifier, caller),
        files=office.steps.files(identifier, caller),
        intact=office.steps.is_intact(identifier, caller),
        steps=steps_for(state, caller),
        holder=holder_of(row),
        hands_over=state in EDITABLE and may_hand_over(row, caller),
        editable=state in EDITABLE and caller.has(*WRITERS),
        publishes=caller.has(Role.NORMATIVO) and state in (State.REPLIED, State.CLOSED),
        reply=answers[-1].text if answers else "",
        similar=_joinable(office, row, caller) if state in EDITABLE else [],
        purposes=PURPOSES,
        scopes=list(Scope),
        today=now().date(),
    )


def _joinable(office: Office, row: Consultation, caller: Caller) -> list[Similar]:
    near = office.similar.find(row.question, caller, leave_out=row.id)
    return [item for item in near if item.kind == "consulta" and item.identifier]


def _no_other() -> BadInput:
    return BadInput("UNION_INVALIDA", "Esa consulta no existe o no está a su alcance.", "Revise su número interno.")


def _criterion(form: FormData) -> NewCriterion:
    try:
        return NewCriterion(
            number=text_of(form, "numero"),
            text=text_of(form, "texto"),
            valid_from=date.fromisoformat(text_of(form, "desde")),
            supersedes=text_of(form, "sustituye"),
            confirmed=bool(text_of(form, "confirmado")),
        )
    except (ValidationError, ValueError) as error:
        raise BadInput("CRITERIO_INVALIDO", "El número o la fecha no se entienden.", "Revíselos.") from error


def _number(form: FormData, name: str) -> int:
    text = text_of(form, name)
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def _to(identifier: int) -> Response:
    return RedirectResponse(f"/consultas/{identifier}", status_code=303)
