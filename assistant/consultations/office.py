"""Wires consultations from settings: the command and the API open one `Office` each."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from assistant.areas import Areas
from assistant.build import build_assistant, build_library, load_working_days, open_audit
from assistant.consultations.boards import Board, board
from assistant.consultations.content import content
from assistant.consultations.differences import Change, differences
from assistant.consultations.draft import ConsultationDraft
from assistant.consultations.drafting import Drafting
from assistant.consultations.models import Consultation
from assistant.consultations.pdf import write_pdf
from assistant.consultations.publishing import Publisher
from assistant.consultations.register import Register
from assistant.consultations.similar import SimilarQuestions
from assistant.consultations.steps import Steps
from assistant.consultations.word import TEMPLATE, write_docx
from assistant.library import Library
from assistant.turn import Assistant
from corpus.errors import BadInput, NotFound
from corpus.generations import current
from corpus.settings import Settings
from corpus.store import CorpusStore
from retriever.rebuild import rebuild_index
from tools.audit import AuditLog
from tools.caller import Caller, Role
from tools.credits.local_users import caller_named
from tools.database import make_engine, migrate, sessions

_TERMINAL = "terminal"


@dataclass(frozen=True, slots=True)
class Office:
    """The parts that work on consultations, sharing one database and one corpus."""

    engine: Engine
    library: Library
    assistant: Assistant
    register: Register
    drafting: Drafting
    steps: Steps
    similar: SimilarQuestions
    publisher: Publisher
    template: Path

    def differences(self, identifier: int, before: int, after: int, caller: Caller) -> list[Change]:
        """What changed between two versions. Raises NotFound: VERSION_DESCONOCIDA."""
        held = {row.version: row.draft for row in self.register.versions(identifier, caller)}
        for version in (before, after):
            if version not in held:
                known = ", ".join(map(str, held))
                raise NotFound("VERSION_DESCONOCIDA", f"No hay una versión {version}.", f"Hay: {known}.")
        return differences(held[before], held[after])

    def document(self, row: Consultation, form: str) -> bytes:
        """The oficio as it stands, as `pdf` or `docx` (in the unit's template where it left one).

        Raises:
            BadInput: FORMATO_NO_ADMITIDO, or what the unit's template has wrong.
        """
        draft = ConsultationDraft.model_validate(row.draft)
        parts = content(draft, row.number, row.signed or self.register.clock().date(), row.content_hash)
        if form == "pdf":
            return write_pdf(parts)
        if form == "docx":
            return write_docx(parts, self.template if self.template.exists() else None)
        raise BadInput("FORMATO_NO_ADMITIDO", f"No se exporta a «{form}».", "Use .docx o .pdf.")

    def board(self, caller: Caller) -> tuple[list[Consultation], Board]:
        """The consultations within reach and their board today."""
        rows = self.register.visible(caller)
        settled = frozenset(row.consultation_id for row in self.publisher.published())
        return rows, board(rows, self.register.clock().date(), settled)

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()


def open_office(
    settings: Settings, clock: Callable[[], datetime], library: Library | None = None, audit: AuditLog | None = None
) -> Office:
    """The office over the settings' database, whose tables are brought up to date."""
    migrate(settings.effective_database_url)
    engine = make_engine(settings.effective_database_url)
    library = library or build_library(settings)
    areas = Areas.load(Path(settings.editorial_dir) / "areas.yaml")
    corpus = CurrentCorpus(settings.state_dir)
    register = Register(sessions(engine), clock, audit or open_audit(settings))

    def enter(change: Callable[[Path], None]) -> object:
        return rebuild_index(settings, _nobody_watches, change)

    drafting = Drafting(register, areas, corpus.store)
    steps = Steps(register, drafting, load_working_days(settings))
    similar = SimilarQuestions(register, library)
    publisher = Publisher(register, steps, similar, corpus.store, enter)
    assistant = build_assistant(settings, library)
    template = settings.state_dir / TEMPLATE
    return Office(engine, library, assistant, register, drafting, steps, similar, publisher, template)


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
