"""OpenTelemetry, behind one switch: without an endpoint nothing is loaded and nothing is sent."""

from __future__ import annotations

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
