"""Taking a consultation from one state to the next: checks, number, hash, due date, files."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import PurePath

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.consultations.attachments import read_attachment
from assistant.consultations.content import content_hash
from assistant.consultations.draft import ConsultationDraft
from assistant.consultations.drafting import Drafting
from assistant.consultations.models import ANNEX, PURPOSES, REPLY, SIGNED, Consultation, ConsultationFile
from assistant.consultations.numbering import next_sequence, written_number
from assistant.consultations.register import Register
from assistant.consultations.workflow import EDITABLE, State, Step, require_step
from corpus.errors import BadInput, Conflict, Forbidden, NotFound
from tools.calculators.business_days import Calendar
from tools.caller import Caller, Role
from tools.database import transaction

REPLY_DAYS = 20
"""Business days in which a reply is expected. No regulation at hand fixes them: it is ours, to remind by."""


class Steps:
    """The steps of the workflow, each in one unit of work with its trace."""

    def __init__(self, register: Register, drafting: Drafting, calendar: Calendar) -> None:
        self._register = register
        self._drafting = drafting
        self._calendar = calendar

    def take(self, identifier: int, step: Step, caller: Caller, seen: int = 0, detail: str = "") -> Consultation:
        """Take a step; `seen` is the version that the person was looking at (0: the present one).

        Raises:
            Forbidden: PASO_NO_PERMITIDO. NotFound: CONSULTA_DESCONOCIDA.
            Conflict: PASO_FUERA_DE_ORDEN, BORRADOR_MODIFICADO, FALTA_COPIA_FIRMADA, FALTA_RESPUESTA.
            BadInput: BORRADOR_INCOMPLETO, with what is missing; RAZON_AUSENTE.
        """
        row = self._register.get(identifier, caller)
        before = State(row.state)
        after = require_step(step, before, caller)
        self._require(row, step, detail, caller)
        with transaction(self._register.factory) as session:
            self._register.change(session, row, seen or row.version, state=after.value)
            held = session.get_one(Consultation, identifier, populate_existing=True)
            today = self._register.clock().date()
            if step is Step.SIGN:
                self._number(session, held)
            elif step is Step.SEND:
                held.due = self._calendar.after(today, REPLY_DAYS, payment=False)
            elif step is Step.REPLY:
                held.replied = today
            note = detail or (held.number or "" if step is Step.SIGN else "")
            self._register.note(session, identifier, caller, step.value, before=before, after=after, detail=note)
        self._register.record(caller, f"consulta.{step.value}", identifier)
        return self._register.get(identifier, caller)

    def _require(self, row: Consultation, step: Step, detail: str, caller: Caller) -> None:
        if step in (Step.SUBMIT, Step.SIGN):
            missing = [check for check in self._drafting.checks(row) if check.blocking]
            if missing:
                raise BadInput(
                    "BORRADOR_INCOMPLETO",
                    f"Al borrador le falta: {' '.join(check.message for check in missing[:3])}",
                    "Todo lo que falta está en «Antes de avanzar», y en «criterio draft check».",
                    checks=[check.as_json() for check in missing],
                )
        if step in (Step.RETURN, Step.CANCEL) and not detail.strip():
            raise BadInput("RAZON_AUSENTE", f"Para {step.value} hace falta la razón.", "Escríbala.")
        if step is Step.SEND and not self.files(row.id, caller, SIGNED):
            raise Conflict("FALTA_COPIA_FIRMADA", "No hay copia firmada del oficio.", "Adjúntela antes de enviar.")
        if step is Step.REPLY and not self.files(row.id, caller, REPLY):
            raise Conflict("FALTA_RESPUESTA", "No hay respuesta adjunta.", "Adjunte el oficio de respuesta.")

    def _number(self, session: Session, row: Consultation) -> None:
        draft = ConsultationDraft.model_validate(row.draft)
        day = self._register.clock().date()
        row.unit, row.year = draft.unit.key, day.year
        row.sequence = next_sequence(session, draft.unit.key, day.year)
        row.number = written_number(draft.unit.key, draft.unit.acronym, row.sequence, day.year)
        row.signed = day
        row.content_hash = content_hash(draft, row.number, _annexes(session, row.id))

    def attach(self, identifier: int, purpose: str, name: str, content: bytes, caller: Caller) -> ConsultationFile:
        """Keep a file with the text read from it. Annexes enter before the signature, for the hash covers them.

        Raises:
            BadInput: what `read_attachment` refuses. Conflict: ADJUNTO_FUERA_DE_ORDEN. Forbidden: PASO_NO_PERMITIDO.
        """
        row = self._register.get(identifier, caller)
        _may_attach(purpose, State(row.state), caller)
        kept = ConsultationFile(
            consultation_id=identifier,
            purpose=purpose,
            name=PurePath(name).name[:200] or "archivo",
            sha256=hashlib.sha256(content).hexdigest(),
            at=self._register.clock(),
            actor=caller.name,
            text=read_attachment(name, content),
            content=content,
        )
        with transaction(self._register.factory) as session:
            self._register.hold(session, row)
            session.add(kept)
            self._register.note(session, identifier, caller, "adjuntar", detail=f"{purpose}: {kept.name}")
        self._register.record(caller, f"consulta.adjuntar {purpose}", identifier)
        return kept

    def detach(self, identifier: int, file: int, caller: Caller) -> None:
        """Take an annex away, and its line from the oficio, while the text may still change.

        Raises:
            NotFound: ADJUNTO_DESCONOCIDO, CONSULTA_DESCONOCIDA. Conflict: ADJUNTO_FUERA_DE_ORDEN, BORRADOR_MODIFICADO.
            Forbidden.
        """
        row = self._register.get(identifier, caller)
        found = self.file(identifier, file, caller)
        _may_attach(ANNEX, State(row.state), caller)
        if found.purpose != ANNEX:
            raise Conflict("ADJUNTO_FUERA_DE_ORDEN", f"«{found.name}» no es un anexo.", "Sólo los anexos se quitan.")
        left = [line for line in row.draft["annexes"] if found.name not in line]
        draft = {**row.draft, "annexes": left}
        with transaction(self._register.factory) as session:
            if draft == row.draft:
                self._register.hold(session, row)
            else:
                self._register.change(session, row, row.version, draft=draft)
                self._register.keep_version(session, identifier, row.version + 1, draft, caller)
            self._register.note(session, identifier, caller, "quitar", detail=f"{found.name} {found.sha256[:12]}")
            session.delete(session.get_one(ConsultationFile, file))
        self._register.record(caller, "consulta.quitar anexo", identifier)

    def file(self, identifier: int, file: int, caller: Caller) -> ConsultationFile:
        """One file of a consultation. Raises NotFound: ADJUNTO_DESCONOCIDO, CONSULTA_DESCONOCIDA."""
        found = next((held for held in self.files(identifier, caller) if held.id == file), None)
        if found is None:
            raise NotFound("ADJUNTO_DESCONOCIDO", f"La consulta no tiene un adjunto {file}.", "Vea su lista.")
        return found

    def files(self, identifier: int, caller: Caller, purpose: str = "") -> list[ConsultationFile]:
        """The files of a consultation, oldest first."""
        self._register.get(identifier, caller)
        with transaction(self._register.factory) as session:
            query = select(ConsultationFile).where(ConsultationFile.consultation_id == identifier)
            found = session.scalars(query.order_by(ConsultationFile.id)).all()
        return [file for file in found if not purpose or file.purpose == purpose]

    def is_intact(self, identifier: int, caller: Caller) -> bool:
        """Whether a signed consultation is still what was signed, annexes included."""
        row = self._register.get(identifier, caller)
        if row.number is None:
            return True
        draft = ConsultationDraft.model_validate(row.draft)
        annexes = [hashlib.sha256(file.content).hexdigest() for file in self.files(identifier, caller, ANNEX)]
        return content_hash(draft, row.number, annexes) == row.content_hash


def _annexes(session: Session, identifier: int) -> Sequence[str]:
    query = select(ConsultationFile.sha256).where(
        ConsultationFile.consultation_id == identifier, ConsultationFile.purpose == ANNEX
    )
    return session.scalars(query).all()


_WHEN = {
    ANNEX: EDITABLE,
    SIGNED: frozenset({State.SIGNED}),
    REPLY: frozenset({State.SENT, State.ATTENDED}),
}


def _may_attach(purpose: str, state: State, caller: Caller) -> None:
    if purpose not in PURPOSES:
        raise BadInput("ADJUNTO_INVALIDO", f"«{purpose}» no es una clase de adjunto.", f"Use: {', '.join(PURPOSES)}.")
    writer = caller.has(Role.REDACTOR, Role.SUPERVISOR) or (purpose == REPLY and caller.has(Role.NORMATIVO))
    if not writer:
        raise Forbidden("PASO_NO_PERMITIDO", "Su papel no permite adjuntar.", "Pídalo a quien redacta o supervisa.")
    if state not in _WHEN[purpose]:
        names = ", ".join(sorted(found.value for found in _WHEN[purpose]))
        raise Conflict(
            "ADJUNTO_FUERA_DE_ORDEN", f"No se adjunta «{purpose}» cuando está {state.value}.", f"Procede: {names}."
        )
