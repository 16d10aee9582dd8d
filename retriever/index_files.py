"""The files of an index beside Chroma and tantivy: which row is which entry, the vectors by row, and the manifest.

    retrieval/index.json      manifest: model, dimension, corpus fingerprint, counts; written last
    retrieval/entries.sqlite  row -> node, span, page, text
    retrieval/roots.json      the root provisions of every version
    retrieval/vectors.npy     vectors by row, mapped into memory
    retrieval/adapted.npy     the same, fitted to our provisions by adapter.npz
    retrieval/rounded.onnx    the vectors rounded, where they are few enough to compare a question with all of them
    retrieval/sketches.npz    sketches of the vectors, where they are many
    retrieval/outside.npy     vectors of questions that the regulations do not settle
    retrieval/vocabulary.json folded words of the corpus with their number of entries
    retrieval/companions.json provisions that are read together

Rows run root by root, so that the entries of a root are a slice; the rows of whole articles and of
subjects come last and have no vector.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from corpus.errors import Unavailable
from corpus.store import CorpusStore
from retriever.adapter import Adapter
from retriever.embedding import Vectors
from retriever.entries import Entry, Field, Root
from retriever.rounded import RoundedVectors
from retriever.sketches import Sketches

FORMAT = 8
FOLDER = "retrieval"
ROUNDED = "rounded.onnx"
SKETCHES = "sketches.npz"
FEW = 20_000
"""Vectors up to which a question is compared with all of them."""
_MANIFEST = "index.json"
_PLACES = 4096
"""Places kept, some three megabytes: the same provisions are found again and again."""
_LOADING = threading.Lock()
"""numpy reads the head of a file with `ast`, which in Python 3.11 fails now and then in two threads at once."""


def corpus_fingerprint(store: CorpusStore) -> str:
    """What the corpus holds, as one hash: every version of every instrument and the file it was read from."""
    lines = [
        f"{version.id} {version.version} {version.sha256}"
        for instrument in store.instruments()
        for version in store.instrument_versions(instrument.id)
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def write_files(folder: Path, roots: Sequence[Root], entries: Sequence[Entry], root_of: Sequence[int]) -> None:
    """Write entries and roots; `root_of` gives the position of each entry's root."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "roots.json").write_text(json.dumps([asdict(root) for root in roots], ensure_ascii=False), "utf-8")
    np.save(folder / "root_of.npy", np.asarray(root_of, np.int32))
    np.save(folder / "field_of.npy", np.asarray([entry.field for entry in entries], np.uint8))
    connection = sqlite3.connect(folder / "entries.sqlite")
    with connection:
        connection.execute(
            'CREATE TABLE entries (row INTEGER PRIMARY KEY, node TEXT, "start" INTEGER, "end" INTEGER,'
            " page INTEGER, text TEXT)"
        )
        connection.executemany(
            "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)",
            (
                (row, entry.node, entry.start, entry.end, entry.page, entry.text)
                for row, entry in enumerate(entries)
                if entry.field not in (Field.ARTICLE, Field.SUBJECT)
            ),
        )
    connection.close()


def write_vocabulary(folder: Path, counts: Counter[str]) -> None:
    """Write the folded words of the corpus."""
    (folder / "vocabulary.json").write_text(json.dumps(dict(counts), ensure_ascii=False), "utf-8")


def write_companions(folder: Path, companions: Mapping[str, Sequence[str]]) -> None:
    """Write which provisions are read together."""
    (folder / "companions.json").write_text(json.dumps(companions), "utf-8")


def write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    """Write the manifest: from now on the index is complete."""
    (folder / _MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), "utf-8")


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of an index.

    Raises:
        Unavailable: `INDICE_AUSENTE`, `INDICE_INCOMPLETO` (a build that was killed) or `INDICE_DE_OTRA_VERSION`.
    """
    if not folder.exists():
        raise Unavailable("INDICE_AUSENTE", "El corpus no tiene índice de búsqueda.", "Ejecute: criterio index build")
    try:
        manifest: dict[str, Any] = json.loads((folder / _MANIFEST).read_text("utf-8"))
    except (FileNotFoundError, json.JSONDecodeError) as error:
        raise Unavailable(
            "INDICE_INCOMPLETO", "El índice de búsqueda quedó a medias.", "Ejecute: criterio index build"
        ) from error
    if manifest.get("format") != FORMAT:
        raise Unavailable(
            "INDICE_DE_OTRA_VERSION",
            "El índice es de otra versión del programa.",
            "Ejecute: criterio index build",
        )
    return manifest


@contextmanager
def _whole_or_refused() -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, EOFError, KeyError, BadZipFile, sqlite3.Error) as error:
        raise Unavailable(
            "INDICE_INCOMPLETO", "Al índice de búsqueda le falta un archivo.", "Ejecute: criterio index build"
        ) from error


@dataclass(frozen=True, slots=True)
class Place:
    """A row in the corpus: the node, the span of the root's text, the page, and the text of the entry."""

    node: str
    start: int
    end: int
    page: int
    text: str


