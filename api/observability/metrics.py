"""Prometheus metrics of one application; nothing in a label comes from what a person wrote."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from api.services import ServicesDep
from assistant.answers import AnswerStatus
from assistant.verification import Fault
from assistant.watching import STAGES
from corpus.errors import Unavailable
from corpus.generations import current
from corpus.legal_values import LegalValues, Parameter
from tools.caller import ANONYMOUS

router = APIRouter(include_in_schema=False)
_MEXICO = ZoneInfo("America/Mexico_City")
INPC_PUBLICATION_DAY = 10
"""Day of the month by which the INPC of the month before is published (CFF 20, second paragraph)."""
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
        self.stage_seconds = Histogram(
            "criterio_stage_seconds",
            "Segundos de cada etapa de una respuesta",
            ("stage",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.answers = Counter(
            "criterio_answers", "Respuestas dadas, por desenlace", ("status", "composer"), registry=self.registry
        )
        self.rejections = Counter(
            "criterio_verifier_rejections",
            "Oraciones que el verificador no dejó salir",
            ("fault",),
            registry=self.registry,
        )
        for stage in STAGES:  # a series that begins at zero can be watched before its first case
            self.stage_seconds.labels(stage)
        for status in AnswerStatus:
            self.answers.labels(status, "extractive")
        for fault in Fault:
            self.rejections.labels(fault)
        self.missing_parameters = Gauge(
            "criterio_missing_parameters",
            "Valores legales que ya deberían estar cargados",
            ("name",),
            registry=self.registry,
        )
        self.corpus_built = Gauge(
            "criterio_corpus_built_timestamp",
            "Momento en que se construyeron el corpus y su índice",
            registry=self.registry,
        )
        self.index_roots = Gauge("criterio_index_roots", "Preceptos en el índice en uso", registry=self.registry)


@router.get("/metrics")
def metrics(request: Request, services: ServicesDep) -> Response:
    """The metrics as text."""
    collected: Metrics = request.app.state.metrics
    # Without a corpus the gauges stay at zero, which the alert of an old corpus also catches.
    with suppress(Unavailable):
        manifest = current(services.settings.state_dir).manifest
        collected.corpus_built.set(datetime.fromisoformat(str(manifest["built_at"])).timestamp())
        collected.index_roots.set(manifest.get("index", {}).get("roots", 0))
    today = datetime.now(_MEXICO).date()
    for name, missing in missing_parameters(services.tool_context(today, ANONYMOUS).values, today).items():
        collected.missing_parameters.labels(name).set(missing)
    return Response(generate_latest(collected.registry), media_type=CONTENT_TYPE_LATEST)


def missing_parameters(values: LegalValues, today: date) -> dict[str, int]:
    """How many values each parameter lacks on `today`: months of the INPC already due; for the others, today's own."""
    missing = {name: int(_lacks(values.parameter(name), today)) for name in values.names()}
    missing["inpc"] = len(values.missing_inpc(today, INPC_PUBLICATION_DAY))
    return missing


def _lacks(parameter: Parameter, today: date) -> bool:
    row = parameter.on(today)
    return row is None or row.value is None
