"""Wires consultations from settings: the command and the API open one `Office` each."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answers import Answer
from assistant.areas import Areas
from assistant.consultations.boards import NO_MATTER, Board, Duplicates, board
from assistant.consultations.content import content
from assistant.consultations.differences import Change, differences
from assistant.consultations.draft import ConsultationDraft, Scope
from assistant.consultations.drafting import Drafting, no_question
from assistant.consultations.gathering import gathered
from assistant.consultations.handover import HandOver, People
from assistant.consultations.models import ANNEX, Consultation
from assistant.consultations.pdf import write_pdf
from assistant.consultations.publishing import Publisher
from assistant.consultations.register import Register
from assistant.consultations.reminders import Reminders
from assistant.consultations.sections import SectionWriter
from assistant.consultations.similar import SimilarQuestions
from assistant.consultations.steps import Steps
from assistant.consultations.word import TEMPLATE, write_docx
from assistant.consultations.workflow import OPEN, State
from corpus.errors import BadInput, NotFound
from corpus.generations import current
from corpus.settings import Settings
from corpus.store import CorpusStore
from tools.audit import AuditLog
from tools.calculators.closed_days import load_calendar
from tools.caller import Caller, Role
from tools.credits.local_users import caller_named
from tools.database import make_engine, migrate, sessions
from tools.state_database import open_audit

if TYPE_CHECKING:
    from assistant.conversations.store import Conversations
    from assistant.library import Library
    from assistant.turn import Assistant

_TERMINAL = "terminal"
_COMPARED = 500
"""Open consultations compared with each other, the newest."""
_FEW = 3


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a draft begins with: a conversation, a question with the answer that it had, or a question to be asked.

    `scope` overrules what the rule says, with its `reason`. `without` are the places of the questions of the
    conversation from which nothing is taken.
    """

    question: str = ""
    conversation: str = ""
    answer: Answer | None = None
    scope: Scope | None = None
    reason: str = ""
    without: tuple[int, ...] = ()


