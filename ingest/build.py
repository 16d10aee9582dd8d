"""What an ingest is wired with: default paths, the citation grammar, the index builder."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from corpus.generations import Generation
from corpus.settings import Settings
from corpus.store import CorpusStore
from ingest.pipeline import IndexBuilder, Progress
from ingest.references import Finder


def default_paths(settings: Settings) -> list[Path]:
    """The manuals of the editorial directory, and the folder of laws where one is configured."""
    paths = [settings.editorial_dir / "manual"]
    if settings.corpus_dir is not None:
        paths.append(settings.corpus_dir)
    return paths


def finder() -> Finder | None:
    """The finder of references."""
    return None


def index_builder(settings: Settings) -> IndexBuilder | None:
    """A builder of the search indexes with these settings."""
    if find_spec("retriever.build") is None:
        return None

    def build(generation: Generation, store: CorpusStore, progress: Progress) -> dict[str, Any]:
        from retriever.session import index_generation

        return index_generation(generation, store, settings, progress)

    return build
