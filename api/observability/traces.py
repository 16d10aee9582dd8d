"""OpenTelemetry, behind one switch: without an endpoint nothing is loaded and nothing is sent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


def make_tracer(endpoint: str) -> Any:
    """A tracer that sends spans by OTLP (gRPC) to `endpoint`; None when it is empty."""
    if not endpoint:
        return None
    from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(resource=Resource.create({"service.name": "criterio"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint)))
    return provider.get_tracer("criterio")


@contextmanager
def span(tracer: Any, name: str, attributes: dict[str, str] | None = None) -> Iterator[None]:
    """A span inside the current one. Of a failure only its class is written: a message may quote what was asked."""
    with tracer.start_as_current_span(
        name, attributes=attributes, record_exception=False, set_status_on_exception=False
    ) as started:
        try:
            yield
        except BaseException as error:
            from opentelemetry.trace import StatusCode

            started.set_status(StatusCode.ERROR, type(error).__name__)
            raise
