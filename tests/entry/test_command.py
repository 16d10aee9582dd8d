"""The command at its edges: help stays light, errors are sentences, exits are the contract's."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "criterio", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        cwd=ROOT,
    )


def test_help_imports_no_heavy_library() -> None:
    heavy = ("torch", "chromadb", "llama_index", "numpy", "fastapi")
    code = f"import sys, criterio; criterio.build_app(); print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"


def test_without_a_corpus_it_says_what_to_run(tmp_path: Path) -> None:
    done = run("ask", "¿plazo?", "--json", CRITERIO_STATE_DIR=str(tmp_path))
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"]["code"] == "CORPUS_AUSENTE"
    assert "criterio ingest" in done.stderr


def test_a_taken_port_is_refused_with_a_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run("serve", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert "PUERTO_OCUPADO" in done.stderr


def test_every_setting_is_shown_with_its_variable_and_purpose() -> None:
    rows = json.loads(run("config", "show", "--json").stdout)["settings"]
    assert {"CRITERIO_STATE_DIR", "CRITERIO_CORPUS_DIR", "CRITERIO_EMBEDDING_MODEL"} <= {
        row["variable"] for row in rows
    }
    assert all(row["description"].endswith((".", ")")) for row in rows)


def test_no_secret_is_shown() -> None:
    assert "secreto-1234" not in run("config", "show", CRITERIO_MODEL_KEY="secreto-1234").stdout


@pytest.mark.laws
def test_a_batch_answers_line_by_line_and_goes_on_after_a_bad_one(laws_state: Path, tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text('{"id": "a", "question": "40-A"}\nesto no es json\n{"id": "c", "question": ""}\n')
    done = run("ask", "--batch", str(file), CRITERIO_STATE_DIR=str(laws_state))
    first, second, third = map(json.loads, done.stdout.splitlines())
    assert (first["id"], first["status"]) == ("a", "answered")
    assert second["error"]["code"] == "LINEA_INVALIDA"
    assert (third["id"], third["error"]["code"]) == ("c", "PREGUNTA_VACIA")


@pytest.mark.laws
def test_no_criterion_exits_one(laws_state: Path) -> None:
    done = run(
        "ask", "¿qué porcentaje de reducción da el Acuerdo 187/2003?", "--json", CRITERIO_STATE_DIR=str(laws_state)
    )
    assert done.returncode == 1
    assert json.loads(done.stdout)["consultation_offer"]["numeral"] == "MANUAL-DIR:7.3.1.2/18"
