"""Fictitious credits in a real SQLite file and in a real PostgreSQL server: every test of a store runs on both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session, sessionmaker

from tools.audit import AuditEvent
from tools.caller import Caller, Role, Territory
from tools.credits.generator import seed_credits
from tools.credits.repository import CreditRepository
from tools.database import make_engine, migrate, sessions

TODAY = date(2026, 11, 21)


@dataclass
class Heard:
    """An audit log that a test can read."""

    events: list[AuditEvent] = field(default_factory=list)

    def record(self, event: AuditEvent) -> None:
        self.events.append(event)


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    pgserver = pytest.importorskip("pgserver", reason="pgserver no está instalado")
    server = pgserver.get_server(tmp_path_factory.mktemp("pg"))
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)], scope="module")
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An empty database at the latest revision; its schema is taken down at the end."""
    here: Path = tmp_path_factory.mktemp("credits") / "c.db"
    found = f"sqlite:///{here}" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    migrate(found)
    yield found
    migrate(found, "base")


@pytest.fixture(scope="module")
def factory(url: str) -> Iterator[sessionmaker[Session]]:
    engine = make_engine(url)
    made = sessions(engine)
    seed_credits(made, 80, TODAY)
    yield made
    engine.dispose()


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def repository(factory: sessionmaker[Session], heard: Heard) -> CreditRepository:
    return CreditRepository(factory, heard)


@pytest.fixture
def national() -> Caller:
    return Caller("normativo", frozenset({Role.NORMATIVO}), Territory(national=True))


@pytest.fixture
def local() -> Caller:
    return Caller("local", frozenset({Role.CONSULTA}), Territory(ooad="14", subdelegaciones=frozenset({"38"})))
