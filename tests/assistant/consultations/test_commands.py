"""`criterio draft` as a person runs it, over the real laws."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

QUESTION = "¿Qué significan DC y SC en el RALE?"


@pytest.fixture(scope="module")
def environment(laws_state: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    database = tmp_path_factory.mktemp("draft") / "criterio.db"
    return {**os.environ, "CRITERIO_STATE_DIR": str(laws_state), "CRITERIO_DATABASE_URL": f"sqlite:///{database}"}


def _run(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "criterio", "draft", *words], env=environment, capture_output=True, text=True, timeout=90
    )


def test_new_edit_check_export(environment: dict[str, str], tmp_path: Path) -> None:
    made = _run(environment, "new", "--question", QUESTION, "--json")
    assert made.returncode == 0, made.stderr
    first = json.loads(made.stdout)
    assert (first["state"], first["version"], first["number"]) == ("borrador", 1, None)
    assert first["draft"]["questions"] == [QUESTION]
    identifier = str(first["id"])
    missing = _run(environment, "check", identifier, "--json")
    assert missing.returncode == 1
    assert "OPINION_SIN_FUNDAMENTO" in [item["code"] for item in json.loads(missing.stdout)]

    edited = _run(environment, "edit", identifier, "--set", "opinion=Lo dice el artículo 500 de la LSS.", "--json")
    assert "CITA_INEXISTENTE" in [item["code"] for item in json.loads(edited.stdout)["checks"]]
    late = _run(environment, "edit", identifier, "--version", "1", "--set", "opinion=Otra.", "--json")
    assert (late.returncode, json.loads(late.stdout)["error"]["code"]) == (1, "BORRADOR_MODIFICADO")
    wrong = _run(environment, "edit", identifier, "--set", "sección=x", "--json")
    assert (wrong.returncode, json.loads(wrong.stdout)["error"]["code"]) == (2, "BORRADOR_INVALIDO")

    pdf = tmp_path / "oficio.pdf"
    assert _run(environment, "export", identifier, str(pdf)).returncode == 0
    assert pdf.read_bytes().startswith(b"%PDF")
    refused = _run(environment, "sign", identifier)
    assert (refused.returncode, "PASO_NO_PERMITIDO" in refused.stderr) == (1, True)
