"""The audit of the terminal: one JSON line per event, on disk before `record` returns."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from tools.audit import AuditEvent


class AuditFile:
    """An append-only file; `clock` tells the moment of each event."""

    def __init__(self, path: Path, clock: Callable[[], datetime]) -> None:
        self._path = path
        self._clock = clock

    def record(self, event: AuditEvent) -> None:
        """Append the event and wait for the disk."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        line = json.dumps({"at": self._clock().isoformat(), **asdict(event)}, ensure_ascii=False)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
            file.flush()
            os.fsync(file.fileno())
