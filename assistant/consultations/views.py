"""One consultation as JSON and as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from assistant.consultations.checks import Check
from assistant.consultations.draft import ConsultationDraft
from assistant.consultations.handover import holder_of
from assistant.consultations.models import Consultation, ConsultationEvent


def as_json(row: Consultation, checks: Sequence[Check], events: Sequence[ConsultationEvent]) -> dict[str, Any]:
    """The contract of `criterio draft show --json` and of the API."""
    return {
        "id": row.id,
        "state": row.state,
        "version": row.version,
        "number": row.number,
        "question": row.question,
        "subject": row.subject,
        "matter": row.matter,
        "area": row.area,
        "author": row.author,
        "holder": holder_of(row),
        "created": row.created.isoformat(),
        "due": row.due.isoformat() if row.due else None,
        "deadline": row.deadline.isoformat() if row.deadline else None,
        "content_hash": row.content_hash,
        "draft": row.draft,
        "checks": [check.as_json() for check in checks],
        "events": [
            {"at": event.at.isoformat(), "actor": event.actor, "action": event.action, "detail": event.detail}
            for event in events
        ],
    }


def as_text(row: Consultation, checks: Sequence[Check], events: Sequence[ConsultationEvent]) -> str:
    """For a person in a terminal."""
    return "\n".join(_lines(row, ConsultationDraft.model_validate(row.draft), checks, events))


def _lines(
    row: Consultation, draft: ConsultationDraft, checks: Sequence[Check], events: Sequence[ConsultationEvent]
) -> Iterator[str]:
    yield f"Consulta {row.id} · {row.state} · versión {row.version}" + (f" · {row.number}" if row.number else "")
    yield f"La lleva {holder_of(row)}" + (f"; la elaboró {row.author}" if holder_of(row) != row.author else "")
    yield f"Asunto: {draft.subject}"
    yield f"Para: {draft.addressee.name}, {draft.addressee.post}"
    yield f"\nAntecedentes\n{draft.background}"
    yield "\nPlanteamiento"
    yield from (f"{number}. {text}" for number, text in enumerate(draft.questions, 1))
    yield "\nMarco aplicable"
    yield from (f"- {basis.label}: «{basis.quote}»" for basis in draft.provisions)
    yield f"{draft.searched}\n\nAlternativas"
    yield from (f"- {option.text} {option.consequence}" for option in draft.alternatives)
    yield f"\nOpinión del área\n{draft.opinion}"
    if checks:
        yield "\nFalta"
        yield from (f"{'✗' if check.blocking else '·'} {check.message} ({check.place})" for check in checks)
    yield "\nHistoria"
    yield from (f"{event.at:%Y-%m-%d %H:%M} {event.actor}: {event.action} {event.detail}".rstrip() for event in events)
