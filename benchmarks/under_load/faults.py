"""What goes wrong while people work, and comes back: each fault is a loop that strikes until it is told to end."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.under_load.servers import Server

EVERY_SECONDS = 20.0
Strikes = Callable[[threading.Event], None]


def killed(servers: list[Server]) -> Strikes:
    """A process is killed every twenty seconds."""

    def strike(end: threading.Event) -> None:
        turn = 0
        while not end.wait(EVERY_SECONDS):
            servers[turn % len(servers)].kill()
            turn += 1

    return strike


def database_restarts(postgres: Any) -> Strikes:
    """PostgreSQL stops at once, without closing its connections, and is back three seconds later."""

    def strike(end: threading.Event) -> None:
        while not end.wait(EVERY_SECONDS):
            os.kill(postgres.get_pid(), signal.SIGQUIT)
            end.wait(3)
            postgres.ensure_postgres_running()

    return strike


def disk_fills(small: Path) -> Strikes:
    """The disk of the state has no byte left for ten seconds of each twenty."""

    def strike(end: threading.Event) -> None:
        filler = small / "filler"
        while not end.wait(EVERY_SECONDS / 2):
            try:
                with filler.open("wb", buffering=0) as file:
                    while shutil.disk_usage(small).free:
                        file.write(b"\0" * min(1 << 20, shutil.disk_usage(small).free))
            except OSError:
                pass  # full, which is what was wanted
            end.wait(EVERY_SECONDS / 2)
            filler.unlink()

    return strike


def silent_model() -> tuple[str, socket.socket]:
    """The address of a model server that takes every question and never answers; close it at the end."""
    listening = socket.create_server(("127.0.0.1", 0), backlog=512)
    return f"http://127.0.0.1:{listening.getsockname()[1]}/v1", listening


def clock_jumps(offset: Path) -> Strikes:
    """The clock goes two hours forward and comes back (`libfaketime` reads the offset from a file)."""
    offset.write_text("+0\n", encoding="ascii")

    def strike(end: threading.Event) -> None:
        jumped = False
        while not end.wait(EVERY_SECONDS / 2):
            jumped = not jumped
            offset.write_text("+7200\n" if jumped else "+0\n", encoding="ascii")
        offset.write_text("+0\n", encoding="ascii")

    return strike
