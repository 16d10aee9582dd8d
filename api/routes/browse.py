"""The corpus to walk through: instruments, their trees, the history of a provision, and what cites it."""

from __future__ import annotations

from datetime import date
from typing import Any

from fastapi import APIRouter

from api.services import ServicesDep
from corpus.browse import citing_as_json, history_as_json, instrument_as_json, tree_as_json
from corpus.citations import StoreCatalogue
from corpus.errors import NotFound
from corpus.lookup import find_provision
from corpus.provisions import Instrument, Provision, private_instrument
from corpus.store import CorpusStore

router = APIRouter(prefix="/api/v1", tags=["corpus"])


@router.get("/instruments")
def instruments(services: ServicesDep) -> dict[str, Any]:
    """The laws, codes, manuals and circulars held, highest rank first."""
    store = services.library.snapshot().store
    return {"instruments": [instrument_as_json(store, instrument) for instrument in store.instruments()]}


@router.get("/instruments/{instrument}/tree")
def tree(instrument: str, services: ServicesDep, as_of: date | None = None) -> dict[str, Any]:
    """The tree of an instrument, as it stands or as it was on a day."""
    store = services.library.snapshot().store
    return tree_as_json(store, _instrument(store, instrument), as_of)


@router.get("/history/{provision_id:path}")
def history(provision_id: str, services: ServicesDep) -> dict[str, Any]:
    """Every wording held of a provision, with its reform notes."""
    store = services.library.snapshot().store
    return history_as_json(store, _provision(store, provision_id))


@router.get("/citing/{provision_id:path}")
def citing(provision_id: str, services: ServicesDep) -> dict[str, Any]:
    """What mentions a provision or something inside it, with the words around."""
    store = services.library.snapshot().store
    return citing_as_json(store, _provision(store, provision_id))


def _instrument(store: CorpusStore, name: str) -> Instrument:
    found = store.instrument(private_instrument(name))
    if found is None:
        raise NotFound("ORDENAMIENTO_DESCONOCIDO", f"El corpus no tiene «{name}».", "Vea /api/v1/instruments.")
    return found


def _provision(store: CorpusStore, written: str) -> Provision:
    return find_provision(store, StoreCatalogue(store), written)
