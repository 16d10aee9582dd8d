"""Turns what a turn tells of itself into metrics and, when traces are on, into spans inside that of its request."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from api.observability.metrics import Metrics
from api.observability.traces import span


class TurnWatcher:
    """The `assistant.watching.Watcher` of a server. `tracer` is OpenTelemetry's, or None when traces are off."""

    def __init__(self, metrics: Metrics, tracer: Any = None) -> None:
        self._metrics = metrics
        self._tracer = tracer

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Times a stage, failed ones too."""
        began = time.perf_counter()
        try:
            with nullcontext() if self._tracer is None else span(self._tracer, name):
                yield
        finally:
            self._metrics.stage_seconds.labels(name).observe(time.perf_counter() - began)

    def rejected(self, fault: str) -> None:
        """Counts by code."""
        self._metrics.rejections.labels(fault).inc()

    def answered(self, status: str, composer: str) -> None:
        """Counts by outcome; abstentions are `no_criterion`."""
        self._metrics.answers.labels(status, composer).inc()
