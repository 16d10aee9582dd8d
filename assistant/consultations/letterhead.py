"""What an office writes the same in each oficio, taken from its last one: nobody types the letterhead twice."""

from __future__ import annotations

from typing import Any

from assistant.consultations.draft import MISSING, ConsultationDraft

_SAME = ("unit", "place", "signer", "initials", "copies", "circular_requirements")


def with_letterhead(draft: ConsultationDraft, last: ConsultationDraft | None) -> ConsultationDraft:
    """The draft with what `last` had filled of what does not depend on the matter; its addressee too, for one post."""
    if last is None:
        return draft
    taken: dict[str, Any] = {name: _filled(getattr(last, name), getattr(draft, name)) for name in _SAME}
    if last.addressee.post == draft.addressee.post:
        taken["addressee"] = _filled(last.addressee, draft.addressee)
    return draft.model_copy(update=taken)


def _filled(had: Any, has: Any) -> Any:
    return has if not had or MISSING in str(had) else had
