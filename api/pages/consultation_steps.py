"""What may be done to a consultation, as forms: steps, joining, handing over, comments, files, its criterion."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, UploadFile
from fastapi.responses import Response
from pydantic import ValidationError
from starlette.datastructures import FormData

from api.auth.dependencies import IdentifiedCaller
from api.offices import OfficeDep
from api.pages.consultation_form import FormDep, number_of, text_of
from api.pages.consultation_views import show_one, to
from api.routes.consultations import download, form_of
from assistant.consultations.attachments import LARGEST
from assistant.consultations.publishing import NewCriterion
from assistant.consultations.workflow import Step
from corpus.errors import BadInput, CriterioError

router = APIRouter(prefix="/consultas", include_in_schema=False)


@router.post("/{identifier}/paso")
def take(identifier: int, form: FormDep, office: OfficeDep, caller: IdentifiedCaller) -> Response:
    """Take a step."""
    try:
        step = next((known for known in Step if known.value == text_of(form, "paso")), None)
        if step is None:
            raise BadInput("PASO_DESCONOCIDO", "Ese paso no existe.", "Elija uno de los que se ofrecen.")
        office.steps.take(identifier, step, caller, number_of(form, "version"), text_of(form, "razon"))
    except CriterioError as error:
        return show_one(office, identifier, caller, error)
    return to(identifier)


@router.post("/{identifier}/union")
def join(identifier: int, form: FormDep, office: OfficeDep, caller: IdentifiedCaller) -> Response:
    """Join the draft to another consultation."""
    try:
        office.register.join(identifier, number_of(form, "otra"), caller)
    except CriterioError as error:
        return show_one(office, identifier, caller, error if error.code != "CONSULTA_DESCONOCIDA" else _no_other())
    return to(identifier)


@router.post("/{identifier}/traspaso")
def hand_over(identifier: int, form: FormDep, office: OfficeDep, caller: IdentifiedCaller) -> Response:
    """Put the draft into a colleague's hands."""
    try:
        name, why = text_of(form, "a"), text_of(form, "razon")
        office.handover.give(identifier, name, caller, number_of(form, "version"), why)
    except CriterioError as error:
        return show_one(office, identifier, caller, error)
    return to(identifier)


@router.post("/{identifier}/comentario")
def comment(identifier: int, form: FormDep, office: OfficeDep, caller: IdentifiedCaller) -> Response:
    """Add a comment."""
    text = text_of(form, "texto")
    if text:
        office.register.comment(identifier, text, caller)
    return to(identifier)


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
        return show_one(office, identifier, caller, error)
    return to(identifier)


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
        return show_one(office, identifier, caller, error)
    return to(identifier)


@router.post("/{identifier}/criterio")
def publish(identifier: int, form: FormDep, office: OfficeDep, caller: IdentifiedCaller) -> Response:
    """Publish the reply as a criterion."""
    try:
        office.publisher.publish(identifier, _criterion(form), caller)
    except CriterioError as error:
        return show_one(office, identifier, caller, error)
    return to(identifier)


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
