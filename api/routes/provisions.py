"""One provision: its text, place, dates and references."""

from __future__ import annotations

from datetime import date
from typing import Any

from fastapi import APIRouter

from api.services import ServicesDep
from corpus.errors import NotFound
from corpus.show import provision_as_json

router = APIRouter(prefix="/api/v1", tags=["preceptos"])


@router.get("/provisions/{provision_id:path}")
def provision(provision_id: str, services: ServicesDep, as_of: date | None = None) -> dict[str, Any]:
    """The provision verbatim, with its hierarchy, dates, reform notes and references in both directions."""
    store = services.library.snapshot().store
    found = store.get(provision_id, as_of)
    if found is None:
        raise NotFound(
            "PRECEPTO_DESCONOCIDO", f"No existe «{provision_id}» en el corpus.", "Búsquelo en /api/v1/search."
        )
    return provision_as_json(store, found)
