"""What an ingest is wired with: default paths, the citation grammar, the index builder."""

from __future__ import annotations

import hashlib
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


def finder() -> Finder:
    """The finder of references: the citation grammar over the corpus that is being written."""
    from corpus.citations import ReferenceFinder

    return ReferenceFinder()


def editorial_fingerprint(settings: Settings) -> str:
    """A digest of what we write and the index holds: other headings, or another form of index, make it stale."""
    from retriever.index_files import FORMAT

    folder = settings.editorial_dir
    files = [*sorted((folder / "headings").glob("*.yaml")), folder / "glossary.yaml", folder / "companions.yaml"]
    digest = hashlib.sha256(f"{settings.embedding_model} {FORMAT}".encode())
    for path in files:
        if path.exists():
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def index_builder(settings: Settings) -> IndexBuilder:
    """A builder of the search indexes with these settings."""

    def build(generation: Generation, store: CorpusStore, progress: Progress) -> dict[str, Any]:
        from retriever.session import index_generation

        return index_generation(generation, store, settings, progress)

    return build
