"""Is the process alive, and can it answer?"""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel

from api.services import ServicesDep

router = APIRouter(tags=["salud"])


class Health(BaseModel):
    """`status` is "ok"; `corpus` names the generation in use."""

    status: str
    corpus: str = ""


@router.get("/healthz")
def healthz() -> Health:
    """The process answers."""
    return Health(status="ok")


@router.get("/readyz")
def readyz(services: ServicesDep) -> Health:
    """The corpus and its index are open; otherwise 503 says what is wrong."""
    return Health(status="ok", corpus=services.library.snapshot().version)
