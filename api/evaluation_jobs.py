"""A set run from the page: `criterio eval run` as a process of its own, one at a time on this machine.

<state>/evals/running.json    set, run, number of cases and process of the run under way or of the last one
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from corpus.errors import Conflict
from corpus.settings import Settings

_FILE, _LOG = "running.json", "running.log"
_STARTED: list[subprocess.Popen[bytes]] = []
"""Kept so that a process that ended is collected."""


@dataclass(frozen=True, slots=True)
class Job:
    """A run: `total` cases are to be asked, `done` of them were; `failed` is what its process said last."""

    set: str
    run: str
    total: int
    process: int
    done: int = 0
    active: bool = False
    finished: bool = False
    failed: str = ""


def start(settings: Settings, name: str, version: str, total: int, now: datetime) -> Job:
    """Run a set. One that stopped half way goes on where it was, if neither the set nor the program changed.

    Raises:
        Conflict: EVALUACION_EN_CURSO.
    """
    folder = settings.state_dir / "evals"
    folder.mkdir(parents=True, exist_ok=True)
    with _only_one(folder):
        last = job(settings.state_dir)
        if last is not None and last.active:
            raise Conflict("EVALUACION_EN_CURSO", f"Se está corriendo «{last.set}».", "Espere a que termine.")
        run = f"{name}-{version}-{now:%Y%m%d-%H%M}"
        if last is not None and last.set == name and last.run.startswith(f"{name}-{version}-") and not last.finished:
            run = last.run
        with (folder / _LOG).open("wb") as log:
            started = _launch(settings, name, run, log)
        found = Job(name, run, total, started.pid)
        (folder / _FILE).write_text(json.dumps(asdict(found)), "utf-8")
    return found


def job(state_dir: Path) -> Job | None:
    """The run under way, or the last one that was begun from the page."""
    folder = state_dir / "evals"
    try:
        kept = Job(**json.loads((folder / _FILE).read_text("utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None
    path = folder / kept.run / "results.jsonl"
    done = path.read_bytes().count(b"\n") if path.is_file() else 0
    finished, active = (folder / kept.run / "summary.json").is_file(), _alive(kept.process, kept.run)
    failed = "" if finished or active else _last_line(folder / _LOG)
    return Job(kept.set, kept.run, kept.total, kept.process, done, active and not finished, finished, failed)


def _launch(settings: Settings, name: str, run: str, log: IO[bytes]) -> subprocess.Popen[bytes]:
    environment = os.environ | {
        "CRITERIO_STATE_DIR": str(settings.state_dir.resolve()),
        "CRITERIO_DATABASE_URL": settings.effective_database_url,
    }
    command = ["nice", "-n", "10", sys.executable, "-m", "criterio", "eval", "run", name, "--name", run]
    started = subprocess.Popen(command, env=environment, stdout=log, stderr=log)  # noqa: S603  (our own command)
    _STARTED[:] = [one for one in _STARTED if one.poll() is None]
    _STARTED.append(started)
    return started


@contextlib.contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    with (folder / "running.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _alive(process: int, run: str) -> bool:
    """Whether that process still runs that run: after a restart its number may be another program's."""
    for one in _STARTED:
        if one.pid == process:
            return one.poll() is None
    try:
        words = Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return run.encode() in words


def _last_line(path: Path) -> str:
    try:
        lines = path.read_text("utf-8", "replace").strip().splitlines()
    except FileNotFoundError:
        return "no dejó mensaje"
    return lines[-1][:500] if lines else "no dejó mensaje"
