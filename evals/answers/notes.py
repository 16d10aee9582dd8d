"""What a turn tells of itself while a case is asked: the time of each stage and what the verifier rejected.

Several cases may be under way at once: each keeps its notes in the context of its own task.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

_CURRENT: ContextVar[TurnNotes | None] = ContextVar("turn_notes", default=None)


@dataclass(slots=True)
class TurnNotes:
    """Milliseconds by stage, and codes of faults."""

    stages: dict[str, float] = field(default_factory=dict)
    rejected: list[str] = field(default_factory=list)


@contextmanager
def noting(notes: TurnNotes) -> Iterator[None]:
    """Whatever turn is begun inside writes on these notes."""
    token = _CURRENT.set(notes)
    try:
        yield
    finally:
        _CURRENT.reset(token)


class Notary:
    """An `assistant.watching.Watcher` that writes on the notes of the case that is being asked."""

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Times the work inside."""
        began = time.perf_counter()
        yield
        if (notes := _CURRENT.get()) is not None:
            notes.stages[name] = round((time.perf_counter() - began) * 1000, 1)

    def rejected(self, fault: str) -> None:
        """Counts a fault."""
        if (notes := _CURRENT.get()) is not None:
            notes.rejected.append(fault)

    def answered(self, status: str, composer: str) -> None:
        """Nothing: the answer says it."""
