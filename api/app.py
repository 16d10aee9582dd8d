"""The HTTP application. Start reading here: `create_app` says what it is made of."""

from __future__ import annotations

from fastapi import FastAPI

from api import errors
from api.routes import ask, health, provisions, search
from api.services import build_services
from corpus.settings import Settings

ROUTERS = (ask.router, search.router, provisions.router, health.router)


def create_app(settings: Settings) -> FastAPI:
    """Build the application for `settings`; the corpus is opened at the first question that needs it."""
    app = FastAPI(
        title="Criterio",
        version="0.1.0",
        description="Asistente interno de cobranza: respuestas con citas verificables, cálculos y consultas.",
        responses={422: {"model": errors.ErrorResponse}, 503: {"model": errors.ErrorResponse}},
    )
    app.state.services = build_services(settings)
    errors.install(app)
    for router in ROUTERS:
        app.include_router(router)
    return app
