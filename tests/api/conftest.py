"""A client of the real application over the real corpus, and an empty database of a real PostgreSQL server."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine, text

from api.app import create_app
from corpus.settings import Settings


@pytest.fixture(scope="session")
def client(laws_state: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(state_dir=laws_state)), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    pgserver = pytest.importorskip("pgserver", reason="pgserver no está instalado")
    # Not under pytest's own folder: another run that starts closes it to the user that PostgreSQL runs as.
    folder = Path(tempfile.mkdtemp(prefix="criterio-pg-"))
    server = pgserver.get_server(folder)
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def fresh_postgres(postgres_url: str) -> str:
    """The URL of a database whose schema is empty."""
    engine = create_engine(postgres_url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return postgres_url
