"""The HTTP application. Start reading here: `create_app` says what it is made of."""

from __future__ import annotations

from pathlib import Path

from fastapi import Depends, FastAPI

from api import errors
from api.auth.dependencies import SHOWN_KEY, guard, remember_visitor
from api.auth.install import install as install_identity
from api.observability.install import Observation
from api.observability.install import install as install_observation
from api.offices import remember_pending
from api.pages import (
    accounts,
    administration,
    calculators,
    consultation_steps,
    corpus,
    documentation,
    embed,
    evaluation,
    evaluation_sets,
    history,
)
from api.pages import chat as chat_page
from api.pages import consultations as consultation_pages
from api.pages.assets import Assets
from api.routes import (
    ask,
    browse,
    chat,
    consultations,
    conversations,
    health,
    opinions,
    pages,
    provisions,
    search,
    tools,
)
from api.security_headers import SecurityHeaders
from api.services import build_services
from corpus.settings import Settings

ROUTERS = (
    ask.router,
    conversations.router,
    opinions.router,
    chat.router,
    search.router,
    provisions.router,
    browse.router,
    pages.router,
    tools.router,
    health.router,
    chat_page.router,
    consultations.router,
    consultation_pages.router,
    consultation_steps.router,
    embed.router,
    history.router,
    calculators.router,
    corpus.router,
    evaluation_sets.router,
    evaluation.router,
    administration.router,
    accounts.router,
    documentation.router,
)


def create_app(settings: Settings) -> FastAPI:
    """Build the application for `settings`; the corpus is opened at the first question that needs it."""
    app = FastAPI(
        title="Criterio",
        version="0.1.0",
        description="Asistente interno de cobranza: respuestas con citas verificables, cálculos y consultas.",
        dependencies=[Depends(SHOWN_KEY), Depends(guard), Depends(remember_visitor), Depends(remember_pending)],
        responses=errors.REFUSALS,
        # FastAPI's own pages run scripts from outside: /docs is ours (api/pages/documentation.py).
        docs_url=None,
        redoc_url=None,
    )
    observation = Observation.of(settings)
    app.state.services = build_services(settings, observation.watcher)
    errors.install(app)
    install_identity(app, settings)
    app.add_middleware(SecurityHeaders, embed_origins=settings.embed_origin_list)
    install_observation(app, settings, observation)
    app.mount("/static", Assets(directory=Path(__file__).parent / "static"), name="static")
    for router in ROUTERS:
        app.include_router(router)
    return app
