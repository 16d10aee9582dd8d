"""Nothing leaves the machine: the answer is the same with every outgoing connection refused and watched."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SILENCED = {"CI", "GITHUB_ACTIONS", "TF_BUILD", "ORT_DISABLE_TELEMETRY", "ORT_RUNNING_UNIT_TESTS"}
"""Under these, ONNX Runtime would say nothing by itself: the test must not depend on them."""
GUARD = """
import socket, sys
def refuse(self, address, *rest):
    if self.family != socket.AF_UNIX and str(address[0]) not in ("127.0.0.1", "::1"):
        print("FUERA", address, file=sys.stderr)
        raise OSError("sin red")
    return real(self, address, *rest)
real = socket.socket.connect
socket.socket.connect = refuse
def unknown(host, *rest, **more):
    print("FUERA", host, file=sys.stderr)
    raise OSError("sin red")
socket.getaddrinfo = unknown
sys.argv = ["criterio", *sys.argv[1:]]
import criterio
criterio.main()
"""


@pytest.mark.laws
def test_asking_reaches_for_no_network_and_leaves_no_mark_outside_the_state(laws_state: Path, tmp_path: Path) -> None:
    """Libraries that report on their use keep what they send, and who sends it, under the home of the person."""
    home = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    reporting = {name: value for name, value in os.environ.items() if name not in SILENCED}
    done = subprocess.run(
        [sys.executable, "-c", GUARD, "ask", "¿en qué plazo se paga una cédula?", "--json"],
        env={**reporting, **home, "CRITERIO_STATE_DIR": str(laws_state)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "FUERA" not in done.stderr
    assert json.loads(done.stdout)["status"] == "answered"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.laws
def test_building_the_index_reaches_for_no_network(laws_state: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", GUARD, "index", "build"],
        env={**os.environ, "CRITERIO_STATE_DIR": str(laws_state)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "FUERA" not in done.stderr
