"""Conversations that nobody uses are deleted after the days of the setting, by hand too, and the log says so."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, text

from assistant.conversations.store import Conversations
from tools.audit import AuditEvent
from tools.database import make_engine, migrate, sessions

from .conftest import ANA, BETO, Clock, answer

ROOT = Path(__file__).parents[3]


class Noted:
    """A log that a test reads."""

    def __init__(self) -> None:
        self.events: list[AuditEvent] = []

    def record(self, event: AuditEvent) -> None:
        self.events.append(event)


def _begun(conversations: Conversations, asked: str = "¿Cuándo se pagan las cuotas?") -> str:
    identifier = conversations.start(ANA).id
    conversations.add(identifier, ANA, asked, answer())
    return identifier


def test_a_purge_is_told_once_and_names_nobody(engine: Engine, clock: Clock) -> None:
    log = Noted()
    kept = Conversations(sessions(engine), clock, 30, log)
    _begun(kept)
    clock.days(10)
    used = _begun(kept)
    clock.days(25)
    assert kept.unused() == 1
    assert kept.purge() == 1
    assert kept.purge() == 0
    assert [row.id for row in kept.listed(ANA)] == [used]
    assert [(event.action, event.detail) for event in log.events] == [
        ("conversations.purge", {"dias": "30", "conversaciones": "1"})
    ]
    assert "ana" not in str(log.events)


def test_days_of_the_order_go_before_those_of_the_setting(engine: Engine, clock: Clock) -> None:
    kept = Conversations(sessions(engine), clock, 0, Noted())
    _begun(kept)
    clock.days(400)
    assert kept.purge() == 0
    assert kept.purge(days=500) == 0
    assert kept.purge(days=399) == 1
    assert kept.listed(BETO) == kept.listed(ANA) == []


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """A state whose database has a conversation forty days old and one of today."""
    url = f"sqlite:///{tmp_path / 'criterio.db'}"
    migrate(url)
    engine = make_engine(url)
    now = datetime.now(ZoneInfo("America/Mexico_City"))
    old = Conversations(sessions(engine), lambda: now - timedelta(days=40))
    _begun(old)
    _begun(Conversations(sessions(engine), lambda: now))
    engine.dispose()
    return tmp_path


def _criterio(state: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "criterio", *arguments],
        env={**os.environ, "CRITERIO_STATE_DIR": str(state), **environment},
        capture_output=True,
        text=True,
        cwd=ROOT,
    )


def _left(state: Path) -> int:
    engine = make_engine(f"sqlite:///{state / 'criterio.db'}")
    with engine.connect() as connection:
        return int(connection.scalar(text("SELECT count(*) FROM conversations")) or 0)


def test_the_command_tells_deletes_and_leaves_a_sealed_event(state: Path) -> None:
    tried = _criterio(state, "conversations", "purge", "--days", "30", "--dry-run", "--json")
    assert json.loads(tried.stdout) == {"days": 30, "deleted": 0, "found": 1}
    assert _left(state) == 2
    done = _criterio(state, "conversations", "purge", "--days", "30")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "Conversaciones sin uso en más de 30 días; borradas: 1.\n"
    assert _left(state) == 1
    exported = _criterio(state, "audit", "export")
    events = [json.loads(line) for line in exported.stdout.splitlines()]
    assert [event["actor"] for event in events if event["action"] == "conversations.purge"] == ["terminal"]
    assert _criterio(state, "audit", "verify").returncode == 0


def test_without_days_and_without_a_limit_it_says_what_to_write(state: Path) -> None:
    done = _criterio(state, "conversations", "purge", CRITERIO_CONVERSATION_DAYS="0")
    assert done.returncode != 0
    assert "CONSERVACION_SIN_LIMITE" in done.stderr
    assert "--days" in done.stderr
    assert _left(state) == 2
