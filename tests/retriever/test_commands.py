"""`criterio search` and `criterio index`, as a person runs them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from corpus import generations
from retriever.onnx_embedder import OnnxEmbedder
from retriever.search import Retriever

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def home(state: Path, models_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state directory of its own (commands publish new generations), with the models where the program looks."""
    copy = tmp_path_factory.mktemp("home") / "state"
    shutil.copytree(state, copy, ignore=shutil.ignore_patterns("models"))
    (copy / "models").symlink_to(models_dir.resolve())
    return copy


def criterio(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CRITERIO_STATE_DIR": str(home), "CRITERIO_EDITORIAL_DIR": str(home)}
    command = [sys.executable, "-c", "from criterio import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False)


def test_the_json_contract(home: Path) -> None:
    done = criterio(home, "search", "art 157 fracc II del código", "--json")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    first = document["hits"][0]
    assert {"instrument", "provision", "id", "label", "score", "quote", "page"} <= first.keys()
    assert (first["instrument"], first["provision"], first["id"]) == ("CFF", "157", "CFF:157/II")
    assert document["ms"] > 0


def test_a_batch_gives_a_line_a_line(home: Path, tmp_path: Path) -> None:
    batch = tmp_path / "preguntas.jsonl"
    asked = [{"id": 7, "question": "40-A"}, {"id": "x", "question": ""}, {"id": None, "question": "recargos"}]
    batch.write_text("\n".join(json.dumps(row) for row in asked), "utf-8")
    done = criterio(home, "search", "--batch", str(batch), "--k", "2")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["id"] for line in lines] == [7, "x", None]
    assert [len(line["hits"]) for line in lines] == [2, 0, 2]


def test_the_missing_article_is_said(home: Path) -> None:
    assert "No existe «artículo 40 Z de la LSS»" in criterio(home, "search", "artículo 40 Z de la LSS").stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["search"], "PREGUNTA_AUSENTE"),
        (["search", "recargos", "--as-of", "ayer"], "FECHA_INVALIDA"),
        (["search", "recargos", "--instrument", "ABC"], "ORDENAMIENTO_DESCONOCIDO"),
        (["search", "recargos", "--k", "0"], "K_INVALIDO"),
        (["search", "--batch", "/no/existe.jsonl"], "ARCHIVO_ILEGIBLE"),
    ],
)
def test_bad_input_exits_2_with_a_code(home: Path, arguments: list[str], code: str) -> None:
    done = criterio(home, *arguments)
    assert done.returncode == 2
    assert code in done.stderr


def test_with_no_corpus_it_says_what_to_run(tmp_path: Path) -> None:
    done = criterio(tmp_path, "search", "recargos", "--json")
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"]["code"] == "CORPUS_AUSENTE"
    assert "criterio ingest" in done.stderr


def test_check_and_rebuild_while_others_search(home: Path, embedder: OnnxEmbedder) -> None:
    """Readers keep the generation that they opened; whoever opens later gets the new one; no search fails."""
    assert criterio(home, "index", "check").returncode == 0
    before = generations.current(home)
    held = Retriever.open(before, embedder)
    stop, failures, names = threading.Event(), [], set()

    def read() -> None:
        while not stop.is_set():
            try:
                generation = generations.current(home)
                names.add(generation.name)
                opened = Retriever.open(generation, embedder)
                assert opened.search("40 A LSS").hits[0].provision == "LSS:40-A"
                opened.close()
                assert held.search("recargos por no enterar a tiempo").hits[0].provision == "LSS:40-A"
            except Exception as error:  # noqa: BLE001 - whatever it is, the test must name it
                failures.append(repr(error))
                return

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    done = criterio(home, "index", "build", "--force", "--json")
    time.sleep(0.5)
    stop.set()
    for reader in readers:
        reader.join()
    assert done.returncode == 0, done.stderr
    assert failures == []
    fresh = json.loads(done.stdout)["generation"]
    assert names == {before.name, fresh}
    assert held.search("prórroga").hits[0].provision == "LSS:40-C"
    held.close()


def test_what_did_not_change_is_not_built_again(home: Path) -> None:
    first = json.loads(criterio(home, "index", "build", "--json").stdout)
    again = json.loads(criterio(home, "index", "build", "--json").stdout)
    assert (again["unchanged"], again["generation"]) == (True, first["generation"])
    (generations.current(home).path / "retrieval" / "index.json").unlink()
    repaired = json.loads(criterio(home, "index", "build", "--json").stdout)
    assert (repaired["unchanged"], repaired["generation"]) == (False, generations.current(home).name)
