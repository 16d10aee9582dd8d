"""The library over the real laws and the fake models, started once for the tests of the assistant."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.build import build_library
from assistant.fake_model.server import FakeModelServer, serve
from assistant.library import Library
from corpus.settings import Settings


@pytest.fixture(scope="session")
def library(laws_state: Path) -> Library:
    return build_library(Settings(state_dir=laws_state))


@pytest.fixture(scope="session")
def fake_models() -> Iterator[FakeModelServer]:
    with serve() as server:
        yield server
