"""The pages of consultations that several requests come back to: a new one, and one with all that may be done to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.offices import now
from api.pages.views import page
from assistant.consultations.differences import Change
from assistant.consultations.draft import Scope
from assistant.consultations.gathering import gathered
from assistant.consultations.handover import holder_of, may_hand_over
from assistant.consultations.models import PURPOSES, Consultation
from assistant.consultations.office import Office
from assistant.consultations.similar import Similar
from assistant.consultations.workflow import EDITABLE, WRITERS, State, steps_for
from corpus.citations import format_citation
from corpus.errors import CriterioError, NotFound
from tools.caller import Caller, Role


def show_new(
    office: Office, caller: Caller, question: str, error: CriterioError | None = None, conversation: str = ""
) -> HTMLResponse:
    """Is it due? What is near and where the rule sends it; with an error, what was asked comes back."""
    found = gathered(office.conversations.branch(conversation, caller)) if conversation else None
    question = found.question if found else question
    asked = question.strip()
    return page(
        "consultations/new.html",
        status=error.http_status if error else 200,
        section="consultas",
        question=question,
        conversation=conversation,
        others=found.others if found else {},
        error=error,
        similar=office.similar.find(asked, caller) if asked else [],
        classified=office.drafting.classify(asked) if asked else None,
        scopes=list(Scope),
        cite=lambda identifier: format_citation(identifier, "formal"),
    )


def show_one(
    office: Office,
    identifier: int,
    caller: Caller,
    error: CriterioError | None = None,
    typed: dict[str, Any] | None = None,
    both: Sequence[Change] = (),
) -> HTMLResponse:
    """One consultation as the caller may see and change it; with an error, what was `typed` comes back, and of the
    parts that a colleague changed too, what the colleague wrote.

    Raises:
        NotFound: CONSULTA_DESCONOCIDA.
    """
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
        both=both,
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


def to(identifier: int) -> Response:
    """On to its page."""
    return RedirectResponse(f"/consultas/{identifier}", status_code=303)
