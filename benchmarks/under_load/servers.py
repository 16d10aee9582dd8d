"""Real `criterio serve` processes on loopback, started again when they end, as systemd would; and their memory."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx


class Server:
    """One process at one port. `restarts` counts the times that it was started again."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self.restarts = 0
        self.memory: list[tuple[float, float]] = []
        self._environment = environment
        self._log = log.open("ab")
        self._ending = threading.Event()
        self._process = self._start()
        self._watch = threading.Thread(target=self._supervise, daemon=True)
        self._watch.start()

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "criterio", "serve", "--port", str(self.port)]
        return subprocess.Popen(command, env=self._environment, stdout=self._log, stderr=self._log)

    def _supervise(self) -> None:
        while not self._ending.wait(0.5):
            if self._process.poll() is not None:
                self.restarts += 1
                self._process = self._start()
            elif resident := _resident_mb(self._process.pid):
                self.memory.append((time.monotonic(), resident))

    def kill(self) -> None:
        """As the kernel does when memory ends: without a word."""
        self._process.send_signal(signal.SIGKILL)

    def wait_ready(self, seconds: float = 180) -> None:
        """Until it answers a question."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                body = {"question": "artículo 40 A de la LSS"}
                if httpx.post(f"{self.url}/api/v1/ask", json=body, timeout=60).status_code in (200, 401):
                    return
            except httpx.TransportError:
                time.sleep(0.5)
        raise SystemExit(f"El servidor no respondió en {seconds:.0f} s: vea {self._log.name}")

    def stop(self) -> None:
        """End it and its supervision."""
        self._ending.set()
        self._watch.join()
        self._process.terminate()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()


def _resident_mb(pid: int) -> float:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
