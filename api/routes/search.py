"""Search over the provisions."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.services import ServicesDep
from corpus.provisions import private_instrument

router = APIRouter(prefix="/api/v1", tags=["búsqueda"])


@router.get("/search")
def search(
    services: ServicesDep,
    q: Annotated[str, Query(max_length=20_000, examples=["recargos por pago tardío"])],
    k: Annotated[int, Query(ge=1, le=50)] = 10,
    as_of: date | None = None,
    instrument: Annotated[list[str] | None, Query()] = None,
) -> dict[str, Any]:
    """The provisions that answer best, with the quote and the page."""
    snapshot = services.library.snapshot()
    wanted = tuple(private_instrument(name) for name in instrument or ())
    result = snapshot.retriever.search(q, k=k, as_of=as_of, instruments=wanted)
    return {"hits": [hit.as_json() for hit in result.hits]}
