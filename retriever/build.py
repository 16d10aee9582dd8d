"""Builds the indexes of a generation from its corpus and from what we write about it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.editorial import GlossaryEntry, Heading
from corpus.store import CorpusStore
from retriever.adapter import cached_adapter
from retriever.dense import DENSE_FIELDS, answering, forget_others, open_client, write_dense
from retriever.embedding import Embedder, Vectors
from retriever.entries import Entry, Field, Root, collect_roots, entries_of
from retriever.index_files import (
    FEW,
    FOLDER,
    FORMAT,
    ROUNDED,
    SKETCHES,
    corpus_fingerprint,
    write_companions,
    write_files,
    write_manifest,
    write_vocabulary,
)
from retriever.lexical import write_lexical
from retriever.rounded import write_rounded
from retriever.sketches import Sketches
from retriever.terms import terms, words
from retriever.vector_cache import VectorCache

Progress = Callable[[str, int, int], None]
"""Called with (stage, done, total)."""

PRESENT, PAST = "present", "past"
GRAPHS = "chroma"
"""Folder of the graphs in a generation."""
ADAPTERS = "adapters"
"""Folder beside the cache of vectors."""


def _silent(_stage: str, _done: int, _total: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class Editorial:
    """What we write about the regulations and the index uses."""

    headings: Mapping[str, Heading]
    glossary: Sequence[GlossaryEntry]
    companions: Mapping[str, Sequence[str]] = field(default_factory=dict)
    outside: Sequence[str] = ()

    def fingerprint(self) -> str:
        """What it says, as one hash."""
        headings = sorted(astuple(heading) for heading in self.headings.values())
        said = (
            headings,
            [astuple(entry) for entry in self.glossary],
            sorted(self.companions.items()),
            list(self.outside),
        )
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def build_index(
    generation_path: Path,
    store: CorpusStore,
    embedder: Embedder,
    editorial: Editorial,
    cache_path: Path,
    chroma_host: str = "",
    progress: Progress = _silent,
) -> dict[str, Any]:
    """Build every index of a generation under its directory and give the manifest (also written beside them).

    Wordings in force go to the `present` indexes; earlier and repealed ones to the `past` ones, which only a search
    with a day reads.

    Raises:
        Unavailable: the vector server does not answer.
    """
    folder = generation_path / FOLDER
    roots, entries, root_of = _collect(store, editorial.headings)
    write_files(folder, roots, entries, root_of)
    cache = VectorCache(cache_path)
    vectors = _embed(entries, embedder, cache, progress)
    np.save(folder / "vectors.npy", vectors)
    questions = [row for row in range(len(vectors)) if entries[row].field is Field.QUESTION]
    question_centre: Vectors = vectors[questions or slice(None)].mean(axis=0)
    if len(vectors) > FEW:
        Sketches.of(vectors, question_centre).save(folder / SKETCHES)
    else:
        write_rounded(folder / ROUNDED, vectors, question_centre)
    np.save(folder / "outside.npy", cache.embed(embedder, editorial.outside, as_queries=True))
    past = [roots[position].repealed or not roots[position].latest for position in root_of]
    progress("adapter", 0, 1)
    _write_adapted(folder, cache_path.parent / ADAPTERS, entries, root_of, vectors, np.asarray(past[: len(vectors)]))
    progress("adapter", 1, 1)
    _write_lexical(generation_path, entries, past, progress)
    client = open_client(generation_path / GRAPHS, chroma_host)
    counter = _Counter("chroma", len(vectors), progress)
    with answering(chroma_host):
        for period in (PRESENT, PAST):
            rows = [r for r in range(len(vectors)) if past[r] == (period == PAST)]
            name = f"{generation_path.name}-{period}"
            write_dense(client, name, rows, [entries[r] for r in rows], vectors[rows], counter.add)
        if chroma_host:
            forget_others(client, [path.name for path in generation_path.parent.iterdir()])
    _write_words(folder, entries, editorial.glossary)
    write_companions(folder, editorial.companions)
    manifest = {
        "format": FORMAT,
        "model": embedder.identity,
        "dimension": embedder.dimension,
        "corpus": corpus_fingerprint(store),
        "editorial": editorial.fingerprint(),
        "roots": len(roots),
        "entries": {field.name.lower(): sum(entry.field is field for entry in entries) for field in Field},
    }
    write_manifest(folder, manifest)
    return manifest


def _write_adapted(
    folder: Path,
    adapters: Path,
    entries: Sequence[Entry],
    root_of: Sequence[int],
    vectors: Vectors,
    past: NDArray[np.bool_],
) -> None:
    fields = np.asarray([entry.field for entry in entries[: len(vectors)]], np.uint8)
    owners = np.asarray(root_of[: len(vectors)], np.int32)
    adapter = cached_adapter(adapters, vectors[~past], fields[~past], owners[~past])
    adapter.save(folder / "adapter.npz")
    np.save(folder / "adapted.npy", adapter.entries(vectors, fields))


class _Counter:
    def __init__(self, stage: str, total: int, progress: Progress) -> None:
        self._stage, self._total, self._done, self._progress = stage, total, 0, progress

    def add(self, count: int) -> None:
        self._done += count
        self._progress(self._stage, self._done, self._total)


def _collect(store: CorpusStore, headings: Mapping[str, Heading]) -> tuple[list[Root], list[Entry], list[int]]:
    roots: list[Root] = []
    dense: list[tuple[int, Entry]] = []
    whole: list[tuple[int, Entry]] = []
    for root, provision in collect_roots(store):
        position = len(roots)
        roots.append(root)
        nodes = store.nodes(provision.id, version=provision.version)
        known = headings if root.latest and not root.repealed else {}
        for entry in entries_of(provision, nodes, known):
            (dense if entry.field in DENSE_FIELDS else whole).append((position, entry))
    ordered = dense + whole
    return roots, [entry for _, entry in ordered], [position for position, _ in ordered]


def _embed(entries: Sequence[Entry], embedder: Embedder, cache: VectorCache, progress: Progress) -> Vectors:
    dense = [entry for entry in entries if entry.field in DENSE_FIELDS]
    counter = _Counter("embeddings", len(dense), progress)
    vectors = np.zeros((len(dense), embedder.dimension), np.float32)
    # Typical questions are embedded as questions: the one who asks in those very words finds a cosine of 1.
    for as_queries in (False, True):
        rows = [row for row, entry in enumerate(dense) if (entry.field is Field.QUESTION) == as_queries]
        texts = [embedding_text(dense[row]) for row in rows]
        vectors[rows] = cache.embed(embedder, texts, as_queries, counter.add)
    return vectors


def embedding_text(entry: Entry) -> str:
    """What the model reads of an entry."""
    return f"{entry.lead} {entry.text}" if entry.lead else entry.text


def _write_lexical(generation_path: Path, entries: Sequence[Entry], past: Sequence[bool], progress: Progress) -> None:
    for period in (PRESENT, PAST):
        write_lexical(
            generation_path / "lexical" / period,
            (
                (row, entry.field, entry.root.partition(":")[0], terms(embedding_text(entry)))
                for row, entry in enumerate(entries)
                if past[row] == (period == PAST)
            ),
        )
    progress("lexical", len(entries), len(entries))


def _write_words(folder: Path, entries: Sequence[Entry], glossary: Sequence[GlossaryEntry]) -> None:
    counts: Counter[str] = Counter()
    for entry in entries:
        if entry.field in DENSE_FIELDS:
            counts.update({word for word in words(entry.text) if word.isalpha()})
    for term in glossary:
        for text in (*term.spoken, *term.law):
            counts.update({word for word in words(text) if word.isalpha()})
    write_vocabulary(folder, counts)
