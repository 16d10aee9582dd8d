"""The application and the provider of the institution's accounts, each in its process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from api.app import create_app
from api.auth.access import Access
from tests.api.oidc.institution import Provider, free_port, settings


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    provider = Provider(free_port())
    yield provider
    provider.stop()


@pytest.fixture(scope="module")
def running(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    app = create_app(settings(tmp_path_factory.mktemp("var"), provider.issuer, rate_per_minute=100_000))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def client(running: TestClient, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """The application with nobody in it, and entries that do not wait for one another."""
    running.cookies.clear()
    monkeypatch.setattr("api.limits._ENTRIES", frozenset())
    with running.app.state.access.engine.begin() as connection:
        for table in ("api_tokens", "user_sessions", "entry_attempts", "users"):
            connection.execute(text(f"DELETE FROM {table}"))
    return running


@pytest.fixture
def access(client: TestClient) -> Access:
    return client.app.state.access
