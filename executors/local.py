"""Processes of this machine: the default."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from typing import TypeVar

from corpus.errors import Unavailable
from executors.executor import in_window

Item = TypeVar("Item")
Result = TypeVar("Result")


class LocalProcesses:
    """As many processes as asked for; none is started for a single piece."""

    def __init__(self, processes: int) -> None:
        self._processes = max(1, processes)

    def map(self, work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """See `Executor`.

        Raises:
            Unavailable: PROCESO_TERMINADO, the system killed a process (memory, mostly).
        """
        rest = iter(items)
        first = list(islice(rest, 2))
        if len(first) < 2 or self._processes == 1:
            yield from map(work, chain(first, rest))
            return
        # Spawned, not forked: the caller has threads (onnx, database drivers) that a fork would freeze.
        pool = ProcessPoolExecutor(self._processes, multiprocessing.get_context("spawn"))
        try:
            yield from in_window(chain(first, rest), 2 * self._processes, lambda item: pool.submit(work, item), _result)
        finally:
            pool.shutdown(cancel_futures=True)


def _result(future: Future[Result]) -> Result:
    try:
        return future.result()
    except BrokenProcessPool as error:
        raise Unavailable(
            "PROCESO_TERMINADO",
            "El sistema terminó un proceso de trabajo; quizá faltó memoria.",
            "Repita la orden: lo terminado no se vuelve a hacer.",
        ) from error
