"""Puts limits and observation around the application; the outermost layer sees everything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI

from api.limits import Limits
from api.observability.metrics import Metrics, router
from api.observability.requests import Observed
from api.observability.traces import make_tracer
from api.observability.watcher import TurnWatcher
from corpus.settings import Settings


@dataclass(frozen=True, slots=True)
class Observation:
    """What one application observes itself with. `tracer` is None when traces are off."""

    metrics: Metrics
    tracer: Any
    watcher: TurnWatcher

    @classmethod
    def of(cls, settings: Settings) -> Observation:
        """From the settings; nothing leaves this machine unless they name a receiver of traces."""
        metrics, tracer = Metrics(), make_tracer(settings.otlp_endpoint)
        return cls(metrics, tracer, TurnWatcher(metrics, tracer))


def install(app: FastAPI, settings: Settings, observation: Observation) -> None:
    """Call it after the other middleware, so that these two surround it."""
    app.state.metrics = observation.metrics
    app.include_router(router)
    app.add_middleware(Limits, per_minute=settings.rate_per_minute, most_bytes=settings.max_body_mb * 1_000_000)
    app.add_middleware(Observed, metrics=observation.metrics, tracer=observation.tracer)
