"""Is the process alive, and can it answer?"""

from __future__ import annotations

import shutil

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from api.auth.dependencies import AccessDep
from api.services import ServicesDep
from corpus.errors import CriterioError

router = APIRouter(tags=["salud"])
_LEAST_FREE_BYTES = 200_000_000


class Health(BaseModel):
    """`status` is "ok" or "mal"; `corpus` names the generation in use; `problems` says what is wrong."""

    status: str
    corpus: str = ""
    problems: dict[str, str] = {}


@router.get("/healthz")
def healthz() -> Health:
    """The process answers."""
    return Health(status="ok")


@router.get("/readyz", response_model=Health, responses={503: {"model": Health}})
def readyz(services: ServicesDep, access: AccessDep) -> Health | JSONResponse:
    """The corpus and its index are open, the database answers, the disk has room; otherwise 503 says what is wrong."""
    problems, version = {}, ""
    try:
        snapshot = services.library.snapshot()
        version = snapshot.version
    except CriterioError as error:
        problems["corpus"] = str(error)
    state = services.settings.state_dir
    # The SQLite file is made at its first use: where nobody has entered yet there is nothing to ask.
    if services.settings.database_url or (state / "criterio.db").exists():
        try:
            with access.engine.connect() as connection:
                connection.execute(text("SELECT 1"))
        except (SQLAlchemyError, CriterioError):
            problems["database"] = "La base de datos no responde."
    if state.exists() and shutil.disk_usage(state).free < _LEAST_FREE_BYTES:
        problems["disk"] = "Queda poco espacio en la carpeta del estado."
    health = Health(status="mal" if problems else "ok", corpus=version, problems=problems)
    return JSONResponse(health.model_dump(), status_code=503) if problems else health
