"""Chroma as a server of its own that goes away and comes back: a clear refusal, and recovery without hands."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from corpus import generations
from corpus.errors import Unavailable
from corpus.generations import Generation
from corpus.store import CorpusStore
from retriever import dense, nearest
from retriever.build import Editorial, build_index
from retriever.onnx_embedder import OnnxEmbedder
from retriever.search import Retriever

from .conftest import GLOSSARY, HEADINGS, write_corpus

ASKED = "recargos por no pagar a tiempo"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def built(state: Path, embedder: OnnxEmbedder, host: str) -> Generation:
    with generations.writing(state):
        fresh = generations.new(state)
        write_corpus(fresh.corpus_path)
        with CorpusStore.open(fresh.corpus_path) as store:
            editorial = Editorial(HEADINGS, GLOSSARY)
            index = build_index(fresh.path, store, embedder, editorial, state / "cache.sqlite", host)
        return generations.publish(state, fresh, {"index": index})


def test_few_entries_are_searched_while_the_server_is_away(generation: Generation, embedder: OnnxEmbedder) -> None:
    without = Retriever.open(generation, embedder, GLOSSARY, f"127.0.0.1:{free_port()}")
    assert without.search(ASKED).hits


@pytest.fixture
def always_the_graph(monkeypatch: pytest.MonkeyPatch) -> None:
    """As with a corpus above the limit."""
    monkeypatch.setattr(nearest.NeighbourFinder.__init__, "__defaults__", (None, 0))


@pytest.mark.usefixtures("always_the_graph")
def test_a_server_that_says_nothing_is_not_waited_for(
    generation: Generation, embedder: OnnxEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dense, "_WAIT_S", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        retriever = Retriever.open(generation, embedder, GLOSSARY, f"127.0.0.1:{mute.getsockname()[1]}")
        with pytest.raises(Unavailable) as refused:
            retriever.search(ASKED)
    assert refused.value.code == "CHROMA_NO_RESPONDE"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, Callable[[], None], Callable[[], None]]]:
    """Its address, and how to kill it and to start it again."""
    port, running = free_port(), []

    def start() -> None:
        command = [Path(sys.executable).with_name("chroma"), "run", "--path", tmp_path / "db", "--port", str(port)]
        running.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                httpx.get(f"http://127.0.0.1:{port}/api/v2/heartbeat", trust_env=False)
                return
            except httpx.TransportError:
                time.sleep(0.1)
        raise AssertionError("Chroma did not start")

    def kill() -> None:
        process = running.pop()
        process.kill()
        process.wait()

    start()
    yield f"127.0.0.1:{port}", kill, start
    if running:
        kill()


@pytest.mark.slow
@pytest.mark.usefixtures("always_the_graph")
def test_a_server_killed_and_back_needs_no_hands(
    server: tuple[str, Callable[[], None], Callable[[], None]], tmp_path: Path, embedder: OnnxEmbedder
) -> None:
    host, kill, start = server
    state = tmp_path / "state"
    first = built(state, embedder, host)
    retriever = Retriever.open(first, embedder, GLOSSARY, host)
    before = [hit.provision for hit in retriever.search(ASKED).hits]
    assert before

    kill()
    for _ in range(2):
        with pytest.raises(Unavailable) as refused:
            retriever.search(ASKED)
        assert refused.value.code == "CHROMA_NO_RESPONDE"
    with pytest.raises(Unavailable) as refused:
        built(state, embedder, host)
    assert refused.value.code == "CHROMA_NO_RESPONDE"
    assert generations.current(state).name == first.name, "a build without its server publishes nothing"

    start()
    assert [hit.provision for hit in retriever.search(ASKED).hits] == before


@pytest.mark.slow
def test_the_server_keeps_only_the_generations_that_exist(
    server: tuple[str, Callable[[], None], Callable[[], None]], tmp_path: Path, embedder: OnnxEmbedder
) -> None:
    host, _, _ = server
    for _ in range(4):
        built(tmp_path / "state", embedder, host)
    kept = {path.name for path in (tmp_path / "state" / "generations").iterdir()}
    named = {collection.name for collection in dense.open_client(tmp_path, host).list_collections()}
    newest = sorted(kept)[-1]
    assert {f"criterio-{newest}-present", f"criterio-{newest}-past"} <= named
    assert len(named) <= 2 * (len(kept) + 1)
