"""Formal consultations over HTTP. Every route asks who it is for; reach and steps are decided below."""

from __future__ import annotations

import asyncio
import zipfile
from io import BytesIO
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response, UploadFile
from pydantic import BaseModel, Field

from api.auth.dependencies import IdentifiedCaller
from api.offices import OfficeDep, now
from assistant.consultations.attachments import LARGEST
from assistant.consultations.boards import as_xlsx
from assistant.consultations.draft import ConsultationDraft, Scope
from assistant.consultations.office import Beginning, Office
from assistant.consultations.publishing import NewCriterion
from assistant.consultations.views import as_json
from assistant.consultations.workflow import State, Step, steps_for
from tools.caller import Caller

router = APIRouter(prefix="/api/v1/consultations", tags=["consultas"])
MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Identified = Annotated[int, Field(ge=1, le=2**31 - 1)]


def _files(*forms: str) -> dict[int | str, dict[str, Any]]:
    """What a route that gives a file says of it."""
    return {200: {"content": {MEDIA[form]: {} for form in forms}, "description": "El archivo."}}


class NewBody(BaseModel):
    """A doubt to consult, or the conversation it comes from; `scope` overrules what the rule says, with its reason.

    `without` are the places, from zero, of the questions of the conversation from which nothing is taken.
    """

    question: Annotated[str, Field(max_length=20_000)] = ""
    conversation: Annotated[str, Field(max_length=64)] = ""
    scope: Scope | None = None
    scope_reason: Annotated[str, Field(max_length=2000)] = ""
    without: Annotated[list[int], Field(max_length=1000)] = []


class EditBody(BaseModel):
    """The whole draft, and the version that the person was looking at."""

    version: int
    draft: ConsultationDraft


class StepBody(BaseModel):
    """A step of the workflow; `detail` is its reason."""

    step: Step
    version: int = 0
    detail: Annotated[str, Field(max_length=4000)] = ""


class JoinBody(BaseModel):
    """The consultation that goes on."""

    other: Identified


class HandOverBody(BaseModel):
    """The colleague who receives a draft, by user name."""

    to: Annotated[str, Field(min_length=1, max_length=200)]
    version: int = 0
    detail: Annotated[str, Field(max_length=2000)] = ""


class CommentBody(BaseModel):
    """A comment."""

    text: Annotated[str, Field(min_length=1, max_length=4000)]


@router.post("", status_code=201)
async def begin(body: NewBody, office: OfficeDep, caller: IdentifiedCaller) -> dict[str, Any]:
    """Begin a draft: the question is asked again here, so that what is quoted is what the corpus says now. From a
    conversation, with what was computed and looked up in it.
    """
    without = tuple(body.without)
    beginning = Beginning(body.question, body.conversation, None, body.scope, body.scope_reason, without)
    row = await office.begin(beginning, caller)
    return await asyncio.to_thread(one, office, row.id, caller)


@router.get("")
def all_visible(office: OfficeDep, caller: IdentifiedCaller) -> list[dict[str, Any]]:
    """Those within reach, newest first."""
    return [
        {"id": row.id, "state": row.state, "number": row.number, "subject": row.subject, "due": row.due}
        for row in office.register.visible(caller)
    ]


@router.get("/similar")
def similar(
    office: OfficeDep, caller: IdentifiedCaller, question: Annotated[str, Query(min_length=1, max_length=20_000)]
) -> list[dict[str, Any]]:
    """Consultations and criteria near a question, to join them before drafting another."""
    return [item.as_json() for item in office.similar.find(question, caller)]


@router.get("/board")
def board(office: OfficeDep, caller: IdentifiedCaller) -> dict[str, Any]:
    """Open, late, by matter, time to reply."""
    return office.board(caller)[1].as_json()


@router.get("/board.xlsx", response_class=Response, responses=_files("xlsx"))
def board_xlsx(office: OfficeDep, caller: IdentifiedCaller) -> Response:
    """The same as a workbook."""
    rows, found = office.board(caller)
    return download(as_xlsx(rows, found, now().date()), "xlsx", "consultas")


@router.get("/reminders")
def reminders(office: OfficeDep, caller: IdentifiedCaller) -> list[dict[str, Any]]:
    """What is due soon or late among what concerns the caller, the earliest first."""
    return [item.as_json() for item in office.reminders.of(caller, now().date())]


@router.get("/criteria")
def criteria(office: OfficeDep, _caller: IdentifiedCaller) -> list[dict[str, Any]]:
    """Criteria published, and the provisions of their basis that changed since."""
    changed = office.publisher.to_review()
    return [
        {
            "number": row.number,
            "subject": row.subject,
            "text": row.text,
            "valid_from": row.valid_from,
            "valid_to": row.valid_to,
            "to_review": changed.get(row.number, []),
        }
        for row in office.publisher.published()
    ]


@router.get("/{identifier}")
def show(identifier: Identified, office: OfficeDep, caller: IdentifiedCaller) -> dict[str, Any]:
    """One consultation: its draft, what it lacks, its history, the steps that the caller may take."""
    return one(office, identifier, caller)


