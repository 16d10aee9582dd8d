"""What the audit of dependencies says: an index without advisories is never taken for a clean bill."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
CLEAN = {"name": "a", "version": "1", "vulns": []}
SKIPPED = {"name": "b", "skip_reason": "Dependency not found on PyPI and could not be audited: b (1)"}
BAD = {"name": "c", "version": "1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2"], "aliases": []}]}


@pytest.mark.parametrize(
    ("rows", "status", "told"),
    [
        ([CLEAN], 0, "1 paquetes sin vulnerabilidades"),
        ([CLEAN, SKIPPED], 2, "No se revisaron 1 de 2"),
        ([CLEAN, SKIPPED, BAD], 1, "c 1: PYSEC-1 (2)"),
        ([], 2, "No hay paquetes"),
    ],
)
def test_only_a_whole_audit_without_findings_ends_well(
    tmp_path: Path, rows: list[dict[str, Any]], status: int, told: str
) -> None:
    found = tmp_path / "audit.json"
    found.write_text(json.dumps({"dependencies": rows}), encoding="utf-8")
    run = [sys.executable, "scripts/read_audit.py", str(found)]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, told in done.stdout) == (status, True), done.stdout + done.stderr


@pytest.mark.parametrize("lock", ["run", "dev", "audit", "uv"])
def test_every_package_of_a_lock_has_its_version_and_hash(lock: str) -> None:
    written = (ROOT / "requirements" / f"{lock}.lock").read_text(encoding="utf-8")
    packages = re.split(r"\n(?=\S)", written.strip())
    assert [package for package in packages if "==" not in package or "--hash=sha256:" not in package] == []
