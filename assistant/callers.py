"""Who asks in the terminal. Accounts live in the database; without one, nobody's data is within reach."""

from __future__ import annotations

from tools.caller import ANONYMOUS, Caller


def caller_named(name: str) -> Caller:
    """The caller of that name; the anonymous one, who sees the regulations and nobody's credits, without a name."""
    return ANONYMOUS if not name else Caller(name, frozenset())
