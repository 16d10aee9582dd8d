"""What the application opens at its first use and keeps: one of each, however many requests come at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar, cast

from starlette.requests import Request

_Kept = TypeVar("_Kept")
_OPENING = threading.RLock()
"""Opening one thing may open another."""


def opened(request: Request, name: str, make: Callable[[], _Kept]) -> _Kept:
    """The one thing of that name of the application, made now if no request asked for it before."""
    state = request.app.state
    with _OPENING:
        if not hasattr(state, name):
            setattr(state, name, make())
        return cast(_Kept, getattr(state, name))
