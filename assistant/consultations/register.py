"""The register of consultations: every read is within the caller's reach, every write checks the version it saw.

Each unit of work begins with its write, so that SQLite waits for its turn instead of failing, and two people who
edit the same version find out: the second one gets BORRADOR_MODIFICADO and loses nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.orm import Session, sessionmaker

from assistant.consultations.annexes import GeneratedAnnex
from assistant.consultations.draft import ConsultationDraft
from assistant.consultations.models import ANNEX, Consultation, ConsultationEvent, ConsultationFile, DraftVersion
from assistant.consultations.workflow import EDITABLE, State, no_such_consultation, require_writer, sees
from corpus.errors import BadInput, Conflict
from tools.audit import AuditEvent, AuditLog
from tools.caller import Caller
from tools.database import transaction

_NOTICES = 20
NOTICE = "aviso"
"""The event that tells a consultation of a criterion published meanwhile."""


@dataclass(frozen=True, slots=True)
class NewConsultation:
    """What a consultation begins with."""

    question: str
    draft: ConsultationDraft
    matter: str
    area: str
    annexes: tuple[GeneratedAnnex, ...] = ()


class Register:
    """Reads and writes consultations. `clock` tells the moment with its zone."""

    def __init__(self, factory: sessionmaker[Session], clock: Callable[[], datetime], audit: AuditLog) -> None:
        self.factory = factory
        self.clock = clock
        self.audit = audit

    def add(self, new: NewConsultation, caller: Caller) -> Consultation:
        """Keep a new draft as version 1. Raises Forbidden: SIN_PERMISO_DE_REDACTAR."""
        require_writer(caller)
        only = sorted(caller.territory.subdelegaciones)
        data = new.draft.model_dump(mode="json")
        with transaction(self.factory) as session:
            row = Consultation(
                state=State.DRAFT.value,
                version=1,
                question=new.question,
                subject=new.draft.subject,
                matter=new.matter[:200],
                area=new.area[:200],
                author=caller.name,
                holder=caller.name,
                deadline=new.draft.limit,
                ooad=caller.territory.ooad,
                subdelegacion=only[0] if len(only) == 1 else "",
                draft=data,
                created=self.clock(),
            )
            session.add(row)
            session.flush()
            self.keep_version(session, row.id, 1, data, caller)
            self.note(session, row.id, caller, "crear", after=State.DRAFT)
            session.add_all(self._annex(row.id, annex, caller) for annex in new.annexes)
        self.record(caller, "consulta.crear", row.id)
        return row

    def _annex(self, identifier: int, annex: GeneratedAnnex, caller: Caller) -> ConsultationFile:
        return ConsultationFile(
            consultation_id=identifier,
            purpose=ANNEX,
            name=annex.name,
            sha256=hashlib.sha256(annex.content).hexdigest(),
            at=self.clock(),
            actor=caller.name,
            text=annex.text,
            content=annex.content,
        )

    def get(self, identifier: int, caller: Caller) -> Consultation:
        """One consultation. Raises NotFound: CONSULTA_DESCONOCIDA, also where it is out of reach."""
        with transaction(self.factory) as session:
            row = session.get(Consultation, identifier)
        if row is None or not sees(caller, row.author, row.ooad, row.subdelegacion, State(row.state)):
            self.record(caller, "consulta.leer", identifier, "negado")
            raise no_such_consultation(identifier)
        return row

    def visible(self, caller: Caller) -> list[Consultation]:
        """Those within reach, newest first."""
        with transaction(self.factory) as session:
            rows = session.scalars(select(Consultation).order_by(Consultation.id.desc())).all()
        return [row for row in rows if sees(caller, row.author, row.ooad, row.subdelegacion, State(row.state))]

    def last_draft(self, caller: Caller) -> ConsultationDraft | None:
        """The newest draft of the caller, or of the caller's own office."""
        only = sorted(caller.territory.subdelegaciones)
        own = Consultation.author == caller.name
        if caller.territory.ooad:
            office = Consultation.subdelegacion == (only[0] if len(only) == 1 else "")
            own = or_(own, and_(Consultation.ooad == caller.territory.ooad, office))
        with transaction(self.factory) as session:
            query = select(Consultation.draft).where(own).order_by(Consultation.id.desc()).limit(1)
            found = session.scalars(query).first()
        return ConsultationDraft.model_validate(found) if found else None

    def edit(self, identifier: int, seen: int, draft: ConsultationDraft, caller: Caller) -> Consultation:
        """Keep a new version of the draft; `seen` is the version that the person was looking at.

        Raises:
            Conflict: BORRADOR_MODIFICADO, somebody saved meanwhile; BORRADOR_CERRADO, it is signed.
            Forbidden, NotFound.
        """
        require_writer(caller)
        row = self.get(identifier, caller)
        if State(row.state) not in EDITABLE:
            raise Conflict(
                "BORRADOR_CERRADO", f"La consulta está {row.state}: su texto ya no cambia.", "Formule otra consulta."
            )
        data = draft.model_dump(mode="json")
        with transaction(self.factory) as session:
            self.change(session, row, seen, draft=data, subject=draft.subject, deadline=draft.limit)
            self.keep_version(session, identifier, seen + 1, data, caller)
            self.note(session, identifier, caller, "editar", detail=f"versión {seen + 1}")
        self.record(caller, "consulta.editar", identifier)
        return self.get(identifier, caller)

    def change(self, session: Session, row: Consultation, seen: int, **values: Any) -> None:
        """Write values where neither the version nor the state changed meanwhile; the version grows by one."""
        done = session.execute(
            update(Consultation)
            .where(Consultation.id == row.id, Consultation.version == seen, Consultation.state == row.state)
            .values(version=seen + 1, **values)
            .execution_options(synchronize_session=False)
        )
        if done.rowcount != 1:  # type: ignore[attr-defined]
            raise Conflict(
                "BORRADOR_MODIFICADO",
                f"Alguien guardó cambios después de la versión {seen} que usted veía.",
                "Abra la versión actual, compare y vuelva a guardar; lo suyo no se ha perdido.",
                version=row.version,
            )

    def hold(self, session: Session, row: Consultation) -> None:
        """Lock it for this unit of work in the state in which it was seen. Raises Conflict: BORRADOR_MODIFICADO."""
        done = session.execute(
            update(Consultation)
            .where(Consultation.id == row.id, Consultation.state == row.state)
            .values(state=row.state)
            .execution_options(synchronize_session=False)
        )
        if done.rowcount != 1:  # type: ignore[attr-defined]
            raise Conflict("BORRADOR_MODIFICADO", f"Dejó de estar {row.state}.", "Abra la versión actual.")

    def versions(self, identifier: int, caller: Caller) -> list[DraftVersion]:
        """Every version of the draft, oldest first."""
        self.get(identifier, caller)
        with transaction(self.factory) as session:
            query = select(DraftVersion).where(DraftVersion.consultation_id == identifier)
            return list(session.scalars(query.order_by(DraftVersion.version)))

    def events(self, identifier: int, caller: Caller) -> list[ConsultationEvent]:
        """What happened to it, oldest first."""
        self.get(identifier, caller)
        with transaction(self.factory) as session:
            query = select(ConsultationEvent).where(ConsultationEvent.consultation_id == identifier)
            return list(session.scalars(query.order_by(ConsultationEvent.id)))

    def notices(self, caller: Caller) -> list[ConsultationEvent]:
        """What was told to the caller's own consultations that are not closed: a criterion answers them."""
        mine = func.coalesce(func.nullif(Consultation.holder, ""), Consultation.author) == caller.name
        alive = Consultation.state != State.CLOSED.value
        query = select(ConsultationEvent).join(Consultation, Consultation.id == ConsultationEvent.consultation_id)
        query = query.where(ConsultationEvent.action == NOTICE, mine, alive).order_by(ConsultationEvent.id.desc())
        with transaction(self.factory) as session:
            return list(session.scalars(query.limit(_NOTICES)))

    def comment(self, identifier: int, text: str, caller: Caller) -> None:
        """Add a comment; it changes no version. Raises BadInput: COMENTARIO_VACIO; NotFound."""
        if not text.strip():
            raise BadInput("COMENTARIO_VACIO", "El comentario no dice nada.", "Escríbalo.")
        self.remark(identifier, "comentar", text, caller)

    def remark(self, identifier: int, action: str, text: str, caller: Caller) -> None:
        """Add to what happened something that changes no version. Raises NotFound."""
        self.get(identifier, caller)
        with transaction(self.factory) as session:
            self.note(session, identifier, caller, action, detail=text.strip()[:4000])
        self.record(caller, f"consulta.{action}", identifier)

    def join(self, identifier: int, other: int, caller: Caller) -> Consultation:
        """Cancel a draft because another consultation asks the same; its author is told with the other's outcome.

        Raises:
            BadInput: UNION_INVALIDA, it is itself or was joined. Conflict: BORRADOR_CERRADO. Forbidden, NotFound.
        """
        require_writer(caller)
        row, kept = self.get(identifier, caller), self.get(other, caller)
        if identifier == other or kept.joined_to is not None or State(kept.state) is State.CANCELLED:
            raise BadInput("UNION_INVALIDA", f"No se puede unir a la consulta {other}.", "Elija una que siga su curso.")
        before = State(row.state)
        if before not in EDITABLE:
            raise Conflict("BORRADOR_CERRADO", f"La consulta está {row.state}.", "Sólo se une lo que no se ha firmado.")
        with transaction(self.factory) as session:
            self.change(session, row, row.version, state=State.CANCELLED.value, joined_to=other)
            self.note(
                session,
                identifier,
                caller,
                "unir",
                before=before,
                after=State.CANCELLED,
                detail=f"a la consulta {other}",
            )
            self.note(session, other, caller, "unir", detail=f"se le une la consulta {identifier}")
        self.record(caller, "consulta.unir", identifier)
        return self.get(identifier, caller)

    def note(
        self,
        session: Session,
        identifier: int,
        caller: Caller,
        action: str,
        *,
        before: State | None = None,
        after: State | None = None,
        detail: str = "",
    ) -> None:
        """Add to what happened, in the same unit of work as the change itself."""
        session.add(
            ConsultationEvent(
                consultation_id=identifier,
                at=self.clock(),
                actor=caller.name,
                action=action,
                before=before.value if before else "",
                after=after.value if after else "",
                detail=detail,
            )
        )

    def keep_version(
        self, session: Session, identifier: int, version: int, data: dict[str, Any], caller: Caller
    ) -> None:
        """Keep the draft as it stands, in the unit of work that changed it."""
        session.add(
            DraftVersion(consultation_id=identifier, version=version, author=caller.name, at=self.clock(), draft=data)
        )

    def record(self, caller: Caller, action: str, identifier: int, result: str = "hecho") -> None:
        """Tell the audit."""
        self.audit.record(AuditEvent(caller.name, action, f"consulta {identifier}", result))
