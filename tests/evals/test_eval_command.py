"""The command as a person runs it: killed in the middle and repeated, against a server, exported."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import httpx
import openpyxl
import pytest

from assistant.evaluations.run_files import CaseResult, RunSummary
from assistant.evaluations.tables import run_rows, written
from assistant.steps import Question
from corpus.errors import BadInput, Unavailable
from corpus.settings import Settings
from evals.answers.commands import export
from evals.answers.remote import Server
from evals.answers.session import evaluate


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "criterio", *words]


def environment(settings: Settings) -> dict[str, str]:
    return {**os.environ, "CRITERIO_STATE_DIR": str(settings.state_dir)}


def rows(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines() if path.is_file() else []


@pytest.mark.slow
def test_a_killed_run_continues_and_scores_nothing_twice(settings: Settings) -> None:
    words = command("eval", "run", "dev", "--limit", "25", "--name", "k", "--json")
    results = settings.state_dir / "evals" / "k" / "results.jsonl"
    first = subprocess.Popen(words, env=environment(settings), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    limit = time.monotonic() + 60
    while len(rows(results)) < 3 and time.monotonic() < limit and first.poll() is None:
        time.sleep(0.01)
    first.send_signal(signal.SIGKILL)
    first.wait()
    text = results.read_text("utf-8")
    kept = text[: text.rfind("\n") + 1]
    assert 3 <= kept.count("\n") < 25, "the kill came too late to prove anything"
    done = subprocess.run(words, env=environment(settings), capture_output=True, text=True, check=True)
    assert results.read_text("utf-8").startswith(kept)
    identifiers = [json.loads(row)["id"] for row in rows(results)]
    assert len(identifiers) == len(set(identifiers)) == 25
    assert json.loads(done.stdout)["cases"] + json.loads(done.stdout)["omitted"] == 25


@pytest.fixture
def server(settings: Settings) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = command("serve", "--port", str(port))
    running = subprocess.Popen(words, env=environment(settings), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            httpx.get(f"{url}/healthz")
            break
        except httpx.TransportError:
            time.sleep(0.1)
    yield url
    running.terminate()
    running.wait()


@pytest.mark.slow
def test_a_server_is_measured_and_what_it_cannot_be_asked_is_omitted(settings: Settings, server: str) -> None:
    words = command("eval", "run", "dev", "--limit", "12", "--url", server, "--json")
    done = subprocess.run(words, env=environment(settings), capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert found["manifest"]["program"] == server
    assert found["cases"] + found["omitted"] == 12
    if found["cases"]:
        assert found["metrics"]["quotes"]["mean"] == 1.0


def test_a_server_that_is_not_there_is_an_error_and_not_a_zero() -> None:
    nowhere = Server("http://127.0.0.1:9", "v")
    with pytest.raises(Unavailable, match="no dio una respuesta"):
        asyncio.run(nowhere.answer(Question(text="¿Qué dice el 40 A?", today=date(2026, 1, 1))))


def test_a_run_is_exported(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRITERIO_STATE_DIR", str(settings.state_dir))
    asyncio.run(evaluate(settings, "dev", limit=3, run_name="x"))
    for name in ("x.csv", "x.xlsx"):
        export("x", tmp_path / name)
    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.reader(file))
    sheet = list(openpyxl.load_workbook(tmp_path / "x.xlsx").active.values)
    assert len(table) == len(sheet) == 4
    assert [row[0] for row in table] == [row[0] for row in sheet] == ["caso", "A-ASOF-001", "A-ASOF-002", "A-ASOF-003"]
    with pytest.raises(BadInput, match=r"\.xlsx"):
        export("x", tmp_path / "x.pdf")


def test_a_text_that_begins_as_a_formula_is_inert_and_control_characters_break_nothing() -> None:
    summary = RunSummary(
        run="a", manifest={"sealed": False}, cases=1, omitted=0, metrics={}, kinds={}, abstention={}, ms={}
    )
    case = CaseResult(id="A-X-1", kind="k", expected="refused", question="=1", answer="a\x0bb")
    assert ",'=1," in written(run_rows(summary, [case]), ".csv").decode("utf-8-sig")
    sheet = openpyxl.load_workbook(io.BytesIO(written(run_rows(summary, [case]), ".xlsx"))).active
    assert [cell for cell in list(sheet.values)[1] if cell in ("'=1", "ab")] == ["'=1", "ab"]


def test_of_a_sealed_set_only_totals_are_exported() -> None:
    one = {"mean": 0.5, "low": 0.0, "high": 1.0, "count": 2}
    kinds = {"literal": {"correct": one}}
    summary = RunSummary(
        run="a",
        manifest={"sealed": True},
        cases=2,
        omitted=0,
        metrics={"correct": one},
        kinds=kinds,
        abstention={},
        ms={},
    )
    rows = list(run_rows(summary, [CaseResult(id="A-X-1", kind="literal", expected="answered")]))
    assert rows[1:] == [["correct", kind, 0.5, 0.0, 1.0, 2] for kind in ("todas", "literal")]
