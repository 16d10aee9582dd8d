"""Several cases at once give the rows of one at a time; what a model said is not asked for again."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.answers import Answer, AnswerStatus
from assistant.evaluations.cases import Case
from assistant.fake_model.server import serve
from assistant.steps import Question
from corpus.errors import BadInput
from corpus.settings import Settings
from evals.answers.cases import load_set
from evals.answers.commands import Level
from evals.answers.commands import run as run_command
from evals.answers.runs import Answers, Manifest, Stage, execute
from evals.answers.session import evaluate
from evals.answers.summary import summarise

MANIFEST = Manifest("dev", "v1", False, "c1", "auto", "p1", "s1")


def rows(folder: Path) -> list[dict[str, Any]]:
    found = [json.loads(line) for line in (folder / "results.jsonl").read_text("utf-8").splitlines()]
    return [{**row, "ms": None, "stages": None} for row in found]


def test_four_workers_write_the_rows_of_one(settings: Settings) -> None:
    runs = {n: asyncio.run(evaluate(settings, "dev", limit=5, run_name=f"w{n}", workers=n)) for n in (1, 4)}
    folder = settings.state_dir / "evals"
    assert rows(folder / "w1") == rows(folder / "w4")
    assert summarise(runs[1])["metrics"] == summarise(runs[4])["metrics"]
    assert summarise(runs[1])["ms"]["p50"] > 0
    assert summarise(runs[4])["ms"] == {}, "what a turn takes beside others is no latency"


class Uneven:
    """The earlier a case, the longer it takes; case `breaks` fails. `most` is how many were under way at once."""

    def __init__(self, breaks: int = -1) -> None:
        self.breaks, self.asked, self.now, self.most = breaks, 0, 0, 0

    async def answer(self, question: Question) -> Answer:
        number, self.asked = self.asked, self.asked + 1
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0.05 / (number + 1))
        self.now -= 1
        if number == self.breaks:
            raise RuntimeError("cut")
        return Answer(status=AnswerStatus.ANSWERED, answer=question.text)


def staged(answers: Answers) -> Callable[[Case], Stage]:
    return lambda case: Stage(case, answers, lambda _root: None)


def test_rows_keep_the_order_and_a_failure_loses_none_before_it(tmp_path: Path) -> None:
    every = load_set("dev")
    cases = replace(every, cases=tuple(case for case in every.cases if not case.needs)[:12])
    broken, whole = Uneven(breaks=6), Uneven()
    with pytest.raises(RuntimeError, match="cut"):
        asyncio.run(execute(cases, staged(broken), MANIFEST, tmp_path / "r", workers=3))
    assert [row["id"] for row in rows(tmp_path / "r")] == [case.id for case in cases.cases[:6]]
    asyncio.run(execute(cases, staged(whole), MANIFEST, tmp_path / "r", workers=3))
    assert [row["id"] for row in rows(tmp_path / "r")] == [case.id for case in cases.cases]
    assert (whole.asked, whole.most) == (6, 3)


def test_a_repeated_run_asks_the_model_nothing_again(settings: Settings) -> None:
    with serve() as server:
        asked = settings.model_copy(
            update={"model_url": server.url, "model_name": "capaz", "composer": "selector"},
        )
        first = asyncio.run(evaluate(asked, "dev", limit=3, run_name="m1"))
        calls = len(server.received)
        second = asyncio.run(evaluate(asked, "dev", limit=3, run_name="m2", workers=2))
        assert 0 < calls == len(server.received)
    folder = settings.state_dir / "evals"
    assert rows(folder / "m1") == rows(folder / "m2")
    assert replace(first.manifest, program="") == replace(second.manifest, program="")
    assert (first.manifest.composer, first.manifest.model) == ("selector", "capaz")
    assert all((first.manifest.prompts, first.manifest.index, first.manifest.program))


def test_a_model_without_a_server_and_options_that_do_nothing_are_refused(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRITERIO_STATE_DIR", str(settings.state_dir))
    with pytest.raises(BadInput, match="servidor de modelo"):
        run_command("dev", model="x")
    with pytest.raises(BadInput, match="--url"):
        run_command("dev", url="http://127.0.0.1:9", composer=Level.EXTRACTIVE)
