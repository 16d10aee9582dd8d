"""Administration: what the corpus was read from, legal parameters, health, and the audit log. No script is needed."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, JSONResponse

from api.audit.search import MEXICO, Search, actions, search
from api.audit.wording import action_words, result_words
from api.auth.access import Access
from api.auth.dependencies import AccessDep
from api.pages.views import page, written_day
from api.routes.health import readyz
from api.services import Services, ServicesDep
from assistant.build import load_values
from corpus.errors import BadInput, Conflict
from corpus.provisions import Instrument
from corpus.settings import Settings
from tools.wording import month_name, month_names

router = APIRouter(prefix="/administracion", include_in_schema=False)
_SECTION = "administracion"
_INPC_PUBLICATION_DAY = 10  # CFF 20, second paragraph
_MOST_PAGES = 100_000


@router.get("", response_class=HTMLResponse)
def health(services: ServicesDep, access: AccessDep) -> HTMLResponse:
    """What `/readyz` says, what is running, and the way to the other pages."""
    found = readyz(services, access)
    facts = json.loads(bytes(found.body)) if isinstance(found, JSONResponse) else found.model_dump()
    running = _running(services, access) if facts["corpus"] else {}
    return page("administration/health.html", section=_SECTION, health=facts, running=running)


@router.get("/fuentes", response_class=HTMLResponse)
def sources(services: ServicesDep) -> HTMLResponse:
    """Each instrument with its version, the document that it was read from, and when."""
    snapshot = services.library.snapshot()
    rows = [(one, _read_on(services.settings, one)) for one in snapshot.store.instruments()]
    built = str(snapshot.generation.manifest.get("built_at", ""))[:10]
    return page("administration/sources.html", section=_SECTION, version=snapshot.version, built=built, rows=rows)


@router.get("/parametros", response_class=HTMLResponse)
def parameters(services: ServicesDep) -> HTMLResponse:
    """The value of each legal parameter today, and what is missing. Read at each visit: a command adds rows."""
    today = datetime.now(MEXICO).date()
    values = load_values(services.settings)
    found = [values.parameter(name) for name in values.names() if name != "inpc"]
    return page(
        "administration/parameters.html",
        section=_SECTION,
        today=today,
        rows=[(parameter, parameter.on(today)) for parameter in found],
        missing=month_names(values.missing_inpc(today, _INPC_PUBLICATION_DAY)),
        last=month_name(*values.last_inpc()),
    )


@router.get("/bitacora", response_class=HTMLResponse)
def audit(
    access: AccessDep,
    actor: Annotated[str, Query(alias="quien", max_length=200)] = "",
    action: Annotated[str, Query(alias="accion", max_length=80)] = "",
    day: Annotated[str, Query(alias="dia", max_length=10)] = "",
    number: Annotated[int, Query(alias="pagina", ge=1, le=_MOST_PAGES)] = 1,
) -> HTMLResponse:
    """The events that match, newest first. Raises BadInput: FECHA_INVALIDA."""
    return _log(access, Search(actor.strip(), action, _day(day)), number)


@router.post("/bitacora/verificar", response_class=HTMLResponse)
def verify(access: AccessDep) -> HTMLResponse:
    """Recompute every seal and say how many events the chain has, or where it was altered."""
    try:
        chain = access.audit.verify()
    except Conflict as error:
        return _log(access, Search(), 1, problem=str(error), status=409)
    return _log(access, Search(), 1, verified=f"Bitácora íntegra: {chain.count} eventos. Último sello: {chain.seal}")


def _log(
    access: AccessDep, wanted: Search, number: int, *, verified: str = "", problem: str = "", status: int = 200
) -> HTMLResponse:
    rows, older = search(access.factory, wanted, number)
    day = wanted.day.isoformat() if wanted.day else ""
    return page(
        "administration/audit.html",
        status=status,
        section=_SECTION,
        rows=[
            (row, datetime.fromtimestamp(row.at, MEXICO), action_words(row.action), result_words(row.result))
            for row in rows
        ],
        wanted=wanted,
        day=day,
        actions=[(action, action_words(action)) for action in actions(access.factory)],
        query=urlencode({"quien": wanted.actor, "accion": wanted.action, "dia": day}),
        number=number,
        older=older,
        verified=verified,
        problem=problem,
    )


def _running(services: Services, access: Access) -> dict[str, str]:
    """What answers: the corpus with its size, what searches it, the language model and the database."""
    snapshot, settings = services.library.snapshot(), services.settings
    manifest = snapshot.generation.manifest
    built, index = str(manifest.get("built_at", ""))[:10], manifest.get("index", {})
    instruments = len(snapshot.store.instruments())
    return {
        "Acervo": f"versión {snapshot.version}, hecha el {written_day(built)}",
        "Contenido": f"{instruments} ordenamientos, {index.get('roots', 0):,} preceptos",
        "Modelo de búsqueda": str(index.get("model", "")),
        "Modelo de lenguaje": settings.model_name or "ninguno: las respuestas citan",
        "Base de datos": access.engine.dialect.name,
    }


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise BadInput("FECHA_INVALIDA", f"«{written}» no es una fecha.", "Escríbala así: 2026-11-21.") from None


def _read_on(settings: Settings, instrument: Instrument) -> date | None:
    """The day on which the copy kept of the document was written; None where no copy is kept."""
    folder = settings.state_dir / "sources"
    kept = next(iter(sorted(folder.glob(f"{instrument.sha256}.*"))), None) if instrument.sha256 else None
    return datetime.fromtimestamp(kept.stat().st_mtime, MEXICO).date() if kept else None
