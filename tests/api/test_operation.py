"""What an operator relies on: limits, logs and metrics without secrets, readiness that tells what is wrong."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from api.app import create_app
from api.limits import Buckets
from api.observability import logs
from corpus.settings import Settings
from tools.database import make_engine


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    settings = Settings(state_dir=tmp_path, rate_per_minute=50, max_body_mb=1)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client


def test_a_bucket_gives_its_rate_and_no_more() -> None:
    now = [0.0]
    bucket = Buckets(60, lambda: now[0])
    assert [bucket.wait_s("a") for _ in range(60)] == [0.0] * 60
    assert bucket.wait_s("a") == 1.0
    assert bucket.wait_s("b") == 0.0
    now[0] = 1.0
    assert (bucket.wait_s("a"), bucket.wait_s("a") > 0) == (0.0, True)


def test_too_many_requests_are_told_when_to_return(client: TestClient) -> None:
    answers = [client.get("/api/v1/tools") for _ in range(60)]
    refused = answers[-1]
    assert (answers[0].status_code, refused.status_code) == (200, 429)
    assert refused.json()["error"]["code"] == "DEMASIADAS_SOLICITUDES"
    assert int(refused.headers["retry-after"]) >= 1
    assert client.get("/healthz").status_code == 200, "health is never refused"


def test_an_invented_key_buys_no_allowance(client: TestClient) -> None:
    for number in range(60):
        last = client.get("/api/v1/tools", headers={"Authorization": f"Bearer crt_inventado{number}"})
    assert last.status_code == 429


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_over_the_limit_is_refused_declared_or_not(client: TestClient, chunked: bool) -> None:
    content = (b"x" * 100_000 for _ in range(12)) if chunked else b"x" * 1_200_000
    response = client.post("/api/v1/ask", content=content)
    assert (response.status_code, response.json()["error"]["code"]) == (413, "CUERPO_DEMASIADO_GRANDE")


def test_every_response_has_the_id_of_its_request(client: TestClient) -> None:
    assert (
        client.get("/healthz", headers={"X-Request-ID": "mi-solicitud-1"}).headers["x-request-id"] == "mi-solicitud-1"
    )
    forged = client.get("/healthz", headers={"X-Request-ID": "a b"}).headers["x-request-id"]
    assert forged != "a b"
    assert len(forged) == 16


def test_logs_are_json_lines_without_secrets_or_questions(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", list(root.handlers))
    monkeypatch.setattr(root, "level", root.level)
    written = io.StringIO()
    logs.configure("INFO", written)
    client.get("/corpus?q=adeudo+de+juan", headers={"Authorization": "Bearer crt_secretosecreto", "Cookie": "a=b"})
    logging.getLogger("otro").error("falló postgresql://app:hunter2@base/x con Bearer crt_abcdefghijk y clave=abc")
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    mine = next(line for line in lines if line["logger"] == "criterio.http")
    assert {"method", "status", "ms", "request"} <= set(mine)
    for secret in ("juan", "crt_", "hunter2", "abcdefghijk", "clave=abc"):
        assert secret not in written.getvalue()


def test_a_fault_of_ours_is_told_with_the_number_of_its_request(client: TestClient) -> None:
    cast(FastAPI, client.app).state.services = None
    failed = client.get("/api/v1/search?q=x", headers={"X-Request-ID": "solicitud-9"})
    assert (failed.status_code, failed.json()["error"]["code"]) == (500, "ERROR_INTERNO")
    assert "solicitud-9" in failed.json()["error"]["hint"]
    page = client.get("/corpus", headers={"Accept": "text/html"})
    assert page.status_code == 500
    assert "Algo falló de nuestro lado" in page.text


def test_errors_of_the_database_do_not_tell_what_people_wrote(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'a.db'}")
    with pytest.raises(OperationalError) as failed, engine.connect() as connection:
        connection.execute(text("SELECT :said FROM nada"), {"said": "Juan Pérez debe"})
    assert "Juan" not in str(failed.value)


def test_metrics_name_routes_never_addresses(client: TestClient) -> None:
    client.get("/corpus/LSS:40-A")
    client.get("/no/existe/juan")
    text = client.get("/metrics").text
    assert 'criterio_requests_total{method="GET",route="/corpus/{identifier:path}"' in text
    assert "juan" not in text
    assert "criterio_first_byte_seconds" in text


def test_readiness_says_what_is_wrong(client: TestClient) -> None:
    response = client.get("/readyz")
    assert response.status_code == 503
    assert "ingest" in response.json()["problems"]["corpus"]
    assert client.get("/healthz").json()["status"] == "ok"


def test_readiness_tells_of_a_database_that_does_not_answer(tmp_path: Path) -> None:
    settings = Settings(state_dir=tmp_path, database_url="postgresql://nadie@127.0.0.1:1/nada")
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        assert "database" in client.get("/readyz").json()["problems"]


@pytest.mark.laws
def test_with_a_corpus_it_is_ready(laws_state: Path, tmp_path: Path) -> None:
    settings = Settings(state_dir=laws_state, database_url=f"sqlite:///{tmp_path / 'a.db'}")
    with TestClient(create_app(settings)) as client:
        assert client.get("/readyz").json()["status"] == "ok"
