"""The schema goes up and down on both databases, one step at a time and all at once, and ends the same."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from corpus.errors import Unavailable
from tools.database import MIGRATIONS, make_engine, migrate

Shape = dict[str, set[str]]


def _shape(url: str) -> Shape:
    engine = make_engine(url)
    found = inspect(engine)
    shape = {name: {column["name"] for column in found.get_columns(name)} for name in found.get_table_names()}
    engine.dispose()
    shape.pop("alembic_version", None)
    return shape


def _revisions() -> list[str]:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()][::-1]


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_up_down_and_up_again_is_the_same_schema(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}" if kind == "sqlite" else request.getfixturevalue("fresh_postgres")
    migrate(url)
    whole = _shape(url)
    assert len(whole) > 10
    migrate(url, "base")
    assert _shape(url) == {}
    for revision in _revisions():
        migrate(url, revision)
    assert _shape(url) == whole


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_parts_that_open_the_database_together_all_find_it_ready(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """The audit, the consultations and the chat of one process open it each at its first request, perhaps at once."""
    url = f"sqlite:///{tmp_path / 'a.db'}" if kind == "sqlite" else request.getfixturevalue("fresh_postgres")
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(migrate, [url] * 12))
    assert len(_shape(url)) > 10


def test_a_database_that_is_not_there_is_a_clear_refusal() -> None:
    with pytest.raises(Unavailable) as refused:
        migrate("postgresql://nadie@127.0.0.1:1/nada")
    assert refused.value.code == "BASE_NO_DISPONIBLE"
