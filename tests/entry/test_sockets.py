"""Nothing leaves the machine, as the kernel sees it: every address that a day's work asks for, by native code too."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import LAWS, ROOT
from tests.entry.test_offline import SILENCED

pytestmark = [pytest.mark.slow, pytest.mark.laws]
_CALLS = "trace=connect,sendto,sendmsg,sendmmsg"
_ADDRESS = re.compile(r'sa_family=AF_INET6?,.*?(?:inet_addr\("|inet_pton\(AF_INET6, ")([^"]+)"')
# One line a command; they run in a shell that is watched with everything that it starts.
DAY = """
set -e
exec 2>>"$OUT/day.log"
PS4='$(date +%T) '
set -x
criterio() { "$PYTHON" -m criterio "$@"; }
criterio ingest corpus/manual "$FOLDER"
criterio index build
criterio search "plazo para pagar" --json
criterio ask "¿en qué plazo se pagan las cuotas?" --json
criterio surcharges --amount 84321.55 --period 2026-01 --paid 2026-03-20 --kind COP --json
criterio eval run dev --limit 3 --html "$OUT/report.html" || test $? = 1
criterio draft new --question "¿procede la dación en pago?" --json
criterio draft export 1 "$OUT/oficio.docx"
criterio draft export 1 "$OUT/oficio.pdf"
criterio draft reminders
criterio backup create "$OUT/copia.tar.gz"
criterio audit verify
"$PYTHON" tests/entry/serve_once.py
"""


def outside(trace: str) -> set[str]:
    """Addresses of other machines among those that were asked for."""
    return {address for address in _ADDRESS.findall(trace) if not address.startswith("127.") and address != "::1"}


def watched(command: list[str], trace: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    traced = ["strace", "-f", "--seccomp-bpf", "-e", _CALLS, "-o", str(trace), *command]
    kept = {name: value for name, value in os.environ.items() if name not in SILENCED}
    return subprocess.run(traced, cwd=ROOT, env={**kept, **environment}, capture_output=True, text=True, timeout=1500)


@pytest.fixture(autouse=True)
def _strace(tmp_path: Path) -> None:
    if shutil.which("strace") is None or watched(["true"], tmp_path / "t").returncode:
        pytest.skip("Sin strace, o sin permiso de observar procesos.")


def test_the_watch_sees_what_tries_to_leave(tmp_path: Path) -> None:
    """A watch that sees nothing would prove nothing."""
    attempt = "import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.sendto(b'x', ('192.0.2.7', 9))"
    watched([sys.executable, "-c", attempt], tmp_path / "trace")
    assert outside((tmp_path / "trace").read_text()) == {"192.0.2.7"}


def test_a_day_s_work_asks_for_no_other_machine(laws_state: Path, tmp_path: Path) -> None:
    state, folder = tmp_path / "state", tmp_path / "laws"
    state.mkdir()
    folder.mkdir()
    shutil.copytree(laws_state / "cache", state / "cache")
    shutil.copytree(laws_state / "models", state / "models")
    shutil.copy(LAWS / "lss.pdf", folder)
    done = watched(
        ["bash", "-c", DAY],
        tmp_path / "trace",
        PYTHON=sys.executable,
        FOLDER=str(folder),
        OUT=str(tmp_path),
        CRITERIO_STATE_DIR=str(state),
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    trace = (tmp_path / "trace").read_text(errors="replace")
    assert "127.0.0.1" in trace, "the server was asked on this machine"
    assert outside(trace) == set(), "a name server counts too: a name was looked up"
