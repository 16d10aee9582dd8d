"""The corpus on disk: one SQLite file per generation, written once and then only read.

Every version of every instrument is kept. A provision row belongs to one version of its instrument; the
*latest* version answers unless a day is given. A wording holds from `valid_from` (included) to `valid_to`
(excluded); where no date is known it holds since ever, or still.

Only roots store text; a node stores its span, so that `node.text == root.text[start:end]` by construction.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from corpus.errors import Unavailable
from corpus.provisions import Instrument, InstrumentKind, Provision, Reference
from corpus.store_rows import SCHEMA_VERSION, Row, instrument_from_row, provision_from_row

# A node has no text of its own: it is cut out of its root (substr counts characters from 1).
_PROVISION = """
SELECT p.id, p.instrument, p.version, p.kind, p.number, p.label,
       CASE WHEN p.is_root THEN p.text ELSE substr(r.text, p."start" + 1, p."end" - p."start") END,
       p.hierarchy, p."start", p."end", p.page_first, p.page_last, p.parent, p.status,
       p.valid_from, p.valid_to, p.notes, p.position, p.extras
FROM provisions p
JOIN instruments i ON i.id = p.instrument AND i.version = p.version
LEFT JOIN provisions r ON r.id = p.root AND r.version = p.version AND NOT p.is_root
"""
_IN_FORCE = """
COALESCE(p.held_from, '') <= :day AND (p.valid_to IS NULL OR p.valid_to > :day)
"""

_INSTRUMENT = """
SELECT id, version, kind, title, published, last_reform, issuer, source, sha256, rank, pages,
       short_title, scope, fictitious FROM instruments