class IndexFiles:
    """Read access to the files; safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        """Open them.

        Raises:
            Unavailable: as `read_manifest`; a file that is missing or cut short is `INDICE_INCOMPLETO`.
        """
        self._folder = folder
        self._local = threading.local()
        self._place = lru_cache(maxsize=_PLACES)(self._place_of)
        self.manifest = read_manifest(folder)
        with _LOADING, _whole_or_refused():
            self.roots = [Root(**row) for row in json.loads((folder / "roots.json").read_text("utf-8"))]
            self.root_of: NDArray[np.int32] = np.load(folder / "root_of.npy")
            self.field_of: NDArray[np.uint8] = np.load(folder / "field_of.npy")
            # Plain arrays over the mapped files: slicing numpy's own class for them costs three times as much.
            self.vectors: Vectors = np.asarray(np.load(folder / "vectors.npy", mmap_mode="r"))
            self.adapted: Vectors = np.asarray(np.load(folder / "adapted.npy", mmap_mode="r"))
            self.adapter = Adapter.load(folder / "adapter.npz")
            self.outside: Vectors = np.load(folder / "outside.npy")
            self._query("SELECT row FROM entries LIMIT 1", ())
        dense = self.root_of[: len(self.vectors)]
        self._offsets = np.searchsorted(dense, np.arange(len(self.roots) + 1))

    def rows_of(self, root: int) -> slice:
        """The rows of a root that have a vector."""
        return slice(int(self._offsets[root]), int(self._offsets[root + 1]))

    def rows_of_all(self, roots: Sequence[int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The rows of several roots that have a vector, and for each row the place of its root in `roots`."""
        starts = self._offsets[roots]
        lengths = self._offsets[np.asarray(roots) + 1] - starts
        owner = np.repeat(np.arange(len(roots)), lengths)
        return np.arange(len(owner)) + (starts - np.cumsum(lengths) + lengths)[owner], owner

    def cosines(self, vectors: Vectors, roots: Sequence[int], vector: Vectors) -> Vectors:
        """Cosines with the rows of several roots, in the order of `rows_of_all`, of `vectors` or `adapted`."""
        # Root by root where they lie: to bring the rows together first costs more than the products.
        return np.concatenate([np.vecdot(vectors[self.rows_of(root)], vector) for root in roots])

    def locate(self, rows: Iterable[int]) -> dict[int, Place]:
        """Where rows lie in the corpus; rows of whole articles and of subjects lie nowhere."""
        found = ((row, self._place(row)) for row in rows)
        return {row: place for row, place in found if place is not None}

    def _place_of(self, row: int) -> Place | None:
        found = self._query('SELECT node, "start", "end", page, text FROM entries WHERE row = ?', (row,))
        return Place(*found[0]) if found else None

    def companions(self) -> dict[str, list[str]]:
        """Roots that are read with a root although its text does not number them."""
        with _whole_or_refused():
            loaded: dict[str, list[str]] = json.loads((self._folder / "companions.json").read_text("utf-8"))
        return loaded

    def vocabulary(self) -> dict[str, int]:
        """Folded words of the corpus with the number of entries that have them."""
        with _whole_or_refused():
            loaded: dict[str, int] = json.loads((self._folder / "vocabulary.json").read_text("utf-8"))
        return loaded

    def rounded(self) -> RoundedVectors:
        """The vectors rounded; only an index of few has them. Raises Unavailable: `INDICE_INCOMPLETO`."""
        with _whole_or_refused():
            return RoundedVectors(self._folder / ROUNDED)

    def sketches(self) -> Sketches:
        """Sketches of the vectors; only an index of many has them. Raises Unavailable: `INDICE_INCOMPLETO`."""
        with _whole_or_refused():
            return Sketches.load(self._folder / SKETCHES)

    def _query(self, sql: str, values: Sequence[Any]) -> list[Any]:
        connection = getattr(self._local, "connection", None)
        if connection is None:
            uri = f"{(self._folder / 'entries.sqlite').resolve().as_uri()}?mode=ro&immutable=1"
            connection = self._local.connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        return list(connection.execute(sql, values))
