"""Parsers run in processes of their own, with limits on time and memory, so that a hostile file harms nobody.

A worker that exceeds a limit, or dies, costs its file and nothing else: it is killed and another takes its place.
"""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from corpus.errors import BadInput, CriterioError
from ingest.catalogue import Catalogue
from ingest.readers import ReadDocument, read_file


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read, and the instrument that the caller says it is."""

    path: Path
    expected: str | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: seconds of wall clock and bytes of address space."""

    seconds: float = 120.0
    memory: int = 1 << 31


Outcome = ReadDocument | CriterioError


class _Worker:
    def __init__(self, catalogue: Catalogue, limits: Limits) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=_serve, args=(theirs, catalogue, limits.memory), daemon=True)
        self.process.start()
        theirs.close()
        self.task: Task | None = None
        self.deadline = 0.0

    def give(self, task: Task, seconds: float) -> None:
        self.task, self.deadline = task, time.monotonic() + seconds
        self.connection.send(task)

    def stop(self) -> None:
        self.connection.close()
        self.process.kill()
        self.process.join()


def _serve(connection: Connection, catalogue: Catalogue, memory: int) -> None:
    """The worker's loop: read a file, send the outcome, until the other side closes."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    while True:
        try:
            task: Task = connection.recv()
        except EOFError:
            return
        outcome: Outcome
        try:
            outcome = read_file(task.path, catalogue, task.expected)
        except CriterioError as error:
            outcome = error
        except MemoryError:
            outcome = _too_much(task.path, "memoria")
        connection.send(portable(outcome))


def portable(outcome: Outcome) -> object:
    """Errors travel as their parts: exceptions with extra arguments do not survive pickling."""
    if isinstance(outcome, CriterioError):
        return ("error", type(outcome), outcome.code, outcome.message, outcome.hint, outcome.detail)
    return outcome


def unpack(received: object) -> Outcome:
    """The outcome that `portable` packed."""
    if isinstance(received, tuple):
        _, kind, code, message, hint, detail = received
        error: CriterioError = kind(code, message, hint, **detail)
        return error
    assert isinstance(received, ReadDocument)
    return received


def _too_much(path: Path, what: str) -> BadInput:
    return BadInput(
        "ARCHIVO_EXCEDE_LIMITE",
        f"El archivo «{path.name}» excede el límite de {what} para leerlo.",
        "Revise el archivo; no parece un documento normal.",
        file=path.name,
    )


def read_files(
    tasks: Sequence[Task],
    catalogue: Catalogue,
    processes: int,
    limits: Limits,
    on_done: Callable[[Task], None],
) -> Iterator[tuple[Task, Outcome]]:
    """Read files in parallel; outcomes come as they finish. `on_done` is called once per file."""
    waiting = list(reversed(tasks))
    workers = [_Worker(catalogue, limits) for _ in range(min(processes, len(tasks)))]
    try:
        for worker in workers:
            worker.give(waiting.pop(), limits.seconds)
        while any(worker.task for worker in workers):
            for place, worker in enumerate(workers):
                outcome = _poll(worker)
                if outcome is None or worker.task is None:
                    continue
                task, worker.task = worker.task, None
                if not worker.process.is_alive():
                    worker.stop()
                    worker = workers[place] = _Worker(catalogue, limits)
                if waiting:
                    worker.give(waiting.pop(), limits.seconds)
                on_done(task)
                yield task, outcome
            busy = [worker.connection for worker in workers if worker.task]
            if busy:
                wait(busy, timeout=0.5)
    finally:
        for worker in workers:
            worker.stop()


def _poll(worker: _Worker) -> Outcome | None:
    """The outcome of a worker's task, if there is one by now: its answer, its death, or its time being up."""
    if worker.task is None:
        return None
    if worker.connection.poll():
        try:
            return unpack(worker.connection.recv())
        except (EOFError, ConnectionResetError):
            worker.process.join()
            return BadInput(
                "LECTURA_INTERRUMPIDA",
                f"La lectura de «{worker.task.path.name}» terminó de improviso.",
                "El archivo puede estar dañado o exceder los límites.",
                file=worker.task.path.name,
            )
    if time.monotonic() > worker.deadline:
        worker.process.kill()
        worker.process.join()
        return _too_much(worker.task.path, "tiempo")
    return None
