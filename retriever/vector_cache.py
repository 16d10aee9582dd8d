"""Vectors by (model, text), on disk: what did not change is not embedded again."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from retriever.embedding import Embedder, Vectors

_SLICE = 64


class VectorCache:
    """One SQLite file; a writer may be killed at any moment and keeps what it has computed."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path

    def embed(
        self,
        embedder: Embedder,
        texts: Sequence[str],
        as_queries: bool,
        progress: Callable[[int], None] = lambda _: None,
    ) -> Vectors:
        """Vectors of texts, `(len(texts), dimension)`; `progress` hears how many texts are done each time."""
        keys = [_key(embedder.identity, as_queries, text) for text in texts]
        with contextlib.closing(sqlite3.connect(self._path, timeout=60)) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID")
            known = _read(connection, set(keys))
            missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
            progress(len(texts) - len(missing))
            compute = embedder.embed_queries if as_queries else embedder.embed_passages
            pending = list(missing.items())
            for at in range(0, len(pending), _SLICE):
                part = pending[at : at + _SLICE]
                vectors = compute([text for _, text in part])
                rows = [(key, vector.tobytes()) for (key, _), vector in zip(part, vectors, strict=True)]
                with connection:
                    connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
                known.update(rows)
                progress(len(part))
        if not keys:
            return np.zeros((0, embedder.dimension), np.float32)
        return np.stack([np.frombuffer(known[key], np.float32) for key in keys])


def _key(identity: str, as_query: bool, text: str) -> bytes:
    return hashlib.sha256(f"{identity}\x00{int(as_query)}\x00{text}".encode()).digest()


def _read(connection: sqlite3.Connection, keys: set[bytes]) -> dict[bytes, bytes]:
    found: dict[bytes, bytes] = {}
    wanted = list(keys)
    for at in range(0, len(wanted), 500):
        part = wanted[at : at + 500]
        marks = ",".join("?" * len(part))
        found.update(connection.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", part))  # noqa: S608
    return found
