"""Prometheus metrics of one application; nothing in a label comes from what a person wrote."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from api.services import ServicesDep
from corpus.errors import Unavailable
from corpus.generations import current

router = APIRouter(include_in_schema=False)
_SECONDS = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The instruments, in a registry of their own, so that two applications of a process do not mix."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "criterio_requests", "Solicitudes terminadas", ("method", "route", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "criterio_request_seconds",
            "Segundos hasta terminar la respuesta",
            ("route",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.first_byte = Histogram(
            "criterio_first_byte_seconds",
            "Segundos hasta el primer contenido de la respuesta",
            ("route",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.running = Gauge("criterio_requests_running", "Solicitudes en curso", registry=self.registry)
        self.corpus_built = Gauge(
            "criterio_corpus_built_timestamp", "Momento en que se construyó el corpus", registry=self.registry
        )


@router.get("/metrics")
def metrics(request: Request, services: ServicesDep) -> Response:
    """The metrics as text."""
    collected: Metrics = request.app.state.metrics
    # Without a corpus the gauge stays at zero, which the alert of an old corpus also catches.
    with suppress(Unavailable):
        built = current(services.settings.state_dir).manifest["built_at"]
        collected.corpus_built.set(datetime.fromisoformat(str(built)).timestamp())
    return Response(generate_latest(collected.registry), media_type=CONTENT_TYPE_LATEST)
