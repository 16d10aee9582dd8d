"""Two people, blind, and a third where they disagree; kappa against a table worked out by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from assistant.evaluations.agreement import kappa
from assistant.evaluations.labelling import Judgement, Labelling
from assistant.evaluations.run_files import list_runs, read_run
from corpus.errors import Conflict, Forbidden, NotFound
from tools.caller import ANONYMOUS, Caller, Role
from tools.database import Base, make_engine, migrate, sessions

ANA, BETO, CARLA = (Caller(name, frozenset({Role.EVALUADOR})) for name in ("ana", "beto", "carla"))
GOOD, BAD = Judgement.CORRECTA, Judgement.INCORRECTA
ITEM = ("A-LIT-001", 0)


@pytest.fixture
def url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'labels.db'}"
    migrate(url)
    return url


@pytest.fixture
def labelling(url: str) -> Labelling:
    return Labelling(sessions(make_engine(url)), lambda: datetime(2026, 11, 21, tzinfo=UTC))


def test_kappa_by_hand() -> None:
    # 20 both yes, 5 and 10 crossed, 15 both no: observed 0.7, expected 0.5.
    pairs = [("s", "s")] * 20 + [("s", "n")] * 5 + [("n", "s")] * 10 + [("n", "n")] * 15
    assert kappa(pairs) == pytest.approx(0.4)
    assert kappa([("s", "n"), ("n", "s")]) == -1.0
    assert kappa([("s", "s")]) is None
    assert kappa([]) is None


def test_nobody_sees_a_verdict_before_both_are_in(labelling: Labelling) -> None:
    labelling.label(ANA, "r", {ITEM: GOOD})
    assert labelling.judged("r") == []
    labelling.label(BETO, "r", {ITEM: BAD})
    assert [one.verdicts for one in labelling.judged("r")] == [("correcta", "incorrecta")]


def test_each_item_has_two_people_and_no_more(labelling: Labelling) -> None:
    labelling.label(ANA, "r", {ITEM: GOOD})
    with pytest.raises(Conflict, match="A-LIT-001"):
        labelling.label(ANA, "r", {ITEM: GOOD})
    labelling.label(BETO, "r", {ITEM: GOOD})
    with pytest.raises(Conflict):
        labelling.label(CARLA, "r", {ITEM: GOOD})
    assert labelling.agreement("r").agreed == 1


def test_verdicts_are_recorded_all_or_none(labelling: Labelling) -> None:
    labelling.label(ANA, "r", {ITEM: GOOD})
    with pytest.raises(Conflict):
        labelling.label(ANA, "r", {("A-LIT-002", 0): GOOD, ITEM: GOOD})
    assert labelling.next_case(ANA, "r", ["A-LIT-001", "A-LIT-002"]) == "A-LIT-002"


def test_what_one_began_goes_first_to_the_next_person(labelling: Labelling) -> None:
    labelling.label(ANA, "r", {("A-LIT-002", 0): GOOD})
    cases = ["A-LIT-001", "A-LIT-002"]
    assert labelling.next_case(BETO, "r", cases) == "A-LIT-002"
    assert labelling.next_case(ANA, "r", cases) == "A-LIT-001"
    assert labelling.next_case(ANA, "otra", cases) == "A-LIT-001"


def test_a_disagreement_is_resolved_once_by_somebody_else(labelling: Labelling) -> None:
    labelling.label(ANA, "r", {ITEM: GOOD})
    labelling.label(BETO, "r", {ITEM: BAD})
    with pytest.raises(Forbidden, match="otra persona"):
        labelling.resolve(ANA, "r", ITEM, GOOD)
    assert labelling.agreement("r").open == 1
    labelling.resolve(CARLA, "r", ITEM, BAD)
    assert (labelling.agreement("r").open, labelling.judged("r")[0].decided) == (0, "incorrecta")
    with pytest.raises(Conflict):
        labelling.resolve(CARLA, "r", ITEM, GOOD)


def test_only_evaluators_label(labelling: Labelling) -> None:
    with pytest.raises(Forbidden):
        labelling.label(ANONYMOUS, "r", {ITEM: GOOD})


def test_the_migration_makes_the_tables_of_the_models(url: str) -> None:
    with make_engine(url).connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    assert [row for row in found if "evaluation" in str(row)] == []


def test_a_name_does_not_leave_the_folder(tmp_path: Path) -> None:
    assert list_runs(tmp_path) == []
    with pytest.raises(NotFound):
        read_run(tmp_path, "../evals")
