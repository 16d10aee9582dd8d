"""What every test may share: the real laws where they are, and one corpus with its index, built once for the run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAWS = Path(os.environ.get("CRITERIO_CORPUS_DIR") or ROOT.parent / "shared" / "corpus" / "laws")


@pytest.fixture(scope="session")
def indexed_state() -> Path:
    """A state directory with the manuals and, where they are, the laws, indexed by the real command.

    It is kept under `var/test`, so that a second run costs under a second; the command's own lock lets only one of
    several test processes build it.
    """
    state = Path(os.environ.get("CRITERIO_TEST_STATE", ROOT / "var" / "test"))
    sources = [ROOT / "corpus" / "manual", *([LAWS] if LAWS.is_dir() else [])]
    subprocess.run(
        [sys.executable, "-m", "criterio", "ingest", *map(str, sources)],
        env={**os.environ, "CRITERIO_STATE_DIR": str(state)},
        check=True,
        capture_output=True,
        cwd=ROOT,
    )
    return state


@pytest.fixture(scope="session")
def laws_state(indexed_state: Path) -> Path:
    """The same, for tests that need the real laws; skipped where they are absent."""
    if not LAWS.is_dir():
        pytest.skip(f"Los PDF oficiales no están en {LAWS}: indique CRITERIO_CORPUS_DIR.")
    return indexed_state