class Office:
    """The parts that work on consultations, sharing one database and one corpus.

    What searches (`library`, `assistant`) is loaded when it is first used: most commands never need it.
    """

    def __init__(
        self,
        settings: Settings,
        clock: Callable[[], datetime],
        library: Library | None = None,
        audit: AuditLog | None = None,
        people: People | None = None,
    ) -> None:
        self._settings = settings
        self._library = library
        self.engine = make_engine(settings.effective_database_url)
        self.template = settings.state_dir / TEMPLATE
        corpus = CurrentCorpus(settings.state_dir)
        self._store = corpus.store
        audit = audit or open_audit(settings)
        self.register = Register(sessions(self.engine), clock, audit)
        self._areas = Areas.load(Path(settings.editorial_dir) / "areas.yaml")
        calendar = load_calendar(Path(settings.editorial_dir) / "tables" / "dias_cerrados.yaml")
        self.drafting = Drafting(self.register, self._areas, corpus.store)
        self.steps = Steps(self.register, self.drafting, calendar)
        self.similar = SimilarQuestions(self.register, lambda: self.library)
        self.handover = HandOver(self.register, people or (lambda name: caller_named(settings.state_dir, name)))
        self.reminders = Reminders(self.register, calendar)
        self.publisher = Publisher(
            self.register, self.steps, self.similar, corpus.store, self._enter, self._tell_conversations
        )

    @cached_property
    def conversations(self) -> Conversations:
        """What people asked in the chat: a draft may begin from one's own conversation."""
        from assistant.conversations.store import Conversations

        return Conversations(self.register.factory, self.register.clock)

    async def begin(self, beginning: Beginning, caller: Caller) -> Consultation:
        """A new draft, its parts in the prose of the model where prose is what the settings ask for.

        Raises:
            NotFound: CONVERSACION_DESCONOCIDA. BadInput: CONVERSACION_VACIA, and those of `Drafting.begin`.
        """
        question, answer, earlier = beginning.question, beginning.answer, tuple[str, ...]()
        if beginning.conversation:
            branch = await asyncio.to_thread(self.conversations.branch, beginning.conversation, caller)
            found = gathered(branch, beginning.without)
            question, answer, earlier = found.question, found.answer, found.earlier
        if not any(map(str.isalnum, question)):
            raise no_question()
        if answer is None:
            from assistant.steps import Question

            today = self.register.clock().date()
            answer = await self.assistant.answer(Question(text=question, today=today, caller=caller))
        scope, reason = beginning.scope, beginning.reason
        row = await asyncio.to_thread(self.drafting.begin, question, answer, caller, scope, reason, earlier)
        return row if self.writer is None else await self.drafting.write(row, self.writer, caller)

    @cached_property
    def writer(self) -> SectionWriter | None:
        """Writes parts of a draft: only the level of prose writes, the others quote."""
        from assistant.build import build_model, build_reader
        from assistant.composing.level import in_prose

        model = build_model(self._settings)
        reader = build_reader(self._settings, model)
        if model is None or not in_prose(self._settings.composer, reader):
            return None
        return SectionWriter(model, self._store, reader)

    @cached_property
    def library(self) -> Library:
        """The corpus with its search."""
        from assistant.build import build_library

        return self._library or build_library(self._settings)

    @cached_property
    def assistant(self) -> Assistant:
        """Answers the question of a new draft."""
        from assistant.build import build_assistant

        return build_assistant(self._settings, self.library)

    def _enter(self, change: Callable[[Path], None]) -> object:
        from retriever.rebuild import rebuild_index

        return rebuild_index(self._settings, _nobody_watches, change)

    def _tell_conversations(self, criterion: int, asks_it: Callable[[str], bool]) -> int:
        from assistant.conversations.notices import CriterionNotices

        return CriterionNotices(self.register.factory, self.register.clock).leave(criterion, asks_it)

    def differences(self, identifier: int, before: int, after: int, caller: Caller) -> list[Change]:
        """What changed between two versions. Raises NotFound: VERSION_DESCONOCIDA."""
        held = {row.version: row.draft for row in self.register.versions(identifier, caller)}
        for version in (before, after):
            if version not in held:
                known = ", ".join(map(str, held))
                raise NotFound("VERSION_DESCONOCIDA", f"No hay una versión {version}.", f"Hay: {known}.")
        return differences(held[before], held[after])

    def document(self, row: Consultation, form: str, caller: Caller) -> bytes:
        """The oficio as it stands, as `pdf` or `docx` (in the unit's template where it left one).

        Raises:
            BadInput: FORMATO_NO_ADMITIDO, or what the unit's template has wrong.
        """
        draft = ConsultationDraft.model_validate(row.draft)
        files = [(file.name, file.sha256) for file in self.steps.files(row.id, caller, ANNEX)]
        parts = content(draft, row.number, row.signed or self.register.clock().date(), row.content_hash, files)
        if form == "pdf":
            return write_pdf(parts)
        if form == "docx":
            return write_docx(parts, self.template if self.template.exists() else None)
        raise BadInput("FORMATO_NO_ADMITIDO", f"No se exporta a «{form}».", "Use .docx o .pdf.")

    def board(self, caller: Caller) -> tuple[list[Consultation], Board]:
        """The consultations within reach and their board today; the normative area's, with what should be regulated."""
        rows = self.register.visible(caller)
        settled = frozenset(row.consultation_id for row in self.publisher.published())
        found = board(rows, self.register.clock().date(), settled)
        if caller.has(Role.NORMATIVO):
            unsettled = [row for row in rows if State(row.state) in OPEN][:_COMPARED]
            same = [Duplicates(group[0].subject, [row.id for row in group]) for group in self.similar.groups(unsettled)]
            found = replace(found, duplicates=same, asked=self._asked_in_chat())
        return rows, found

    def _asked_in_chat(self) -> dict[str, int]:
        """Questions of the chat without criterion, by matter; what few asked is not told, for it could tell who."""
        from assistant.conversations.notices import CriterionNotices

        asked = CriterionNotices(self.register.factory, self.register.clock).unsettled()
        counts = Counter(self._areas.route(text).subject or NO_MATTER for text in asked)
        return {matter: count for matter, count in counts.most_common() if count >= _FEW}

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()


def open_office(
    settings: Settings,
    clock: Callable[[], datetime],
    library: Library | None = None,
    audit: AuditLog | None = None,
    people: People | None = None,
) -> Office:
    """The office over the settings' database, whose tables are brought up to date.

    `people` finds colleagues by name; without it they are the users of the workstation.
    """
    migrate(settings.effective_database_url)
    return Office(settings, clock, library, audit, people)


class CurrentCorpus:
    """The corpus of the moment without its search, which checks do not need; it follows the generations."""

    def __init__(self, state_dir: Path) -> None:
        self._state_dir = state_dir
        self._lock = threading.Lock()
        self._held: tuple[str, CorpusStore] | None = None

    def store(self) -> CorpusStore:
        """The store of the current generation. Raises Unavailable: CORPUS_AUSENTE."""
        generation = current(self._state_dir)
        with self._lock:
            if self._held is None or self._held[0] != generation.name:
                # The earlier one stays with whoever reads it and is closed when nobody does.
                self._held = (generation.name, CorpusStore.open(generation.corpus_path))
            return self._held[1]


def _nobody_watches(_stage: str, _done: int, _total: int) -> None:
    """The person waits for the end only."""


def local_caller(state_dir: Path, name: str) -> Caller:
    """Who acts in the terminal: the named user, or the terminal itself, which only writes drafts of its own."""
    return caller_named(state_dir, name) if name else Caller(_TERMINAL, frozenset({Role.REDACTOR}))
