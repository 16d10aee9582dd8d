"""Writing a corpus file: every version of every instrument, in one transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from corpus.provisions import Instrument, Provision, Reference
from corpus.store_rows import SCHEMA, SCHEMA_VERSION, row_of_instrument, row_of_provision


class CorpusWriter:
    """Writes a corpus file that nobody reads yet, in one transaction: `commit` makes it all real."""

    def __init__(self, path: Path) -> None:
        """Open a new file, or a copy of an earlier corpus to add versions to."""
        fresh = not path.exists()
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = MEMORY")
        self._connection.execute("BEGIN IMMEDIATE")
        if fresh:
            for statement in filter(str.strip, SCHEMA.split(";")):
                self._connection.execute(statement)
            self._connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")

    def write_version(
        self, instrument: Instrument, provisions: Iterable[Provision], references: Iterable[Reference] = ()
    ) -> None:
        """Put one version of an instrument in place, replacing the same version if it was there."""
        self.remove_version(instrument.id, instrument.version)
        self._connection.execute(
            f"INSERT INTO instruments VALUES ({','.join('?' * 15)})",  # noqa: S608
            row_of_instrument(instrument),
        )
        self._connection.executemany(
            f"INSERT INTO provisions VALUES ({','.join('?' * 22)})",  # noqa: S608
            (row_of_provision(provision) for provision in provisions),
        )
        self.write_references(instrument, references)
        self._connection.execute(
            "UPDATE instruments SET latest = (version = (SELECT max(version) FROM instruments WHERE id = ?1))"
            " WHERE id = ?1",
            (instrument.id,),
        )

    def write_references(self, instrument: Instrument, references: Iterable[Reference]) -> None:
        """Replace the references of one version (targets may be known only once all instruments are in)."""
        self._connection.execute(
            "DELETE FROM provision_references WHERE version = ? AND source LIKE ?",
            (instrument.version, f"{instrument.id}:%"),
        )
        self._connection.executemany(
            "INSERT INTO provision_references VALUES (?, ?, ?, ?, ?, ?)",
            ((r.source, instrument.version, r.target, r.start, r.end, r.raw) for r in references),
        )

    def remove_version(self, instrument: str, version: str) -> None:
        """Take one version out; nothing happens where it is not there."""
        key = (instrument, version)
        self._connection.execute("DELETE FROM instruments WHERE id = ? AND version = ?", key)
        self._connection.execute("DELETE FROM provisions WHERE instrument = ? AND version = ?", key)
        self._connection.execute(
            "DELETE FROM provision_references WHERE source LIKE ? AND version = ?",
            (f"{instrument}:%", version),
        )

    def close_wording(self, provision_id: str, version: str, valid_to: date) -> None:
        """Record the day from which a wording no longer holds (of the root and everything below it)."""
        self._connection.execute(
            "UPDATE provisions SET valid_to = ? WHERE root = ? AND version = ?",
            (valid_to.isoformat(), provision_id, version),
        )

    def open_wording(self, provision_id: str, version: str, valid_from: date) -> None:
        """Record the day from which a wording holds, for one row: what it said of that before is forgotten."""
        self._connection.execute(
            "UPDATE provisions SET valid_from = ?1, held_from = ?1, extras = json_remove(extras, '$.held_from')"
            " WHERE id = ?2 AND version = ?3",
            (valid_from.isoformat(), provision_id, version),
        )

    def set_standing(self, provision: Provision) -> None:
        """Replace the status, the last day and the extras of one row by those of this provision."""
        self._connection.execute(
            "UPDATE provisions SET status = ?, valid_to = ?, extras = ? WHERE id = ? AND version = ?",
            (
                provision.status.value,
                provision.valid_to.isoformat() if provision.valid_to else None,
                json.dumps(provision.extras, ensure_ascii=False),
                provision.id,
                provision.version,
            ),
        )

    def commit(self) -> None:
        """Make it all real and close the file."""
        self._connection.execute("COMMIT")
        self._connection.close()

    def abandon(self) -> None:
        """Close without writing anything."""
        self._connection.close()
