"""What a model answered, kept, so that repeating a run asks nothing twice and costs nothing.

<state>/evals/model_calls.sqlite    one row for each (server, model, instructions, data, form)
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from collections.abc import AsyncGenerator
from contextlib import aclosing, closing
from pathlib import Path
from typing import Any

from assistant.models.model import Model
from assistant.models.rows import RowReader


class ModelCalls:
    """The file of kept answers; `kept` and `asked` count what was read from it and what was not."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._lock = threading.Lock()
        self.kept = self.asked = 0
        with closing(self._open()) as database, database:
            database.execute("CREATE TABLE IF NOT EXISTS calls (key TEXT PRIMARY KEY, answer TEXT NOT NULL)")

    def get(self, key: str) -> str | None:
        """The answer of this key, or None."""
        with self._lock, closing(self._open()) as database:
            row = database.execute("SELECT answer FROM calls WHERE key = ?", (key,)).fetchone()
            self.kept += row is not None
            self.asked += row is None
        return str(row[0]) if row else None

    def put(self, key: str, answer: str) -> None:
        """Keep an answer; the first one stays."""
        with self._lock, closing(self._open()) as database, database:
            database.execute("INSERT OR IGNORE INTO calls VALUES (?, ?)", (key, answer))

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=30)


class KeptModel:
    """A model whose answers are kept. What failed is not kept: it is asked again."""

    def __init__(self, model: Model, server: str, calls: ModelCalls) -> None:
        self.name, self.window = model.name, model.window
        self._model = model
        self._server = server
        self._calls = calls

    async def ask(self, instructions: str, data: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
        """See `Model.ask`."""
        key = key_of(self._server, self.name, instructions, data, schema)
        if (held := self._calls.get(key)) is not None:
            found: dict[str, Any] = json.loads(held)
            return found
        answer = await self._model.ask(instructions, data, schema)
        self._calls.put(key, json.dumps(answer, ensure_ascii=False))
        return answer

    async def rows(
        self, instructions: str, data: dict[str, Any], schema: dict[str, Any]
    ) -> AsyncGenerator[dict[str, Any], None]:
        """See `Model.rows`. The same answers are kept as for `ask`, once whole."""
        key, form = key_of(self._server, self.name, instructions, data, schema), next(iter(schema["properties"]))
        if (held := self._calls.get(key)) is not None:
            for row in RowReader(form).feed(held):
                yield row
            return
        answer = []
        async with aclosing(self._model.rows(instructions, data, schema)) as rows:
            async for row in rows:
                answer.append(row)
                yield row
        self._calls.put(key, json.dumps({form: answer}, ensure_ascii=False))


def key_of(*parts: Any) -> str:
    """A hash of everything that decides an answer."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
