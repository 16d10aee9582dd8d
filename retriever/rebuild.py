"""Builds the index of the current corpus again, as a new generation beside the one that readers hold."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from corpus import generations
from corpus.errors import Unavailable
from corpus.generations import Generation
from corpus.settings import Settings
from corpus.store import CorpusStore
from retriever.build import Progress
from retriever.search import graphs_of
from retriever.session import index_generation, load_editorial, open_retriever


def is_current(settings: Settings) -> bool:
    """Whether the published index is whole and holds what the corpus, the editorial files and the model say today."""
    try:
        for graph in graphs_of(generations.current(settings.state_dir), settings.chroma_host).values():
            graph.open()
        retriever = open_retriever(settings)
    except Unavailable:
        return False
    written = retriever.index.manifest.get("editorial")
    retriever.close()
    return bool(written == load_editorial(settings).fingerprint())


def rebuild_index(settings: Settings, progress: Progress, change: Callable[[Path], None] | None = None) -> Generation:
    """Copy the current corpus to a new generation, index it and publish it; `change` may write to the copy first.

    Raises:
        Unavailable: there is no corpus, or the disk cannot be written.
        Conflict: somebody else is writing.
        BadInput: a heading or the glossary is not valid.
    """
    with generations.writing(settings.state_dir):
        current = generations.current(settings.state_dir)
        fresh = generations.new(settings.state_dir)
        try:
            shutil.copyfile(current.corpus_path, fresh.corpus_path)
            if change is not None:
                change(fresh.corpus_path)
            with CorpusStore.open(fresh.corpus_path) as store:
                index = index_generation(fresh, store, settings, progress)
            manifest: dict[str, Any] = {**current.manifest, "index": index}
            return generations.publish(settings.state_dir, fresh, manifest)
        except BaseException:
            generations.discard(fresh)
            raise
