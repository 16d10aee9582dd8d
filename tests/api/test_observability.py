"""What an operator sees of a turn: its stages in traces and metrics, how it ended, what the verifier threw out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from queue import Empty, Queue

import grpc
import pytest
from fastapi.testclient import TestClient
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.collector.trace.v1.trace_service_pb2_grpc import (
    TraceServiceServicer,
    add_TraceServiceServicer_to_server,
)
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from api.app import create_app
from api.observability.metrics import Metrics, missing_parameters
from api.observability.watcher import TurnWatcher
from assistant.watching import STAGES
from corpus.legal_values import LegalValues
from corpus.settings import Settings

ASKED = "¿Cuándo se causan los recargos de Juan Testigo según el artículo 40 A de la Ley del Seguro Social?"


class Receiver(TraceServiceServicer):
    """A collector: keeps every span that arrives."""

    def __init__(self) -> None:
        self.spans: Queue[Span] = Queue()

    def Export(self, request: ExportTraceServiceRequest, context: object) -> ExportTraceServiceResponse:
        for resource in request.resource_spans:
            for scope in resource.scope_spans:
                for span in scope.spans:
                    self.spans.put(span)
        return ExportTraceServiceResponse()


@pytest.fixture
def receiver() -> Iterator[tuple[Receiver, str]]:
    server = grpc.server(ThreadPoolExecutor(2))
    receiver = Receiver()
    add_TraceServiceServicer_to_server(receiver, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    yield receiver, f"http://127.0.0.1:{port}"
    server.stop(None)


def _client(state: Path, folder: Path, **settings: str) -> TestClient:
    made = Settings(state_dir=state, database_url=f"sqlite:///{folder / 'a.db'}", **settings)  # type: ignore[arg-type]
    return TestClient(create_app(made))


def _spans(receiver: Receiver, wanted: set[str]) -> list[Span]:
    found: list[Span] = []
    while not wanted <= {span.name for span in found}:
        try:
            found.append(receiver.spans.get(timeout=20))
        except Empty:
            pytest.fail(f"llegaron solo {sorted(span.name for span in found)}")
    return found


def test_every_stage_of_a_question_reaches_the_collector_inside_its_request(
    indexed_state: Path, tmp_path: Path, receiver: tuple[Receiver, str]
) -> None:
    collector, address = receiver
    with _client(indexed_state, tmp_path, otlp_endpoint=address) as client:
        assert client.post("/api/v1/ask", json={"question": ASKED}).status_code == 200
        spans = _spans(collector, {*STAGES, "http"})
    request = next(
        span for span in spans if span.name == "http" and any(s.parent_span_id == span.span_id for s in spans)
    )
    stages = {span.name: span for span in spans if span.name in STAGES}
    assert all(span.parent_span_id == request.span_id for span in stages.values())
    began = [stages[name].start_time_unix_nano for name in STAGES]
    assert began == sorted(began)
    assert "Testigo" not in "".join(map(str, spans)), "a trace never carries what was asked"


def test_a_question_is_counted_by_outcome_and_timed_by_stage(indexed_state: Path, tmp_path: Path) -> None:
    with _client(indexed_state, tmp_path) as client:
        before = client.get("/metrics").text
        assert 'criterio_answers_total{composer="extractive",status="no_criterion"} 0.0' in before
        status = client.post("/api/v1/ask", json={"question": ASKED}).json()["status"]
        client.post("/api/v1/ask", json={"question": "hola"})
        text = client.get("/metrics").text
    for stage in STAGES:
        count = 2.0 if stage == "understand" else 1.0
        assert f'criterio_stage_seconds_count{{stage="{stage}"}} {count}' in text
    total = sum(map(float, re.findall(r"^criterio_answers_total\{.*\} (\S+)$", text, re.MULTILINE)))
    assert total == 2.0
    assert re.search(rf'criterio_answers_total{{composer="extractive",status="{status}"}} [12]', text)
    roots = re.search(r"^criterio_index_roots (\S+)$", text, re.MULTILINE)
    assert roots is not None
    assert float(roots[1]) > 50
    assert "Testigo" not in text


def test_a_rejection_is_counted_by_its_code_and_a_failed_stage_is_timed() -> None:
    metrics = Metrics()
    watcher = TurnWatcher(metrics)
    watcher.rejected("CIFRA")
    with pytest.raises(ValueError, match="roto"), watcher.stage("retrieve"):
        raise ValueError("roto")
    read = metrics.registry.get_sample_value
    assert read("criterio_verifier_rejections_total", {"fault": "CIFRA"}) == 1
    assert read("criterio_verifier_rejections_total", {"fault": "NEGACION"}) == 0
    assert read("criterio_stage_seconds_count", {"stage": "retrieve"}) == 1


def test_a_month_without_its_index_is_missing_once_it_is_due() -> None:
    values = LegalValues.load(Path(__file__).parents[2] / "corpus" / "parameters")
    year, month = values.last_inpc()
    following = date(year + (month == 12), month % 12 + 1, 1)
    due = date(following.year + (following.month == 12), following.month % 12 + 1, 10)
    assert missing_parameters(values, due.replace(day=9))["inpc"] == 0
    assert missing_parameters(values, due)["inpc"] == 1
    assert set(missing_parameters(values, due)) == set(values.names())
