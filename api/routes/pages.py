"""Pages of the source documents as pictures."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from api.services import ServicesDep
from corpus.errors import NotFound
from corpus.page_images import source_page
from corpus.provisions import private_instrument

router = APIRouter(prefix="/api/v1", tags=["corpus"])


@router.get(
    "/pages/{instrument}/{page}.png",
    response_class=Response,
    responses={200: {"content": {"image/png": {}}, "description": "La página del documento."}},
)
def page_picture(
    instrument: str,
    page: Annotated[int, Path(ge=1, le=100_000)],
    services: ServicesDep,
    version: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """A page (from 1) of the document an instrument was read from; of its latest version unless one is named."""
    store = services.library.snapshot().store
    found = store.instrument(private_instrument(instrument), version or None)
    if found is None:
        raise NotFound("ORDENAMIENTO_DESCONOCIDO", f"El corpus no tiene «{instrument}».", "Vea /api/v1/instruments.")
    picture = source_page(services.settings.state_dir, found, page)
    # The picture of a digest never changes; the latest version of an instrument may.
    keep = "private, max-age=86400" if version else "private, max-age=300"
    return Response(
        picture, media_type="image/png", headers={"Cache-Control": keep, "ETag": f'"{found.sha256}-{page}"'}
    )