"""


class CorpusStore:
    """Read access to one generation's corpus; safe to share between threads (a connection each).

    While a store is open its file is held with a shared lock, so that cleaning up leaves it alone.
    """

    def __init__(self, path: Path, hold: int) -> None:
        self.path = path
        self._hold = hold
        self._local = threading.local()
        self._guard = threading.Lock()
        self._connections: list[sqlite3.Connection] = []

    @classmethod
    def open(cls, path: Path) -> CorpusStore:
        """Open `corpus.sqlite` for reading.

        Raises:
            Unavailable: CORPUS_AUSENTE (no such file) or CORPUS_DANADO (not a corpus of this version).
        """
        try:
            hold = os.open(path, os.O_RDONLY)
        except OSError as error:
            raise Unavailable(
                "CORPUS_AUSENTE", f"No se puede abrir el corpus ({path}).", "Ejecute «criterio ingest»."
            ) from error
        fcntl.flock(hold, fcntl.LOCK_SH)
        store = cls(path, hold)
        try:
            found = store._query("PRAGMA user_version")[0][0]
        except sqlite3.DatabaseError as error:
            store.close()
            raise Unavailable(
                "CORPUS_DANADO",
                f"El archivo {path} no es un corpus legible.",
                "Ejecute «criterio ingest --force».",
            ) from error
        if found != SCHEMA_VERSION:
            store.close()
            raise Unavailable(
                "CORPUS_DANADO",
                f"El corpus {path} es de otra versión del programa.",
                "Ejecute «criterio ingest --force».",
            )
        return store

    def close(self) -> None:
        """Let go of the file; the store cannot be used afterwards."""
        with self._guard:
            for connection in self._connections:
                connection.close()
            self._connections.clear()
            if self._hold >= 0:
                os.close(self._hold)
                self._hold = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _connection(self) -> sqlite3.Connection:
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is None:
            # A published file never changes, so SQLite may skip its locks; closing happens in another thread.
            uri = f"{self.path.resolve().as_uri()}?mode=ro&immutable=1"
            found = sqlite3.connect(uri, uri=True, check_same_thread=False)
            self._local.connection = found
            with self._guard:
                self._connections.append(found)
        return found

    def _query(self, sql: str, values: Any = ()) -> list[Row]:
        return self._connection().execute(sql, values).fetchall()

    def instruments(self) -> list[Instrument]:
        """The latest version of each instrument, highest rank first, then by id."""
        return [instrument_from_row(row) for row in self._query(_INSTRUMENT + " WHERE latest ORDER BY rank, id")]

    def instrument(self, instrument: str, version: str | None = None) -> Instrument | None:
        """One instrument in its latest version, or in the one asked for; None where there is none."""
        where = " WHERE id = ? AND latest" if version is None else " WHERE id = ? AND version = ?"
        rows = self._query(_INSTRUMENT + where, (instrument,) if version is None else (instrument, version))
        return instrument_from_row(rows[0]) if rows else None

    def kind_of(self, provision_id: str) -> InstrumentKind | None:
        """The kind of the instrument that a provision is of; None where there is no such instrument."""
        found = self.instrument(provision_id.partition(":")[0])
        return found.kind if found else None

    def instrument_versions(self, instrument: str) -> list[Instrument]:
        """Every version held of an instrument, oldest first."""
        return [
            instrument_from_row(row)
            for row in self._query(_INSTRUMENT + " WHERE id = ? ORDER BY version", (instrument,))
        ]

    def get(self, provision_id: str, as_of: date | None = None) -> Provision | None:
        """The provision as it stands in the latest version, or as it was worded on a day.

        None: it is not there, or (with a day) no wording of that day is held; `exists` tells the two apart.
        """
        if as_of is None:
            rows = self._query(_PROVISION + " WHERE p.id = ? AND i.latest", (provision_id,))
        else:
            rows = self._query(
                _PROVISION + f" WHERE p.id = :id AND {_IN_FORCE} ORDER BY p.version DESC LIMIT 1",
                {"id": provision_id, "day": as_of.isoformat()},
            )
        return provision_from_row(rows[0]) if rows else None

    def get_version(self, provision_id: str, version: str) -> Provision | None:
        """The provision as one version of its instrument has it."""
        rows = self._query(_PROVISION + " WHERE p.id = ? AND p.version = ?", (provision_id, version))
        return provision_from_row(rows[0]) if rows else None

    def exists(self, provision_id: str) -> bool:
        """Whether any version held has such a provision."""
        return bool(self._query("SELECT 1 FROM provisions WHERE id = ? LIMIT 1", (provision_id,)))

    def versions(self, provision_id: str) -> list[Provision]:
        """The provision in every version that has it, oldest first."""
        return [
            provision_from_row(r)
            for r in self._query(_PROVISION + " WHERE p.id = ? ORDER BY p.version", (provision_id,))
        ]

    def roots(
        self, instrument: str | None = None, as_of: date | None = None, version: str | None = None
    ) -> Iterator[Provision]:
        """Articles, transitorios and numerals in document order, instruments by rank.

        Without a day, those of the latest version (or of `version`); with one, the wordings of that day.
        """
        conditions, values = ["p.is_root"], {"instrument": instrument, "version": version}
        if instrument is not None:
            conditions.append("p.instrument = :instrument")
        if version is not None:
            conditions.append("p.version = :version")
        elif as_of is None:
            conditions.append("i.latest")
        else:
            conditions.append(_IN_FORCE)
            values["day"] = as_of.isoformat()
        order = "i.rank, p.instrument, p.version DESC, p.position"
        sql = f"{_PROVISION} WHERE {' AND '.join(conditions)} ORDER BY {order}"
        seen: set[str] = set()
        for row in self._query(sql, values):
            if row[0] not in seen:
                seen.add(row[0])
                yield provision_from_row(row)

    def nodes(self, provision_id: str, as_of: date | None = None, version: str | None = None) -> list[Provision]:
        """Everything below a root, in document order, text included."""
        owner = self.get(provision_id, as_of) if version is None else self.get_version(provision_id, version)
        if owner is None:
            return []
        rows = self._query(
            _PROVISION + " WHERE p.root = ? AND p.version = ? AND NOT p.is_root ORDER BY p.position",
            (owner.id, owner.version),
        )
        return [provision_from_row(row) for row in rows]

    def references_from(self, provision_id: str) -> list[Reference]:
        """What the latest wording of a root mentions, in the order of the text (offsets into the root)."""
        return self._references(
            "x.source = ? AND x.version = (SELECT version FROM instruments WHERE latest AND id = ?)",
            (provision_id, provision_id.partition(":")[0]),
        )

    def references_to(self, provision_id: str) -> list[Reference]:
        """Who mentions a provision (or something inside it), in latest versions."""
        below = provision_id.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "/%"
        return self._references(
            "(x.target = ? OR x.target LIKE ? ESCAPE '\\')"
            " AND EXISTS (SELECT 1 FROM provisions p JOIN instruments i ON"
            " i.id = p.instrument AND i.version = p.version WHERE i.latest AND p.id = x.source"
            " AND p.version = x.version)",
            (provision_id, below),
        )

    def _references(self, where: str, values: tuple[str, ...]) -> list[Reference]:
        columns = 'x.source, x.target, x."start", x."end", x.raw'
        sql = f"SELECT {columns} FROM provision_references x WHERE {where} ORDER BY x.rowid"  # noqa: S608
        return [Reference(*row) for row in self._query(sql, values)]

    def counts(self) -> dict[str, int]:
        """How many rows of each kind the latest versions hold: {"article": 385, ...}."""
        sql = (
            "SELECT p.kind, count(*) FROM provisions p JOIN instruments i ON i.id = p.instrument"
            " AND i.version = p.version WHERE i.latest GROUP BY p.kind ORDER BY p.kind"
        )
        return dict(self._query(sql))

    def content_hash(self) -> str:
        """A digest of every wording held, whatever order or day it was written in: equal corpora are equal."""
        digest = hashlib.sha256()
        for row in self._query(
            'SELECT id, version, status, "start", "end", text, valid_from, valid_to FROM provisions'
            " ORDER BY id, version"
        ):
            digest.update(repr(row).encode("utf-8"))
        return digest.hexdigest()
