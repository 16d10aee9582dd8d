"""A client of the real application over the real corpus."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from corpus.settings import Settings


@pytest.fixture(scope="session")
def client(laws_state: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(state_dir=laws_state)), raise_server_exceptions=False) as client:
        yield client
