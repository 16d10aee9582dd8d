"""Beginning a consultation from a question and its answer, and saying what it still lacks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from pydantic import ValidationError

from assistant.answers import Answer
from assistant.areas import Areas
from assistant.consultations.annexes import generated_annexes
from assistant.consultations.checks import Check, check
from assistant.consultations.draft import ConsultationDraft, Scope
from assistant.consultations.letterhead import with_letterhead
from assistant.consultations.minimising import Minimiser
from assistant.consultations.models import Consultation
from assistant.consultations.prefill import draft_from
from assistant.consultations.register import NewConsultation, Register
from assistant.consultations.scope import Classified, classify
from assistant.consultations.sections import SectionWriter
from corpus.errors import BadInput
from corpus.store import CorpusStore
from tools.caller import Caller


class Drafting:
    """Writes first drafts and checks them against the corpus of the moment (`store` opens it)."""

    def __init__(self, register: Register, areas: Areas, store: Callable[[], CorpusStore]) -> None:
        self._register = register
        self._areas = areas
        self._store = store

    def classify(self, question: str) -> Classified:
        """What kind of doubt it is and where it goes, with the rule."""
        return classify(question, self._areas)

    def begin(
        self,
        question: str,
        answer: Answer,
        caller: Caller,
        scope: Scope | None = None,
        reason: str = "",
        earlier: Sequence[str] = (),
    ) -> Consultation:
        """A new draft with its annexes. `scope` overrules what the rule says, with its reason; `earlier` are the
        questions of the conversation before this one.

        Raises:
            BadInput: PREGUNTA_VACIA; RAZON_AUSENTE, the rule is overruled without a reason.
            Forbidden: SIN_PERMISO_DE_REDACTAR.
        """
        if not any(map(str.isalnum, question)):
            raise no_question()
        found = self.classify(question)
        if scope is not None and scope is not found.scope and not reason.strip():
            raise BadInput(
                "RAZON_AUSENTE",
                f"La regla dice que la consulta es {found.scope.value}: {found.rule}",
                "Para seguir otra vía escriba la razón.",
            )
        chosen = scope or found.scope
        route = found.route if chosen is found.scope else self._areas.route(question, concrete=chosen is Scope.CONCRETE)
        titles = {item.short_title or item.id: item.title for item in self._store().instruments()}
        draft = draft_from(question, answer, chosen, route.area, earlier, titles)
        draft = with_letterhead(draft, self._register.last_draft(caller))
        minimiser = Minimiser(chosen, answer)
        annexes = generated_annexes(question, answer, minimiser)
        draft.scope_reason = reason.strip()
        draft.annexes = [annex.listed for annex in annexes]
        asked = minimiser.written(question.strip())
        return self._register.add(NewConsultation(asked, draft, route.subject, route.area, tuple(annexes)), caller)

    async def write(self, row: Consultation, writer: SectionWriter, caller: Caller) -> Consultation:
        """Keep what the writer makes of the draft as another version, so that the difference shows whose each word is.

        Where nothing of it served, the history says why and the text stays.

        Raises:
            Conflict: BORRADOR_MODIFICADO, somebody saved while the model wrote. Forbidden, NotFound.
        """
        draft = ConsultationDraft.model_validate(row.draft)
        written = await writer.write(draft)
        if written.told:
            await asyncio.to_thread(self._register.remark, row.id, "redactar", written.told, caller)
        if written.draft == draft:
            return row
        return await asyncio.to_thread(self._register.edit, row.id, row.version, written.draft, caller)

    def checks(self, row: Consultation) -> list[Check]:
        """What the draft lacks to advance."""
        return check(ConsultationDraft.model_validate(row.draft), self._store())


def no_question() -> BadInput:
    """The refusal of a consultation about nothing."""
    return BadInput("PREGUNTA_VACIA", "No escribió ninguna pregunta.", "Escriba la duda que se consulta.")


def read_draft(data: dict[str, Any]) -> ConsultationDraft:
    """A draft from what a person or a program sends. Raises BadInput: BORRADOR_INVALIDO, with the first fields."""
    try:
        return ConsultationDraft.model_validate(data)
    except ValidationError as error:
        wrong = [".".join(map(str, item["loc"])) for item in error.errors()[:5]]
        raise BadInput(
            "BORRADOR_INVALIDO",
            f"El borrador no se entiende en: {', '.join(wrong) or 'su forma'}.",
            "Corrija esos campos; «criterio draft show --json» enseña la forma.",
            fields=wrong,
        ) from error
