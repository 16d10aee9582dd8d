"""The same results in the same order, whoever does the work; and refusals that say what to do."""

from __future__ import annotations

import importlib.util
import os
import socket
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from corpus.errors import Unavailable
from corpus.legal_values import LegalValues
from executors.choose import executor_from
from executors.cluster import Cluster
from executors.executor import Executor, Here
from executors.local import LocalProcesses
from tools import portfolio_csv
from tools.portfolio_csv import run_portfolio

PARAMETERS = Path(__file__).parents[2] / "corpus" / "parameters"


def square(number: int) -> tuple[int, int]:
    return number * number, os.getpid()


def die(number: int) -> int:
    if number == 3:
        os._exit(9)
    return number


def portfolio(path: Path, rows: int) -> Path:
    lines = ["credito,tipo,monto,periodo_cop,pago"]
    lines += [f"{n},COP,{1000 + n}.{n % 100:02d},2025-{n % 12 + 1:02d},2026-03-{n % 28 + 1:02d}" for n in range(rows)]
    lines.append("malo,COP,x,2025-01,2026-03-02")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def computed(source: Path, target: Path, executor: Executor) -> bytes:
    report = run_portfolio(source, target, LegalValues.load(PARAMETERS), executor=executor, paid=date(2026, 3, 2))
    assert report.errors == 1
    return target.read_bytes()


def test_processes_give_the_results_in_order_from_other_processes_and_draw_little_ahead() -> None:
    drawn: list[int] = []

    def items() -> Iterator[int]:
        for number in range(40):
            drawn.append(number)
            yield number

    results = LocalProcesses(2).map(square, items())
    first = next(results)
    assert len(drawn) <= 6, "the list is not read whole before the first result"
    found = [first, *results]
    assert [value for value, _ in found] == [number * number for number in range(40)]
    assert os.getpid() not in {pid for _, pid in found}


def test_one_piece_starts_no_process() -> None:
    assert list(LocalProcesses(2).map(square, [3])) == [(9, os.getpid())]
    assert list(LocalProcesses(2).map(square, [])) == []


def test_a_process_that_dies_is_told_and_not_waited_for() -> None:
    with pytest.raises(Unavailable) as refusal:
        list(LocalProcesses(2).map(die, range(6)))
    assert refusal.value.code == "PROCESO_TERMINADO"


def test_a_portfolio_is_the_same_file_in_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portfolio_csv, "_CHECKPOINT_ROWS", 50)
    source = portfolio(tmp_path / "in.csv", 230)
    assert computed(source, tmp_path / "a.csv", LocalProcesses(2)) == computed(source, tmp_path / "b.csv", Here())


def test_the_settings_choose(monkeypatch: pytest.MonkeyPatch) -> None:
    from corpus.settings import Settings

    assert isinstance(executor_from(Settings()), LocalProcesses)
    assert isinstance(executor_from(Settings(cluster="tcp://127.0.0.1:8786")), Cluster)


def test_a_cluster_that_is_not_there_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("executors.cluster._WAIT_SECONDS", 1)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(Unavailable) as refusal:
            list(Cluster(address).map(square, [1]))
    installed = importlib.util.find_spec("distributed") is not None
    assert refusal.value.code == ("CLUSTER_NO_RESPONDE" if installed else "CLUSTER_SIN_PROGRAMA")
    assert "CRITERIO_CLUSTER" in refusal.value.hint
