"""A register over each database that the program supports, and the people of one fictitious office."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from assistant.consultations.draft import Basis, ConsultationDraft
from assistant.consultations.register import NewConsultation, Register
from tools.audit import AuditEvent
from tools.caller import Caller, Role, Territory
from tools.database import make_engine, migrate, sessions

NOW = datetime.fromisoformat("2026-11-20T10:00:00-06:00")
LOCAL = Territory(ooad="01", subdelegaciones=frozenset({"01"}))
WRITER = Caller("redactor.uno", frozenset({Role.REDACTOR}), LOCAL)
OTHER_WRITER = Caller("redactor.dos", frozenset({Role.REDACTOR}), LOCAL)
CHIEF = Caller("supervisor.uno", frozenset({Role.SUPERVISOR}), Territory(ooad="01"))
STRANGER = Caller("supervisor.lejos", frozenset({Role.SUPERVISOR}), Territory(ooad="09"))
NORMATIVE = Caller("normativo.uno", frozenset({Role.NORMATIVO}), Territory(national=True))


class Heard:
    """An audit that keeps what it hears."""

    def __init__(self) -> None:
        self.events: list[AuditEvent] = []

    def record(self, event: AuditEvent) -> None:
        self.events.append(event)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    pgserver = pytest.importorskip("pgserver", reason="pgserver no está instalado")
    # Not under pytest's own folder: another run that starts closes it to the user that PostgreSQL runs as.
    folder = Path(tempfile.mkdtemp(prefix="criterio-pg-"))
    server = pgserver.get_server(folder)
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database with the tables of today, gone at the end."""
    url = f"sqlite:///{tmp_path / 'c.db'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    migrate(url)
    yield url
    migrate(url, "base")


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    engine = make_engine(database)
    yield engine
    engine.dispose()


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def register(engine: Engine, heard: Heard) -> Register:
    return Register(sessions(engine), lambda: NOW, heard)


def new_consultation(subject: str = "Consulta técnica sobre la dación en pago") -> NewConsultation:
    draft = ConsultationDraft(
        subject=subject, questions=["¿Procede?"], provisions=[Basis(id="CFF:65", label="CFF 65", quote="Las")]
    )
    return NewConsultation("¿Procede la dación en pago?", draft, "Garantías", "División de Cobro Coactivo")