@router.put("/{identifier}")
def edit(identifier: Identified, body: EditBody, office: OfficeDep, caller: IdentifiedCaller) -> dict[str, Any]:
    """Keep a new version; 409 BORRADOR_MODIFICADO where somebody saved meanwhile."""
    office.register.edit(identifier, body.version, body.draft, caller)
    return one(office, identifier, caller)


@router.get("/{identifier}/differences")
def compare(
    identifier: Identified, before: int, after: int, office: OfficeDep, caller: IdentifiedCaller
) -> list[dict[str, Any]]:
    """What changed between two versions, part by part."""
    found = office.differences(identifier, before, after, caller)
    return [{"section": change.section, "lines": change.lines} for change in found]


@router.post("/{identifier}/comments", status_code=204)
def comment(identifier: Identified, body: CommentBody, office: OfficeDep, caller: IdentifiedCaller) -> None:
    """Add a comment."""
    office.register.comment(identifier, body.text, caller)


@router.post("/{identifier}/join")
def join(identifier: Identified, body: JoinBody, office: OfficeDep, caller: IdentifiedCaller) -> dict[str, Any]:
    """Join a draft to a consultation that asks the same; the draft is cancelled and its author told of the outcome."""
    office.register.join(identifier, body.other, caller)
    return one(office, identifier, caller)


@router.post("/{identifier}/handover")
def hand_over(
    identifier: Identified, body: HandOverBody, office: OfficeDep, caller: IdentifiedCaller
) -> dict[str, Any]:
    """Put a draft into the hands of a colleague who writes in the same territory."""
    office.handover.give(identifier, body.to, caller, body.version, body.detail)
    return one(office, identifier, caller)


@router.post("/{identifier}/steps")
def take(identifier: Identified, body: StepBody, office: OfficeDep, caller: IdentifiedCaller) -> dict[str, Any]:
    """Take a step of the workflow."""
    office.steps.take(identifier, body.step, caller, body.version, body.detail)
    return one(office, identifier, caller)


@router.post("/{identifier}/files", status_code=201)
def attach(
    identifier: Identified,
    file: UploadFile,
    office: OfficeDep,
    caller: IdentifiedCaller,
    purpose: Annotated[str, Query(description="anexo, firmado o respuesta")] = "anexo",
) -> dict[str, Any]:
    """Attach a PDF or DOCX of at most 20 MB."""
    kept = office.steps.attach(identifier, purpose, file.filename or "archivo", file.file.read(LARGEST + 1), caller)
    return {"name": kept.name, "sha256": kept.sha256, "characters": len(kept.text)}


@router.get("/{identifier}/files/{file}", response_class=Response, responses=_files("pdf", "docx", "xlsx"))
def read_file(identifier: Identified, file: Identified, office: OfficeDep, caller: IdentifiedCaller) -> Response:
    """One of its files, as it was attached."""
    found = office.steps.file(identifier, file, caller)
    return download(found.content, form_of(found.content), f"consulta-{identifier}-{file}")


@router.delete("/{identifier}/files/{file}", status_code=204)
def detach(identifier: Identified, file: Identified, office: OfficeDep, caller: IdentifiedCaller) -> None:
    """Take an annex away while the draft may change."""
    office.steps.detach(identifier, file, caller)


@router.get("/{identifier}/document.{form}", response_class=Response, responses=_files("pdf", "docx"))
def document(identifier: Identified, form: str, office: OfficeDep, caller: IdentifiedCaller) -> Response:
    """The oficio as `pdf` or `docx`."""
    row = office.register.get(identifier, caller)
    return download(office.document(row, form, caller), form, f"consulta-{identifier}")


@router.post("/{identifier}/criterion", status_code=201)
def publish(identifier: Identified, body: NewCriterion, office: OfficeDep, caller: IdentifiedCaller) -> dict[str, Any]:
    """Publish the reply as a criterion; it enters the corpus before this returns."""
    found = office.publisher.publish(identifier, body, caller)
    return {"number": found.number, "instrument": found.instrument, "valid_from": found.valid_from}


def one(office: Office, identifier: int, caller: Caller) -> dict[str, Any]:
    """The JSON of one consultation, with the steps that the caller may take."""
    row = office.register.get(identifier, caller)
    found = as_json(row, office.drafting.checks(row), office.register.events(identifier, caller))
    found["steps"] = [step.value for step in steps_for(State(row.state), caller)]
    found["files"] = [
        {"id": file.id, "purpose": file.purpose, "name": file.name, "sha256": file.sha256}
        for file in office.steps.files(identifier, caller)
    ]
    found["intact"] = office.steps.is_intact(identifier, caller)
    return found


def form_of(content: bytes) -> str:
    """What a kept file is: nothing else is ever attached."""
    if content.startswith(b"%PDF-"):
        return "pdf"
    with zipfile.ZipFile(BytesIO(content)) as packed:
        return "xlsx" if "xl/workbook.xml" in packed.namelist() else "docx"


def download(content: bytes, form: str, name: str) -> Response:
    """A file to save; never shown by the browser in place."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"', "X-Content-Type-Options": "nosniff"}
    return Response(content, media_type=MEDIA[form], headers=headers)
