"""A real cluster of two nodes in processes of their own: the same file, the same corpus, and a node that dies."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from corpus.errors import Unavailable
from corpus.legal_values import LegalValues
from corpus.store import CorpusStore
from executors.cluster import Cluster
from executors.executor import Here
from ingest.catalogue import Catalogue
from ingest.pipeline import Options, collect, ingest
from tools import portfolio_csv
from tools.portfolio_csv import run_portfolio

distributed = pytest.importorskip("distributed", reason="el extra «cluster» no está instalado")
pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]


def _dask(*arguments: str, log: Path, **environment: str) -> subprocess.Popen[bytes]:
    with log.open("wb") as written:
        return subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_" + arguments[0], *arguments[1:]],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=written,
            stderr=written,
        )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def nodes(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    address = f"tcp://127.0.0.1:{_free_port()}"
    scheduler = _dask(
        "scheduler",
        "--host",
        "127.0.0.1",
        "--port",
        address.rsplit(":", 1)[1],
        "--no-dashboard",
        log=tmp_path / "s.log",
    )
    workers = [
        _dask(
            "worker", address, "--no-nanny", "--nthreads", "1", "--no-dashboard", "--local-directory",
            str(tmp_path / f"w{number}"), "--name", f"nodo{number}", log=tmp_path / f"w{number}.log",
        )
        for number in (1, 2)
    ]  # fmt: skip
    try:
        _wait(address, 2)
        yield address, workers
    finally:
        for process in [*workers, scheduler]:
            process.kill()
            process.wait()


def _wait(address: str, workers: int) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        with suppress(OSError, TimeoutError), distributed.Client(address, timeout=5, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=60)
            return
    pytest.fail("el clúster no arrancó")


def _portfolio(path: Path, rows: int) -> Path:
    lines = ["credito,tipo,monto,periodo_cop,pago"]
    lines += [f"{n},COP,{1000 + n}.{n % 100:02d},2025-{n % 12 + 1:02d},2026-03-{n % 28 + 1:02d}" for n in range(rows)]
    path.write_text("\n".join([*lines, "malo,COP,x,2025-01,2026-03-02"]) + "\n", encoding="utf-8")
    return path


def test_a_portfolio_is_the_same_file_and_a_node_that_dies_costs_nothing(
    nodes: tuple[str, list[subprocess.Popen[bytes]]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, workers = nodes
    monkeypatch.setattr(portfolio_csv, "_CHECKPOINT_ROWS", 500)
    values = LegalValues.load(ROOT / "corpus" / "parameters")
    source = _portfolio(tmp_path / "in.csv", 20_000)
    run_portfolio(source, tmp_path / "here.csv", values, executor=Here())
    killed = threading.Event()

    def kill_one(read: int) -> None:
        if read > source.stat().st_size // 3 and not killed.is_set():
            killed.set()
            workers[0].kill()

    report = run_portfolio(source, tmp_path / "there.csv", values, kill_one, executor=Cluster(address))
    assert killed.is_set()
    assert (report.computed, report.errors) == (20_001, 1)
    assert (tmp_path / "there.csv").read_bytes() == (tmp_path / "here.csv").read_bytes()


def test_documents_read_on_the_cluster_make_the_same_corpus(
    nodes: tuple[str, list[subprocess.Popen[bytes]]], tmp_path: Path
) -> None:
    address, _ = nodes
    files, _skipped = collect([ROOT / "corpus" / "manual"])
    broken = tmp_path / "roto.pdf"
    broken.write_bytes(b"%PDF-1.7 nada")
    catalogue = Catalogue.load(ROOT / "corpus")
    hashes, refused = [], []
    for name, executor in (("here", None), ("there", Cluster(address))):
        state = tmp_path / name
        options = Options(datetime(2026, 11, 21, tzinfo=UTC), executor=executor, keep_going=True)
        report = ingest(state, [*files, broken], catalogue, options, lambda *_: None)
        refused.append([(file, error.code) for file, error in report.errors])
        generation = state / "generations" / report.generation
        with CorpusStore.open(generation / "corpus.sqlite") as store:
            hashes.append([(root.id, root.text) for root in store.roots()])
        assert len(list((state / "sources").iterdir())) == len(files)
    assert hashes[0] == hashes[1]
    assert len(hashes[0]) > 50
    assert refused[0] == refused[1]
    assert refused[0]


def test_a_node_with_another_program_is_refused(tmp_path: Path) -> None:
    copy = tmp_path / "other"
    for package in ("corpus", "executors", "ingest", "retriever", "tools"):
        shutil.copytree(ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "tools" / "rates.yaml").write_text("otro: 1\n", encoding="utf-8")
    address = f"tcp://127.0.0.1:{_free_port()}"
    port = address.rsplit(":", 1)[1]
    scheduler = _dask("scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard", log=tmp_path / "s.log")
    python = os.pathsep.join(filter(None, (str(copy), os.environ.get("PYTHONPATH"))))
    worker = subprocess.Popen(
        [sys.executable, "-m", "distributed.cli.dask_worker", address, "--no-nanny", "--no-dashboard"],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": python},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(address, 1)
        with pytest.raises(Unavailable) as refusal:
            list(Cluster(address).map(abs, [1]))
    finally:
        for process in (worker, scheduler):
            process.kill()
            process.wait()
    assert refusal.value.code == "CLUSTER_DISTINTO"
