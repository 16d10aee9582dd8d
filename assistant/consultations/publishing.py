"""From a reply to a criterion that the next person finds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.consultations.criteria import criterion_id, wording, write_criteria
from assistant.consultations.draft import ConsultationDraft
from assistant.consultations.models import REPLY, Consultation, PublishedCriterion
from assistant.consultations.objections import Objection, objections
from assistant.consultations.register import NOTICE, Register
from assistant.consultations.similar import SAME, SimilarQuestions
from assistant.consultations.steps import Steps
from assistant.consultations.workflow import OPEN, State
from corpus.errors import BadInput, Conflict, Forbidden
from corpus.store import CorpusStore
from tools.caller import Caller, Role
from tools.database import transaction

Enter = Callable[[Callable[[Path], None]], object]
"""Publishes a corpus to which the function given has written."""


TellConversations = Callable[[int, Callable[[str], bool]], int]
"""Leaves a notice of a criterion in the conversations that asked its question; how many."""


class NewCriterion(BaseModel):
    """What a normative user decides. Empty `text`, `questions` or `basis`: those of the reply and the consultation."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    number: str = Field(min_length=1, max_length=80, pattern=r"^[0-9A-Za-z][0-9A-Za-z./ -]*$")
    text: str = Field("", max_length=40_000)
    subject: str = Field("", max_length=200)
    questions: list[str] = Field(default_factory=list, max_length=20)
    scope: str = Field("nacional", max_length=80)
    issuer: str = Field("", max_length=200)
    valid_from: date
    valid_to: date | None = None
    supersedes: str = Field("", max_length=80)
    basis: list[str] | None = Field(None, max_length=40)
    confirmed: bool = Field(False, description="Se publica a pesar de las advertencias")


