"""The rows of the database as JSON lines and back: the same file restores into SQLite or PostgreSQL."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Engine, LargeBinary, MetaData, Table, func, select, text

VERSION_TABLE = "alembic_version"
_BATCH = 500


def reflected(connection: Connection) -> MetaData:
    """The tables as they are, without Alembic's own."""
    metadata = MetaData()
    metadata.reflect(connection, only=lambda name, _: name != VERSION_TABLE)
    return metadata


def revision(connection: Connection) -> str:
    """The revision of the schema."""
    return str(connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar_one())  # noqa: S608  constant


def dump(connection: Connection) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Each table, parents first, with its rows as JSON lines; run it inside one snapshot."""
    for table in reflected(connection).sorted_tables:
        yield table.name, (_line(dict(row)) for row in connection.execute(select(table)).mappings())


def snapshot(engine: Engine) -> Connection:
    """A connection that sees one moment of the database until it is closed."""
    connection = engine.connect()
    if engine.dialect.name == "postgresql":
        return connection.execution_options(isolation_level="REPEATABLE READ")
    connection.execute(text("BEGIN"))
    return connection


def load(connection: Connection, name: str, lines: Iterable[bytes]) -> int:
    """Insert the rows of one table; the number of rows."""
    table = reflected(connection).tables[name]
    batch: list[dict[str, Any]] = []
    count = 0
    for line in lines:
        batch.append({key: _value(table, key, value) for key, value in json.loads(line).items()})
        count += 1
        if len(batch) == _BATCH:
            connection.execute(table.insert(), batch)
            batch = []
    if batch:
        connection.execute(table.insert(), batch)
    _advance_numbering(connection, table)
    return count


def _advance_numbering(connection: Connection, table: Table) -> None:
    """PostgreSQL numbers by sequences, which explicit ids do not move."""
    if connection.dialect.name != "postgresql":
        return
    for column in table.primary_key.columns:
        sequence = connection.execute(
            text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": table.name, "column": column.name}
        ).scalar()
        highest = connection.execute(select(func.max(column))).scalar()
        if sequence and highest:
            connection.execute(text("SELECT setval(:sequence, :highest)"), {"sequence": sequence, "highest": highest})


def _line(row: dict[str, Any]) -> bytes:
    return json.dumps(row, ensure_ascii=False, default=_plain).encode() + b"\n"


def _plain(value: object) -> str:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"no form in JSON for {type(value)}")


def _value(table: Table, name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    kind = table.columns[name].type
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value)
    python_type = kind.python_type
    if python_type in (date, datetime):
        return python_type.fromisoformat(value)
    return Decimal(value) if python_type is Decimal else value
