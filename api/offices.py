"""The office of consultations of the application: opened at the first request that needs it, shared by all."""

from __future__ import annotations

import threading
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Depends, Request

from api.services import ServicesDep
from assistant.consultations.office import Office, open_office

_MEXICO = ZoneInfo("America/Mexico_City")
_OPENING = threading.Lock()


def now() -> datetime:
    """The moment, in Mexico City."""
    return datetime.now(_MEXICO)


def _office(request: Request, services: ServicesDep) -> Office:
    with _OPENING:
        held: Office | None = getattr(request.app.state, "office", None)
        if held is None:
            held = request.app.state.office = open_office(services.settings, now, services.library)
        return held


OfficeDep = Annotated[Office, Depends(_office)]