class Publisher:
    """Publishes criteria into the corpus of the moment (`store` opens it, `enter` publishes the next)."""

    def __init__(
        self,
        register: Register,
        steps: Steps,
        similar: SimilarQuestions,
        store: Callable[[], CorpusStore],
        enter: Enter,
        tell_conversations: TellConversations,
    ) -> None:
        self._register = register
        self._steps = steps
        self._similar = similar
        self._store = store
        self._enter = enter
        self._tell_conversations = tell_conversations

    def publish(self, identifier: int, new: NewCriterion, caller: Caller) -> PublishedCriterion:
        """Keep the criterion, put it into the corpus, tell the consultations and conversations that waited for it.

        Raises:
            Forbidden: PUBLICACION_NO_PERMITIDA. NotFound: CONSULTA_DESCONOCIDA.
            Conflict: SIN_RESPUESTA, CRITERIO_REPETIDO, CRITERIO_CON_ADVERTENCIAS (with them), INGESTA_EN_CURSO.
            BadInput: CRITERIO_SIN_TEXTO (the reply is a picture), VIGENCIA_INVALIDA, SUSTITUIDO_DESCONOCIDO.
        """
        if not caller.has(Role.NORMATIVO):
            raise Forbidden(
                "PUBLICACION_NO_PERMITIDA", "Su papel no permite publicar criterios.", "Lo hace el área normativa."
            )
        row = self._register.get(identifier, caller)
        if State(row.state) not in (State.REPLIED, State.CLOSED):
            raise Conflict("SIN_RESPUESTA", f"La consulta está {row.state}.", "Registre primero la respuesta.")
        criterion = self._criterion(row, new, caller)
        self._check(criterion, new)
        with transaction(self._register.factory) as session:
            self._keep(session, criterion, new)
            self._register.note(session, identifier, caller, "publicar", detail=f"criterio {criterion.number}")
            # Inside the unit of work: a criterion that cannot enter the corpus is not kept either.
            self._enter(lambda path: write_criteria(path, [criterion]))
        self._register.record(caller, "criterio.publicar", identifier)
        self._tell(criterion, caller)
        return criterion

    def warnings(self, identifier: int, new: NewCriterion, caller: Caller) -> list[Objection]:
        """What would be warned of, before publishing."""
        criterion = self._criterion(self._register.get(identifier, caller), new, caller)
        return objections(criterion.text, list(criterion.basis), self._store())

    def published(self) -> list[PublishedCriterion]:
        """Every criterion, newest first; they are for everybody."""
        with transaction(self._register.factory) as session:
            return list(session.scalars(select(PublishedCriterion).order_by(PublishedCriterion.id.desc())))

    def to_review(self) -> dict[str, list[str]]:
        """Criteria in force whose basis is not worded as when they were published: number to the ids that changed."""
        store = self._store()
        found: dict[str, list[str]] = {}
        for row in self.published():
            changed = [identifier for identifier, then in row.basis.items() if wording(store, identifier) != then]
            if changed and row.valid_to is None:
                found[row.number] = changed
        return found

    def restore(self) -> list[str]:
        """Put into the corpus the criteria that it lost (it was built anew); the numbers of those put back."""
        held = {item.id for item in self._store().instruments()}
        lost = [row for row in reversed(self.published()) if row.instrument not in held]
        if lost:
            self._enter(lambda path: write_criteria(path, lost))
        return [row.number for row in lost]

    def _criterion(self, row: Consultation, new: NewCriterion, caller: Caller) -> PublishedCriterion:
        draft = ConsultationDraft.model_validate(row.draft)
        replies = self._steps.files(row.id, caller, REPLY)
        text = "\n".join(
            line.strip() for line in (new.text or (replies[-1].text if replies else "")).splitlines() if line.strip()
        )
        basis = new.basis if new.basis is not None else draft.opinion_basis
        store = self._store()
        return PublishedCriterion(
            consultation_id=row.id,
            number=new.number,
            instrument=criterion_id(new.number),
            subject=new.subject or draft.subject,
            questions=new.questions or list(dict.fromkeys([row.question, *draft.questions])),
            text=text,
            scope=new.scope,
            issuer=new.issuer or row.area,
            valid_from=new.valid_from,
            valid_to=new.valid_to,
            supersedes=new.supersedes,
            basis={identifier: wording(store, identifier) or "" for identifier in basis},
            published_by=caller.name,
            published=self._register.clock(),
        )

    def _check(self, criterion: PublishedCriterion, new: NewCriterion) -> None:
        if not criterion.text:
            raise BadInput("CRITERIO_SIN_TEXTO", "De la respuesta no se leyó texto.", "Transcriba el criterio.")
        if criterion.valid_to is not None and criterion.valid_to <= criterion.valid_from:
            raise BadInput("VIGENCIA_INVALIDA", "La vigencia termina antes de empezar.", "Revise las fechas.")
        found = objections(criterion.text, list(criterion.basis), self._store())
        if found and not new.confirmed:
            raise Conflict(
                "CRITERIO_CON_ADVERTENCIAS",
                " ".join(item.message for item in found[:3]),
                "Corríjalo, o confirme que así se publica.",
                warnings=[item.as_json() for item in found],
            )

    def _keep(self, session: Session, criterion: PublishedCriterion, new: NewCriterion) -> None:
        def held(number: str) -> PublishedCriterion | None:
            return session.scalars(select(PublishedCriterion).where(PublishedCriterion.number == number)).first()

        if held(criterion.number) is not None:
            raise Conflict("CRITERIO_REPETIDO", f"Ya hay un criterio {criterion.number}.", "Déle otro número.")
        if new.supersedes:
            earlier = held(new.supersedes)
            if earlier is None:
                raise BadInput("SUSTITUIDO_DESCONOCIDO", f"No hay un criterio {new.supersedes}.", "Revise el número.")
            earlier.valid_to = criterion.valid_from
        session.add(criterion)
        session.flush()

    def _tell(self, criterion: PublishedCriterion, caller: Caller) -> None:
        """Note it in every consultation that was joined to this one, and in the open ones that ask the same."""
        states, joined = [state.value for state in OPEN], Consultation.joined_to == criterion.consultation_id
        with transaction(self._register.factory) as session:
            rows = session.scalars(select(Consultation).where(Consultation.state.in_(states) | joined)).all()
        waiting = [row.id for row in rows if row.joined_to or self._asks_the_same(row.question, criterion.questions)]
        told = self._tell_conversations(criterion.id, lambda asked: self._asks_the_same(asked, criterion.questions))
        with transaction(self._register.factory) as session:
            for identifier in waiting:
                detail = f"El criterio {criterion.number} contesta esta pregunta."
                self._register.note(session, identifier, caller, NOTICE, detail=detail)
            if told:
                detail = f"Se avisó en {told} {'conversación' if told == 1 else 'conversaciones'} que lo preguntaban."
                self._register.note(session, criterion.consultation_id, caller, "avisar", detail=detail)

    def _asks_the_same(self, question: str, settled: Sequence[str]) -> bool:
        return max(self._similar.closeness(question, settled), default=0.0) >= SAME
