"""The audit seam: lower layers say what happened; the entry point decides where it is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """Who did what on whose data, with what result. `subject` names the record, never personal data."""

    actor: str
    action: str
    subject: str
    result: str
    detail: dict[str, str] = field(default_factory=dict)


class AuditLog(Protocol):
    """Append-only: `record` returns when the event is durable."""

    def record(self, event: AuditEvent) -> None: ...


class NoAudit:
    """For commands that touch nobody's data."""

    def record(self, event: AuditEvent) -> None:
        """Drop the event."""
