"""Puts limits and observation around the application; the outermost layer sees everything."""

from __future__ import annotations

from fastapi import FastAPI

from api.limits import Limits
from api.observability.metrics import Metrics, router
from api.observability.requests import Observed
from api.observability.traces import make_tracer
from corpus.settings import Settings


def install(app: FastAPI, settings: Settings) -> None:
    """Call it after the other middleware, so that these two surround it."""
    app.state.metrics = Metrics()
    app.include_router(router)
    app.add_middleware(Limits, per_minute=settings.rate_per_minute, most_bytes=settings.max_body_mb * 1_000_000)
    app.add_middleware(Observed, metrics=app.state.metrics, tracer=make_tracer(settings.otlp_endpoint))
