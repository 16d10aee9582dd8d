"""Cases with credits or documents of their own are asked over them, and leave nothing behind."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.evaluations.cases import Case, CaseSet
from assistant.evaluations.fixtures import CaseDocument, CreditFixture
from corpus.errors import BadInput
from corpus.settings import Settings
from evals.answers import session
from evals.answers.cases import load_set
from evals.answers.runs import Run
from evals.fixtures.credits import credits_of, filled, seed
from evals.fixtures.documents import written

TODAY = date(2026, 11, 20)


def run_of(settings: Settings, monkeypatch: pytest.MonkeyPatch, wanted: tuple[str, ...]) -> Run:
    every = load_set("dev")
    chosen = tuple(case for case in every.cases if case.id in wanted)
    assert len(chosen) == len(wanted)
    few: CaseSet = replace(every, cases=chosen)
    monkeypatch.setattr(session, "find_set", lambda _name, _url: few)
    return asyncio.run(session.evaluate(settings, "dev", run_name="few"))


def test_credits_of_a_case_are_seen_by_who_may_and_by_nobody_else(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = settings.state_dir / "criterio.db"
    before = database.stat().st_mtime_ns if database.exists() else 0
    wanted = tuple(case.id for case in load_set("dev").cases if case.kind == "credit_status")
    results = {result.id: result for result in run_of(settings, monkeypatch, wanted).results}
    failed = {name for name, result in results.items() if (result.scores or {})["correct"] < 1}
    assert failed == {"A-CRED-010"}, "it tells the state of the credit and not whether it may be seized"
    assert "96,822.22" in results["A-CRED-003"].answer
    assert all("Comercial Ficticia" not in results[name].answer for name in ("A-CRED-004", "A-CRED-014"))
    assert results["A-CRED-012"].answer.count("Comercial Ficticia") == 5
    assert all(set(result.stages or {}) >= {"retrieve", "verify"} for result in results.values() if result.tools)
    assert (database.stat().st_mtime_ns if database.exists() else 0) == before, "the state's own database is not asked"


@pytest.mark.slow
def test_documents_of_a_case_are_in_its_corpus_and_in_no_other(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = {r.id: r for r in run_of(settings, monkeypatch, ("A-SUP-001", "A-SUP-006", "A-LIT-001")).results}
    assert any(one.startswith("CIRC-FICT-") for one in results["A-SUP-006"].cited)
    assert all((result.scores or {})["quotes"] == 1.0 for result in results.values())
    assert not any("FICT" in one for one in results["A-LIT-001"].cited)


def test_a_fixture_says_how_many_credits_and_how_they_stand() -> None:
    paid, three = CreditFixture(pagado=True), CreditFixture(creditos=3)
    assert credits_of(paid, TODAY)[0].balance == 0
    assert len({credit.employer.registro_patronal for credit in credits_of(three, TODAY)}) == 1
    assert len({c.employer.registro_patronal for c in credits_of(CreditFixture(mayores=5), TODAY)}) == 5
    assert credits_of(CreditFixture(absent="999999999"), TODAY) == []
    enforced = credits_of(CreditFixture(exigible=date(2022, 4, 1)), TODAY)[0]
    assert enforced.due == date(2022, 3, 31)
    assert (enforced.notified or TODAY) < enforced.due
    agreed = credits_of(CreditFixture(convenio=True, importe=Decimal("100.03")), TODAY)[0]
    assert agreed.balance == Decimal("80.02")


def test_names_of_the_case_become_those_of_its_credit() -> None:
    case = next(case for case in load_set("dev").cases if case.id == "A-ATT-004")
    found = filled(case)
    assert "260000001" in found.question
    assert "{{" not in "".join((found.question, *found.expect.never))
    amount = next(pattern for pattern in found.expect.never if "84" in pattern)
    assert re.search(amount, "debe 84,321.55 pesos")
    assert re.search(amount, "debe 84321.55 pesos")


def test_every_case_of_both_halves_can_be_set_up(tmp_path: Path) -> None:
    for case in (*load_set("dev").cases, *load_set("test").cases):
        if case.fixture is not None:
            assert "{{" not in filled(case).question, case.id
    one = next(case for case in load_set("dev").cases if case.fixture is not None)
    assert seed(one, tmp_path).endswith(f"{one.id}.db")


def test_a_person_or_a_fixture_that_does_not_exist_is_refused_with_its_field(tmp_path: Path) -> None:
    text = (
        "- id: A-X-001\n  kind: k\n  question: q\n  date: 2026-01-01\n"
        "  user: {roles: [supervision]}\n  expect: {status: answered}\n"
    )
    path = tmp_path / "answers-own-k.yaml"
    path.write_text(text)
    with pytest.raises(BadInput, match=r"línea 5, campo «user.roles.0»: debe ser una de estas palabras: consulta"):
        load_set("own", tmp_path)
    path.write_text(text.replace("user: {roles: [supervision]}", "fixture: {parcialidades: 3}"))
    with pytest.raises(BadInput, match=r"«fixture.parcialidades»: no es un campo de los casos"):
        load_set("own", tmp_path)


def test_a_document_is_written_as_an_office_writes_one() -> None:
    text = written(CaseDocument(id="CIRC-PRUEBA-1", text="La tasa es 0.98.", date=date(2025, 1, 15)))
    assert "Ciudad de México, a 15 de enero de 2025" in text
    assert "Circular FICT/CIRC/PRUEBA/1/2025" in text
    assert "DOCUMENTO FICTICIO" in text
    assert Case.model_fields["documents"].default == ()
