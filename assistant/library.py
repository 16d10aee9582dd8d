"""The corpus and its search as one consistent pair that follows the current generation.

A turn takes one `Snapshot` and keeps it to its end, so that what it retrieves, quotes and verifies is one text.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.verification import Judge
from corpus.editorial import Heading, own_headings
from corpus.generations import Generation, current
from corpus.provisions import root_id
from corpus.store import CorpusStore
from retriever.passages import PassageReader
from retriever.search import Retriever
from retriever.terms import stem


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One generation, opened."""

    generation: Generation
    store: CorpusStore
    retriever: Retriever
    passages: PassageReader
    headings: Mapping[str, tuple[Heading, ...]]
    vocabulary: Mapping[str, int]
    judge: Callable[[], Judge | None] = lambda: None
    """What has the last word on free prose; opened when the first sentence of it is verified."""

    def headings_of(self, root: str) -> tuple[Heading, ...]:
        """The headings of a provision and of its pieces, or those that it brings itself."""
        written = self.headings.get(root)
        if written is not None:
            return written
        provision = self.store.get(root)
        return tuple(own_headings(provision).values()) if provision else ()

    @property
    def version(self) -> str:
        """Name of the generation, shown under each answer."""
        return self.generation.name


class Library:
    """Opens the current generation, and the next one when it is published, without stopping anybody."""

    def __init__(
        self,
        state_dir: Path,
        open_retriever: Callable[[Generation, CorpusStore], Retriever],
        headings: Iterable[Heading] = (),
        judge: Callable[[], Judge | None] = lambda: None,
    ) -> None:
        self._state_dir = state_dir
        self._judge = judge
        self._headings = _by_root(headings)
        self._open_retriever = open_retriever
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None

    def snapshot(self) -> Snapshot:
        """The current generation, opened once and shared.

        Raises:
            Unavailable: CORPUS_AUSENTE or INDICE_AUSENTE, with the command to run.
        """
        generation = current(self._state_dir)
        held = self._snapshot
        if held is not None and held.generation.name == generation.name:
            return held
        with self._lock:
            held = self._snapshot
            if held is None or held.generation.name != generation.name:
                store = CorpusStore.open(generation.corpus_path)
                retriever = self._open_retriever(generation, store)
                passages, stems = PassageReader(retriever), _stems(retriever)
                held = Snapshot(generation, store, retriever, passages, self._headings, stems, self._judge)
                self._snapshot = held
        return held


def _by_root(headings: Iterable[Heading]) -> dict[str, tuple[Heading, ...]]:
    found: dict[str, tuple[Heading, ...]] = {}
    for heading in headings:
        root = root_id(heading.provision)
        found[root] = (*found.get(root, ()), heading)
    return found


def _stems(retriever: Retriever) -> dict[str, int]:
    """In how many entries of the index each stem stands, at least."""
    counts: dict[str, int] = {}
    for word, count in retriever.index.vocabulary().items():
        counts[stem(word)] = counts.get(stem(word), 0) + count
    return counts
