"""A backup restores everything after everything was destroyed, between both databases; a damaged one is refused."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import inspect

from api.auth.access import Access
from api.backup import archive
from corpus.errors import BadInput, Conflict, Unavailable
from corpus.settings import Settings
from tests.api.people import PHRASE, enrol
from tools.audit import AuditEvent
from tools.caller import Role
from tools.credits.generator import seed_credits
from tools.database import make_engine, migrate, sessions

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)


def lived_in(state: Path, url: str = "") -> Access:
    access = Access(Settings(state_dir=state, database_url=url))
    enrol(access, "ana", Role.CONSULTA)
    seed_credits(access.factory, 20, date(2026, 11, 21), 7)
    for number in range(3):
        access.audit.record(AuditEvent("ana", "leer_credito", f"crédito {number}", "hecho"))
    generation = state / "generations" / "g2"
    generation.mkdir(parents=True)
    (generation / "corpus.sqlite").write_bytes(b"corpus")
    (state / "generations" / "g1").mkdir()
    (state / "generations" / "g1" / "corpus.sqlite").write_bytes(b"viejo")
    (state / "CURRENT").write_text("g2")
    (state / "sources").mkdir()
    (state / "sources" / "a.pdf").write_bytes(b"%PDF")
    return access


@pytest.mark.parametrize(
    ("from_postgres", "to_postgres"),
    [
        (False, False),
        pytest.param(False, True, marks=pytest.mark.postgres),
        pytest.param(True, False, marks=pytest.mark.postgres),
    ],
)
def test_everything_returns_after_everything_was_destroyed(
    tmp_path: Path, from_postgres: bool, to_postgres: bool, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue("fresh_postgres") if from_postgres or to_postgres else ""
    state, backup = tmp_path / "var", tmp_path / "copia.tar.gz"
    before = lived_in(state, url if from_postgres else "")
    written = archive.create(before.engine, state, backup, NOW)
    assert archive.verify(backup) == written
    seal = before.audit.verify()
    before.engine.dispose()
    shutil.rmtree(state)

    settings = Settings(state_dir=state, database_url=url if to_postgres else "")
    archive.restore(backup, settings.effective_database_url, state)
    after = Access(settings)
    assert after.audit.verify(seal).count == seal.count
    assert after.accounts.authenticate("ana", PHRASE, 0).name == "ana"
    assert (state / "CURRENT").read_text().strip() == "g2"
    assert (state / "generations" / "g2" / "corpus.sqlite").read_bytes() == b"corpus"
    assert not (state / "generations" / "g1").exists()
    enrol(after, "beto", Role.CONSULTA)
    again = archive.create(after.engine, state, tmp_path / "otra.tar.gz", NOW)
    assert again.rows == written.rows + 1, "every row returned, and numbering goes on"
    after.engine.dispose()


def test_a_damaged_backup_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    access = lived_in(tmp_path / "var")
    backup = tmp_path / "copia.tar.gz"
    archive.create(access.engine, tmp_path / "var", backup, NOW)
    whole = backup.read_bytes()
    for harmed in (whole[: len(whole) // 2], whole[:200] + b"\x00" * 50 + whole[250:], b"no es un respaldo"):
        backup.write_bytes(harmed)
        with pytest.raises(BadInput, match="dañado"):
            archive.restore(backup, f"sqlite:///{tmp_path / 'b.db'}", tmp_path / "nueva")
        assert not (tmp_path / "nueva" / "CURRENT").exists()


def test_a_corpus_on_another_disk_is_in_the_backup_too(tmp_path: Path) -> None:
    state, other, backup = tmp_path / "var", tmp_path / "otro disco", tmp_path / "copia.tar.gz"
    access = lived_in(state)
    shutil.move(state / "generations", other)
    (state / "generations").symlink_to(other)
    archive.create(access.engine, state, backup, NOW)
    archive.restore(backup, f"sqlite:///{tmp_path / 'nueva' / 'b.db'}", tmp_path / "nueva")
    assert (tmp_path / "nueva" / "generations" / "g2" / "corpus.sqlite").read_bytes() == b"corpus"
    assert not (tmp_path / "nueva" / "generations").is_symlink()


def test_a_corpus_that_is_not_there_is_no_sound_backup(tmp_path: Path) -> None:
    access = lived_in(tmp_path / "var")
    shutil.rmtree(tmp_path / "var" / "generations")
    with pytest.raises(Unavailable, match="corpus en uso"):
        archive.create(access.engine, tmp_path / "var", tmp_path / "copia.tar.gz", NOW)
    assert not list(tmp_path.glob("copia*"))


def test_a_backup_is_written_elsewhere_and_for_its_owner_only(tmp_path: Path) -> None:
    access = lived_in(tmp_path / "var")
    archive.create(access.engine, tmp_path / "var", tmp_path / "copia.tar.gz", NOW)
    assert (tmp_path / "copia.tar.gz").stat().st_mode & 0o777 == 0o600
    with pytest.raises(BadInput, match="dentro"):
        archive.create(access.engine, tmp_path / "var", tmp_path / "var" / "copia.tar.gz", NOW)
    (tmp_path / "archivo").write_text("no es una carpeta")
    with pytest.raises(Unavailable, match="No se pudo escribir"):
        archive.create(access.engine, tmp_path / "var", tmp_path / "archivo" / "copia.tar.gz", NOW)


def test_nothing_that_lives_is_overwritten(tmp_path: Path) -> None:
    access = lived_in(tmp_path / "var")
    backup = tmp_path / "copia.tar.gz"
    archive.create(access.engine, tmp_path / "var", backup, NOW)
    with pytest.raises(Conflict):
        archive.create(access.engine, tmp_path / "var", backup, NOW)
    with pytest.raises(Conflict):
        archive.restore(backup, access.settings.effective_database_url, tmp_path / "var")
    with pytest.raises(Conflict):
        archive.restore(backup, access.settings.effective_database_url, tmp_path / "vacia")


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_the_schema_goes_up_and_down_and_up_and_fits_the_models(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    import api.auth.models  # noqa: F401  declares the tables
    import tools.audit_log  # noqa: F401
    from tools.database import Base

    url = f"sqlite:///{tmp_path / 'a.db'}" if kind == "sqlite" else request.getfixturevalue("fresh_postgres")
    for revision in ("head", "base", "head"):
        migrate(url, revision)
        engine = make_engine(url)
        tables = set(inspect(engine).get_table_names()) - {"alembic_version"}
        assert (not tables) == (revision == "base")
        if revision == "head":
            for name, table in Base.metadata.tables.items():
                assert {c["name"] for c in inspect(engine).get_columns(name)} == {c.name for c in table.columns}, name
        assert sessions(engine)
        engine.dispose()
