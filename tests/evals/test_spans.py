"""A benchmark of the LegalBench-RAG form is scored by characters, with our own index over its files."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import BadInput, NotFound
from corpus.settings import Settings
from evals.spans.benchmark import Span, precision_recall, read_benchmark, read_corpus
from evals.spans.commands import spans as spans_command
from evals.spans.indexing import PARAGRAPH, paragraphs_of

SAMPLE = Path(__file__).parent / "spans_sample"
TEXTS = {"a.txt": "Uno dos tres."}


def write(path: Path, file: str = "a.txt", span: object = (0, 3), **more: Any) -> Path:
    snippet = {"file_path": file, "span": span, **more}
    path.write_text(json.dumps({"tests": [{"query": "¿Uno?", "snippets": [snippet]}]}))
    return path


def test_precision_and_recall_by_hand() -> None:
    relevant = [Span("a", 0, 10), Span("b", 5, 15)]
    assert precision_recall([Span("a", 5, 25)], relevant) == (5 / 20, 5 / 20)
    assert precision_recall([Span("a", 0, 10), Span("a", 5, 10), Span("b", 5, 15)], relevant) == (1.0, 1.0)
    assert precision_recall([Span("c", 0, 10)], relevant) == (0.0, 0.0)
    assert precision_recall([], relevant) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"file": "b.txt"}, "tests.0.snippets.0.file_path"),
        ({"span": (3, 3)}, "tests.0.snippets.0.span"),
        ({"span": (0, 99)}, "tests.0.snippets.0.span"),
        ({"span": "0-3"}, "tests.0.snippets.0.span"),
        ({"answer": "dos"}, "tests.0.snippets.0.answer"),
    ],
)
def test_a_wrong_benchmark_names_the_field(tmp_path: Path, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as refusal:
        read_benchmark(write(tmp_path / "b.json", **changes), TEXTS)
    assert refusal.value.detail["field"] == field


def test_what_is_not_there_or_is_not_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no tiene archivos"):
        read_corpus(tmp_path)
    with pytest.raises(NotFound, match="No está el archivo"):
        read_benchmark(tmp_path / "nada.json", TEXTS)
    (tmp_path / "x.txt").write_bytes(b"\xff\xfe")
    with pytest.raises(BadInput, match="UTF-8"):
        read_corpus(tmp_path)


def test_offsets_are_of_the_file_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_bytes("Uno.\r\n\r\nÁrbol.".encode())
    assert read_corpus(tmp_path)["x.txt"].index("Árbol") == 8


def test_paragraphs_cover_every_word_and_none_is_too_long() -> None:
    text = "\n\n  Corto.\n\n" + "Una oración de prueba. " * 90 + "\n\n" + "x" * 1200 + "\n"
    found = list(paragraphs_of(text))
    assert "".join("".join(text[a:b].split()) for a, b in found) == "".join(text.split())
    assert all(0 < b - a <= PARAGRAPH for a, b in found)
    assert all(a[1] <= b[0] for a, b in pairwise(found))


def test_our_sample_is_scored_with_our_index(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CRITERIO_STATE_DIR", str(settings.state_dir))
    spans_command(SAMPLE / "benchmark.json", SAMPLE / "corpus", as_json=True)
    found = json.loads(capsys.readouterr().out)
    assert (found["queries"], found["files"]) == (4, 2)
    at = found["at"]
    assert 0.5 <= at["4"]["recall"]["mean"] <= at["64"]["recall"]["mean"] == 1.0
    assert at["64"]["precision"]["mean"] < at["1"]["precision"]["mean"]
