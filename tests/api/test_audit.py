"""The chain of the audit log: any edit, removal, addition or change of order is found, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from api.auth.access import Access
from corpus.errors import Conflict
from corpus.settings import Settings
from tools.audit import AuditEvent
from tools.audit_log import Chain, DatabaseAudit, audit_key


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def opened(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Access]:
    url = "" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    made = Access(Settings(state_dir=tmp_path_factory.mktemp("var"), database_url=url))
    yield made
    made.engine.dispose()


@pytest.fixture
def access(opened: Access) -> Access:
    """An empty log."""
    with opened.engine.begin() as connection:
        connection.execute(text("DELETE FROM audit_events"))
    return opened


def write(access: Access, count: int) -> None:
    for number in range(count):
        access.audit.record(AuditEvent("ana", "leer_credito", f"crédito {number}", "hecho", {"origin": "10.0.0.8"}))


@pytest.mark.parametrize(
    "crime",
    [
        "UPDATE audit_events SET actor = 'otro' WHERE number = 3",
        "UPDATE audit_events SET detail = '{}' WHERE number = 5",
        "UPDATE audit_events SET at = at + 1 WHERE number = 1",
        "DELETE FROM audit_events WHERE number = 3",
        "DELETE FROM audit_events WHERE number = 1",
        "UPDATE audit_events SET number = 1000 - number WHERE number IN (2, 3)",
        "INSERT INTO audit_events SELECT 6, at, actor, action, subject, result, detail, seal, seal "
        "FROM audit_events WHERE number = 5",
    ],
)
def test_every_crime_is_found(access: Access, crime: str) -> None:
    write(access, 5)
    assert access.audit.verify().count == 5
    with access.engine.begin() as connection:
        connection.execute(text(crime))
    with pytest.raises(Conflict, match="bitácora"):
        access.audit.verify()


def test_removing_the_newest_is_found_with_what_was_noted(access: Access) -> None:
    write(access, 5)
    noted = access.audit.verify()
    with access.engine.begin() as connection:
        connection.execute(text("DELETE FROM audit_events WHERE number > 3"))
    with pytest.raises(Conflict):
        access.audit.verify(noted)
    write(access, 2)
    with pytest.raises(Conflict):
        access.audit.verify(noted)


def test_a_later_chain_holds_what_was_noted(access: Access) -> None:
    write(access, 2)
    noted = access.audit.verify()
    write(access, 2)
    assert access.audit.verify(noted).count == 4
    assert access.audit.verify(Chain(0, "")).count == 4


def test_twenty_writers_at_once_leave_one_chain(access: Access) -> None:
    write(access, 1)
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda _: write(access, 3), range(20)))
    assert access.audit.verify().count == 61


def test_with_another_key_nothing_verifies(access: Access) -> None:
    write(access, 1)
    with pytest.raises(Conflict):
        DatabaseAudit(access.factory, b"otra clave", lambda: 0).verify()


def test_processes_that_start_together_seal_with_one_key(tmp_path: Path) -> None:
    """Half a key, read while another wrote it, would seal events that nobody can verify afterwards."""
    for number in range(50):
        state = tmp_path / str(number)
        with ThreadPoolExecutor(8) as pool:
            keys = set(pool.map(audit_key, [state] * 8))
        assert len(keys) == 1
        assert len(keys.pop()) == 64
    assert (state / "audit.key").stat().st_mode & 0o777 == 0o600
