"""Opens a retriever from settings: the one place where names of models and folders become objects."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from corpus import generations
from corpus.editorial import load_companions, load_glossary, load_headings, load_outside_questions
from corpus.generations import Generation
from corpus.settings import Settings
from corpus.store import CorpusStore
from retriever.build import Editorial, Progress, build_index
from retriever.embedding import Embedder
from retriever.models import open_embedder
from retriever.search import Retriever


def embedder_from(settings: Settings) -> Embedder:
    """The embedder of the settings; what it needs on disk is made under the state directory.

    Raises:
        Unavailable: see `open_embedder`.
    """
    return open_embedder(settings.embedding_model, settings.embedding_backend, settings.state_dir / "models")


def open_retriever(settings: Settings) -> Retriever:
    """The retriever over the current generation.

    Raises:
        Unavailable: no corpus, no index, or an index that does not fit; the message says what to run.
    """
    generation = generations.current(settings.state_dir)
    glossary = load_glossary(settings.editorial_dir)
    return Retriever.open(generation, embedder_from(settings), glossary, settings.chroma_host)


def index_generation(
    generation: Generation, store: CorpusStore, settings: Settings, progress: Progress
) -> dict[str, Any]:
    """Build the indexes of a generation that is being written; the result is the `index` of its manifest.

    Raises:
        Unavailable: the model or the vector server is missing.
        BadInput: a heading or the glossary is not valid.
    """
    return build_index(
        generation.path,
        store,
        embedder_from(settings),
        load_editorial(settings),
        cache_path(settings.state_dir),
        settings.chroma_host,
        progress,
    )


def load_editorial(settings: Settings) -> Editorial:
    """Headings and glossary of the settings' editorial directory.

    Raises:
        BadInput: `EDITORIAL_INVALIDO`.
    """
    folder = settings.editorial_dir
    outside = load_outside_questions(folder)
    return Editorial(load_headings(folder), load_glossary(folder), load_companions(folder), outside)


def cache_path(state_dir: Path) -> Path:
    """Where vectors are kept between builds."""
    return state_dir / "cache" / "embeddings.sqlite"
