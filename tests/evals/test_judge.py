"""A model judges through a real server of ours, with every other address cut; away, it leaves no zero."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from assistant.evaluations.labelling import Judged
from corpus.errors import BadInput, Unavailable
from evals.answers.runs import Manifest, Result, Run
from evals.judging.commands import judge as judge_command
from evals.judging.judge import CaseJudged, Judge, context_precision, judge_run, totals

MANIFEST = Manifest("dev", "v1", False, "c1", "auto", "p1", "s1")


class _Handler(BaseHTTPRequestHandler):
    """Says YES where the information stands in the context; of an answer that holds «ruido», nothing readable."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        text = body["messages"][-1]["content"]
        self.server.asked.append(text)  # type: ignore[attr-defined]
        if "ruido" in text:
            said = "quizá"
        elif "[RESULT]" in text:
            said = "Trata el asunto. [RESULT] 1"
        elif "Información: " in text:
            said = "YES" if text.split("Información: ")[1].split("\n")[0] in text.split("Contexto: ")[1] else "NO"
        else:
            said = "YES" if "recargos" in text.split("Contexto: ")[1] else "NO"
        choice = {"index": 0, "message": {"role": "assistant", "content": said}, "finish_reason": "stop"}
        raw = json.dumps({"id": "x", "object": "chat.completion", "created": 0, "model": "j", "choices": [choice]})
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw.encode())))
        self.end_headers()
        self.wfile.write(raw.encode())

    def log_message(self, format: str, *args: Any) -> None:
        """Silence."""


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    running = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    running.asked = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield running
    running.shutdown()
    running.server_close()
    thread.join()


@pytest.fixture
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every connection elsewhere fails, and is written down."""
    tried: list[Any] = []
    connect, resolve = socket.socket.connect, socket.getaddrinfo

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1"):
            tried.append(address)
            raise OSError("cut")
        connect(self, address)

    def resolved(host: Any, *rest: Any, **named: Any) -> Any:
        if host not in (None, "127.0.0.1", "::1", "localhost"):
            tried.append(host)
            raise OSError("cut")
        return resolve(host, *rest, **named)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    return tried


def result(ident: str, told: str = "Se causan recargos") -> Result:
    quotes = [{"id": "LSS:40-A/p1", "quote": "Se causan recargos"}, {"id": "CFF:1/p1", "quote": "Las personas"}]
    sentences = [
        {"text": told, "citations": ["LSS:40-A"], "role": "rule"},
        {"text": "Se condonan siempre", "citations": ["CFF:1/p1"], "role": "rule"},
        {"text": "Por tanto:", "citations": [], "role": "connective"},
    ]
    parts = {"sentences": tuple(sentences), "quotes": tuple(quotes), "question": "¿Hay recargos?", "answer": told}
    return Result(ident, "literal", "answered", "answered", {"correct": 1.0}, 1.0, **parts)  # type: ignore[arg-type]


def put_run(state: Path, *results: Result) -> Path:
    folder = state / "evals" / "r"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps(asdict(MANIFEST)))
    (folder / "results.jsonl").write_text("".join(json.dumps(asdict(one)) + "\n" for one in results))
    return folder


def test_a_run_is_judged_once_and_only_our_server_is_asked(
    server: ThreadingHTTPServer,
    only_loopback: list[Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = put_run(tmp_path, result("A-LIT-001"), result("A-LIT-002", "ruido"))
    monkeypatch.setenv("CRITERIO_STATE_DIR", str(tmp_path))
    monkeypatch.setenv("CRITERIO_DATABASE_URL", f"sqlite:///{tmp_path / 'c.db'}")
    url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    judge_command("r", model="j/1", url=url, as_json=True)
    found = json.loads(capsys.readouterr().out)
    assert found["metrics"]["faithfulness"]["mean"] == 0.25  # 1 of 2, and 0 of the only one that could be read
    assert (found["metrics"]["answer_relevance"]["mean"], found["metrics"]["answer_relevance"]["count"]) == (0.5, 1)
    assert (found["metrics"]["context_precision"]["mean"], found["metrics"]["context_precision"]["count"]) == (1.0, 1)
    assert found["people"] == {"sentences": 0, "kappa": None}
    asked = len(server.asked)  # type: ignore[attr-defined]
    judge_command("r", model="j/1", url=url, as_json=True)
    assert len(server.asked) == asked  # type: ignore[attr-defined]
    assert only_loopback == []
    assert (folder / "judge-j_1.json").is_file()


def test_a_judge_that_is_away_leaves_the_measures_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = put_run(tmp_path, *(result(f"A-LIT-00{n}") for n in range(1, 5)))
    monkeypatch.setenv("CRITERIO_STATE_DIR", str(tmp_path))
    monkeypatch.setenv("CRITERIO_MODEL_TIMEOUT_S", "2")
    with pytest.raises(Unavailable, match="no contesta"):
        judge_command("r", model="j", url="http://127.0.0.1:9/v1")
    assert (folder / "judge-j.jsonl").read_text() == ""
    assert not (folder / "judge-j.json").exists()


def test_a_sealed_set_is_not_judged(tmp_path: Path) -> None:
    sealed = Run("r", Manifest("test", "v", True, "c", "auto", "p", "s"), ())
    with pytest.raises(BadInput, match="sellado"):
        asyncio.run(judge_run(sealed, object.__new__(Judge), tmp_path / "j.jsonl"))


def test_context_precision_by_hand() -> None:
    assert context_precision([True, False, True]) == pytest.approx((1 + 2 / 3) / 2)
    assert context_precision([False, False]) == 0.0
    assert context_precision([True, None]) is None
    assert context_precision([]) is None


def test_the_judge_is_compared_with_what_people_settled() -> None:
    people = ("ana", "beto")
    labels = [
        Judged(("A", 0), people, ("incorrecta", "incorrecta")),
        Judged(("A", 1), people, ("correcta", "correcta")),
        Judged(("A", 2), people, ("correcta", "parcial"), "incorrecta"),
        Judged(("A", 3), people, ("correcta", "parcial")),
        Judged(("B", 1), people, ("incorrecta", "incorrecta")),
        Judged(("B", 2), people, ("correcta", "correcta")),
    ]
    judged = [CaseJudged("A", {}, {1: True, 2: False, 3: True}), CaseJudged("B", {}, {1: True, 2: True})]
    found = totals(judged, labels, "j")
    # 3 of 4 agree; by chance 3/4 * 1/2 + 1/4 * 1/2 = 1/2, so kappa = (3/4 - 1/2) / (1 - 1/2)
    assert found["people"] == {"sentences": 4, "kappa": pytest.approx(0.5)}
    assert found["metrics"] == {}
