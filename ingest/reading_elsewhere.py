"""Documents read by the workers of a cluster; each worker still reads in a process with limits, as `workers` does."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from corpus.errors import BadInput
from executors.executor import Executor
from ingest.catalogue import Catalogue
from ingest.readers import ReadDocument
from ingest.workers import Limits, Outcome, Task, portable, read_files, unpack


@dataclass(frozen=True, slots=True)
class _Sent:
    """A file on its way: its bytes, because a worker does not see our disk."""

    name: str
    data: bytes
    expected: str | None


def read_elsewhere(
    executor: Executor,
    tasks: Sequence[Task],
    catalogue: Catalogue,
    limits: Limits,
    on_done: Callable[[Task], None],
) -> Iterator[tuple[Task, Outcome]]:
    """As `workers.read_files`, on another machine; outcomes come in the order of the tasks.

    Raises:
        Unavailable: the cluster does not respond, or runs another program (`executors.cluster`).
    """
    results = executor.map(partial(_read, catalogue, limits), map(_packed, tasks))
    for task, received in zip(tasks, results, strict=True):
        outcome = unpack(received)
        on_done(task)
        yield task, _placed(outcome, task.path) if isinstance(outcome, ReadDocument) else outcome


def _packed(task: Task) -> _Sent:
    try:
        return _Sent(task.path.name, task.path.read_bytes(), task.expected)
    except OSError as error:
        raise BadInput(
            "ARCHIVO_ILEGIBLE", f"No se puede leer «{task.path}».", "Revise que exista y que tenga permiso."
        ) from error


def _read(catalogue: Catalogue, limits: Limits, sent: _Sent) -> object:
    with tempfile.TemporaryDirectory(prefix="criterio-lectura-") as folder:
        path = Path(folder) / sent.name
        path.write_bytes(sent.data)
        ((_, outcome),) = read_files([Task(path, sent.expected)], catalogue, 1, limits, lambda _task: None)
        return portable(outcome)


def _placed(document: ReadDocument, path: Path) -> ReadDocument:
    """The document with the path of our file instead of the worker's copy."""
    return replace(document, path=path, attached=tuple(_placed(other, path) for other in document.attached))
