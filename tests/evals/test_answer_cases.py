"""A set that is wrong is refused with its file, line and field; ours are right."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from assistant.evaluations.cases import missing_provisions
from corpus import generations
from corpus.errors import BadInput, NotFound
from corpus.provisions import Status
from corpus.store import CorpusStore
from evals.answers.cases import DATASETS, load_set

CASE = """- id: A-LIT-001
  kind: literal
  question: "¿Cuándo se causan recargos?"
  date: 2026-02-18
  expect:
    status: answered
    cites_any: ["LSS:40-A"]
"""


def write(folder: Path, text: str) -> Path:
    (folder / "answers-mine-literal.yaml").write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize(
    ("text", "line", "field"),
    [
        (CASE.replace("status: answered", "status: contestada"), 6, "expect.status"),
        (CASE.replace("2026-02-18", "ayer"), 4, "date"),
        (CASE + '    says: ["bien", "(mal"]\n', 8, "expect.says"),
        (CASE + "    citas: []\n", 8, "expect.citas"),
        (CASE.replace('  question: "¿Cuándo se causan recargos?"\n', ""), 1, "question"),
        (CASE + "\n" + CASE, 9, "id"),
        (CASE + "  - : [\n", 8, "yaml"),
    ],
)
def test_a_malformed_set_names_file_line_and_field(tmp_path: Path, text: str, line: int, field: str) -> None:
    with pytest.raises(BadInput) as refusal:
        load_set("mine", write(tmp_path, text))
    assert refusal.value.detail == {"file": "answers-mine-literal.yaml", "line": line, "field": field}


def test_a_set_that_does_not_exist_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="nada"):
        load_set("nada", tmp_path)


def test_the_version_changes_with_the_text(tmp_path: Path) -> None:
    first = load_set("mine", write(tmp_path, CASE)).version
    assert load_set("mine", write(tmp_path, CASE.replace("recargos", "multas"))).version != first


def test_a_missing_provision_is_flagged(tmp_path: Path, laws_state: Path) -> None:
    cases = load_set("mine", write(tmp_path, CASE.replace("LSS:40-A", "LSS:999")))
    with CorpusStore.open(generations.current(laws_state).corpus_path) as store:
        problems = missing_provisions(cases, store)
    where = "answers-mine-literal.yaml:1, A-LIT-001, campo «expect.cites_any»"
    assert problems == [f"{where}: LSS:999 no está en el corpus."]


def test_what_was_reformed_after_the_case_or_repealed_is_flagged(tmp_path: Path, laws_state: Path) -> None:
    with CorpusStore.open(generations.current(laws_state).corpus_path) as store:
        reformed = store.get("CFF:141")
        assert reformed is not None
        assert reformed.valid_from is not None
        day = reformed.valid_from
        before = CASE.replace("LSS:40-A", "CFF:141").replace("2026-02-18", str(day - timedelta(days=1)))
        late = missing_provisions(load_set("mine", write(tmp_path, before)), store)
        same = missing_provisions(load_set("mine", write(tmp_path, CASE.replace("LSS:40-A", "CFF:141"))), store)
        gone = next(root.id for root in store.roots() if root.status is Status.DEROGADO)
        lost = missing_provisions(load_set("mine", write(tmp_path, CASE.replace("LSS:40-A", gone))), store)
    assert len(late) == 1
    assert f"CFF:141 se reformó el {day}" in late[0]
    assert same == []
    assert lost == [f"answers-mine-literal.yaml:1, A-LIT-001, campo «expect.cites_any»: {gone} está derogado."]


@pytest.mark.parametrize("name", ["dev", "test"])
def test_our_sets_expect_provisions_that_exist(name: str, laws_state: Path) -> None:
    cases = load_set(name)
    with CorpusStore.open(generations.current(laws_state).corpus_path) as store:
        assert missing_provisions(cases, store) == []
    assert len(cases.cases) > 200


def test_the_table_of_the_sets_says_what_there_is() -> None:
    table = (DATASETS / "README.md").read_text("utf-8")
    sets = [load_set(name).cases for name in ("dev", "test")]
    for kind in {case.kind for cases in sets for case in cases}:
        counts = [sum(case.kind == kind for case in cases) for cases in sets]
        assert f"| `{kind}` | {counts[0]} | {counts[1]} |" in table
    assert "ningún caso ha tenido todavía la segunda revisión" in table or all(c.reviewed_by for s in sets for c in s)
