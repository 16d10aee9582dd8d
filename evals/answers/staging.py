"""Who answers each case: the assistant over its own credits and documents, the baseline, or a server.

Nothing of the state is written: plain cases are asked over an empty database, those with credits over one of theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from assistant.build import build_assistant, build_library
from assistant.evaluations.cases import Case
from assistant.library import Library, Snapshot
from assistant.models.model import Model
from assistant.turn import Assistant
from corpus.provisions import Provision, Status
from corpus.settings import Settings
from evals.answers.calibration import stated_by
from evals.answers.llamaindex_rag import LlamaIndexRag
from evals.answers.notes import Notary
from evals.answers.remote import Server, reason_to_omit
from evals.answers.runs import Stage
from evals.answers.scoring import SourceText
from evals.fixtures.credits import filled, seed
from evals.retrieval.llamaindex_baseline import llamaindex_defaults
from retriever.session import cache_path, embedder_from
from retriever.vector_cache import VectorCache

Stager = Callable[[Case], Stage | str]


def in_process(
    settings: Settings, library: Library, documents: Path | None, around: Callable[[Model], Model], scratch: Path
) -> Stager:
    """The assistant under these settings; `documents` is the state with the documents of the cases, if any."""
    plain = _Corpus(settings, library, around, scratch)
    other = _with_documents(settings, documents, around, scratch)

    def stage(case: Case) -> Stage:
        return (other if case.documents and other else plain).stage(case)

    return stage


def baseline(settings: Settings, library: Library, documents: Path | None) -> Stager:
    """LlamaIndex as it comes, over the same provisions."""
    whole = build_library(_moved(settings, documents)) if documents else library
    snapshot = whole.snapshot()
    everything = _in_force(snapshot)
    known = {root.id for root in _in_force(library.snapshot())}
    search = llamaindex_defaults(everything, embedder_from(settings), VectorCache(cache_path(settings.state_dir)))
    source = _source(snapshot)
    plain = LlamaIndexRag(search, [root for root in everything if root.id in known])
    documented = LlamaIndexRag(search, everything)

    def stage(case: Case) -> Stage:
        rag = documented if case.documents else plain
        return Stage(filled(case), rag, source, rag.searched)

    return stage


def remote(url: str, today: date, snapshot: Snapshot) -> Stager:
    """A running server, for the cases that it can be asked."""
    server, omit, source = Server(url, snapshot.version), reason_to_omit(today), _source(snapshot)

    def stage(case: Case) -> Stage | str:
        return omit(case) or Stage(case, server, source)

    return stage


class _Corpus:
    """The assistant over one corpus; the databases of its cases lie in `scratch`."""

    def __init__(self, settings: Settings, library: Library, around: Callable[[Model], Model], scratch: Path) -> None:
        self._settings, self._library, self._around, self._scratch = settings, library, around, scratch
        self._source = _source(library.snapshot())
        self._stated = stated_by(library, Path(settings.editorial_dir))
        self._plain = self._over(f"sqlite:///{scratch / 'none.db'}")

    def stage(self, case: Case) -> Stage:
        assistant = self._plain if case.fixture is None else self._over(seed(case, self._scratch))
        return Stage(filled(case), assistant, self._source, self._stated)

    def _over(self, url: str) -> Assistant:
        settings = self._settings.model_copy(update={"database_url": url})
        return build_assistant(settings, self._library, Notary(), self._around)


def _with_documents(
    settings: Settings, documents: Path | None, around: Callable[[Model], Model], scratch: Path
) -> _Corpus | None:
    if documents is None:
        return None
    moved = _moved(settings, documents)
    return _Corpus(moved, build_library(moved), around, scratch)


def _moved(settings: Settings, state: Path) -> Settings:
    return settings.model_copy(update={"state_dir": state, "chroma_host": ""})


def _source(snapshot: Snapshot) -> SourceText:
    def source(root: str) -> str | None:
        provision = snapshot.store.get(root)
        return provision.text if provision else None

    return source


def _in_force(snapshot: Snapshot) -> Sequence[Provision]:
    return [root for root in snapshot.store.roots() if root.status is not Status.DEROGADO]
