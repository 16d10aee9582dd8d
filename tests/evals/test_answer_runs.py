"""A real run is kept, resumed and compared; what is sealed stays so."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from corpus.errors import BadInput, Conflict
from corpus.settings import Settings
from evals.answers.report import junit_of, page_of
from evals.answers.runs import Manifest, Result, Run, load_run
from evals.answers.session import evaluate
from evals.answers.summary import abstention, compare, sign_test, summarise

MANIFEST = Manifest("dev", "v1", False, "c1", "auto", "p1", "s1")


def result(number: int, correct: float, **changes: object) -> Result:
    plain = Result(f"A-LIT-{number:03}", "literal", "answered", "answered", {"correct": correct}, 1.0, answer="<b>")
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_an_interrupted_run_resumes_and_scores_nothing_twice(settings: Settings) -> None:
    asyncio.run(evaluate(settings, "dev", limit=2, run_name="mine"))
    path = settings.state_dir / "evals" / "mine" / "results.jsonl"
    kept = path.read_text("utf-8")
    path.write_text(kept + '{"id": "A-', "utf-8")
    run = asyncio.run(evaluate(settings, "dev", limit=3, run_name="mine"))
    assert path.read_text("utf-8").startswith(kept)
    assert [r.id for r in run.results] == ["A-ASOF-001", "A-ASOF-002", "A-ASOF-003"]
    assert all(r.scores and r.scores.get("quotes", 1.0) == 1.0 for r in run.results)


def test_a_run_of_something_else_is_not_continued(settings: Settings) -> None:
    asyncio.run(evaluate(settings, "dev", limit=1, run_name="mine"))
    with pytest.raises(Conflict, match="mine"):
        asyncio.run(evaluate(settings, "test", limit=1, run_name="mine"))


def test_a_sealed_set_leaves_no_text(settings: Settings) -> None:
    run = asyncio.run(evaluate(settings, "test", limit=2, run_name="sealed"))
    rows = [json.loads(line) for line in (settings.state_dir / "evals/sealed/results.jsonl").open()]
    assert [(row["question"], row["answer"], row["cited"]) for row in rows] == [("", "", [])] * 2
    assert run.results[0].id not in page_of(run)


def test_the_comparison_is_paired_and_shows_flips() -> None:
    first = Run("a", MANIFEST, tuple(result(n, 0.0) for n in range(6)))
    second = Run("b", MANIFEST, tuple(result(n, 1.0) for n in range(1, 7)))
    found = compare(first, second)
    row = found.differences["correct"]
    assert (row.delta.mean, row.delta.count, row.better, row.worse, row.p) == (1.0, 5, 5, 0, 0.0625)
    assert [flip.gained for flip in found.flips] == [True] * 5
    page = page_of(second, found)
    assert page.count("ganado") == 5
    assert "<b>" not in page
    assert "<svg" in page
    assert not re.search(r"""(src|href)=["'](?!#)""", page), "nothing is fetched"
    assert page == page_of(second, found), "the same data give the same page"


@pytest.mark.parametrize(
    ("wrong", "cause"),
    [
        ({"scores": {"correct": 0.0, "tool": 0.0, "retrieved": 0.0}}, "herramienta"),
        ({"scores": {"correct": 0.0, "tool": 1.0, "retrieved": 0.5}, "rejected": ("cita",)}, "búsqueda"),
        (
            {"scores": {"correct": 0.0, "retrieved": 1.0}, "rejected": ("cita",), "status": "no_criterion"},
            "verificador",
        ),
        ({"scores": {"correct": 0.0}, "status": "no_criterion"}, "abstención"),
        ({"scores": {"correct": 0.0}, "status": "refused"}, "comprensión"),
        ({"scores": {"correct": 0.0}}, "redacción"),
    ],
)
def test_the_cause_of_a_change_is_the_first_part_that_did_worse(wrong: dict[str, object], cause: str) -> None:
    right = result(1, 1.0, scores={"correct": 1.0, "tool": 1.0, "retrieved": 1.0})
    bad = result(1, 0.0, **wrong)
    for first, second in ((right, bad), (bad, right)):
        found = compare(Run("a", MANIFEST, (first,)), Run("b", MANIFEST, (second,)))
        assert [flip.cause for flip in found.flips] == [cause]
        assert found.kinds["literal"].delta.count == 1


@pytest.mark.parametrize("change", [{"set_version": "v2"}, {"scoring": "s2"}])
def test_other_versions_of_a_set_are_not_compared(change: dict[str, str]) -> None:
    other = replace(MANIFEST, **change)  # type: ignore[arg-type]
    with pytest.raises(BadInput, match="no comparten"):
        compare(Run("a", MANIFEST, (result(1, 1.0),)), Run("b", other, (result(1, 1.0),)))


def test_sign_test_against_values_known_by_hand() -> None:
    assert sign_test(0, 0) == 1.0
    assert sign_test(5, 0) == 0.0625
    assert sign_test(8, 2) == pytest.approx(0.109375)


def test_abstention_counts_what_was_said_and_what_was_owed() -> None:
    right = result(1, 1.0, status="no_criterion", expected="no_criterion", accepts=("no_criterion",))
    missed = result(2, 0.0, status="answered", expected="no_criterion", accepts=("no_criterion",))
    wrong = result(3, 0.0, status="no_criterion", expected="answered", accepts=("answered",))
    assert abstention([right, missed, wrong]) == {"precision": 0.5, "recall": 0.5}
    assert abstention([result(4, 1.0)]) == {"precision": None, "recall": None}


def test_junit_tells_failed_from_omitted() -> None:
    run = Run("a", MANIFEST, (result(1, 1.0), result(2, 0.0), result(3, 0.0, scores=None, omitted="necesita créditos")))
    suite = ET.fromstring(junit_of(run))
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("3", "1", "1")
    assert summarise(run)["omitted"] == 1


def test_a_damaged_line_is_named(tmp_path: Path) -> None:
    from dataclasses import asdict

    (tmp_path / "manifest.json").write_text(json.dumps(asdict(MANIFEST)))
    (tmp_path / "results.jsonl").write_text("{}\n")
    with pytest.raises(BadInput, match="línea 1"):
        load_run(tmp_path)


def test_a_run_of_an_older_program_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"set": "dev"}')
    with pytest.raises(BadInput, match="versión anterior"):
        load_run(tmp_path)


@pytest.mark.slow
def test_the_baseline_answers_the_same_cases_and_always(settings: Settings) -> None:
    theirs = asyncio.run(evaluate(settings, "dev", limit=4, run_name="base", baseline=True))
    assert theirs.manifest.program == "llamaindex"
    assert {result.status for result in theirs.results} == {"answered"}
    assert all(len(result.cited) == 2 and (result.scores or {})["quotes"] == 1.0 for result in theirs.results)
