"""`criterio draft` as a person runs it, over the real laws."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from corpus.errors import CriterioError
from criterio import build_app

QUESTION = "¿Qué significan DC y SC en el RALE?"


@pytest.fixture(scope="module")
def environment(laws_state: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    database = tmp_path_factory.mktemp("draft") / "criterio.db"
    return {**os.environ, "CRITERIO_STATE_DIR": str(laws_state), "CRITERIO_DATABASE_URL": f"sqlite:///{database}"}


def _run(environment: dict[str, str], *words: str) -> Result:
    return CliRunner().invoke(build_app(), ["draft", *words], env=environment)


def _refusal(result: Result) -> str:
    assert isinstance(result.exception, CriterioError), result.output
    return result.exception.code


def _json(result: Result) -> Any:
    return json.loads(result.stdout)


def test_new_edit_check_export(environment: dict[str, str], tmp_path: Path) -> None:
    first = _json(_run(environment, "new", "--question", QUESTION, "--json"))
    assert (first["state"], first["version"], first["number"]) == ("borrador", 1, None)
    assert first["draft"]["questions"] == [QUESTION]
    identifier = str(first["id"])
    missing = _run(environment, "check", identifier, "--json")
    assert missing.exit_code == 1
    assert "OPINION_SIN_FUNDAMENTO" in [item["code"] for item in _json(missing)]

    edited = _run(environment, "edit", identifier, "--set", "opinion=Lo dice el artículo 500 de la LSS.", "--json")
    assert "CITA_INEXISTENTE" in [item["code"] for item in _json(edited)["checks"]]
    assert "+Lo dice el artículo 500" in _run(environment, "diff", identifier, "1", "2").stdout
    late = _run(environment, "edit", identifier, "--version", "1", "--set", "opinion=Otra.")
    assert _refusal(late) == "BORRADOR_MODIFICADO"
    assert _refusal(_run(environment, "edit", identifier, "--set", "sección=x")) == "BORRADOR_INVALIDO"
    assert _refusal(_run(environment, "edit", identifier, "--set", "sin valor")) == "CAMBIO_INVALIDO"

    pdf = tmp_path / "oficio.pdf"
    assert _run(environment, "export", identifier, str(pdf)).exit_code == 0
    assert pdf.read_bytes().startswith(b"%PDF")
    assert _refusal(_run(environment, "sign", identifier)) == "PASO_NO_PERMITIDO"
    assert _refusal(_run(environment, "show", "99999")) == "CONSULTA_DESCONOCIDA"


def test_annexes_hand_over_and_reminders(environment: dict[str, str], tmp_path: Path) -> None:
    identifier = str(_json(_run(environment, "new", "--question", QUESTION, "--json"))["id"])
    held = _json(_run(environment, "files", identifier, "--json"))
    assert [file["name"] for file in held] == ["respuesta.pdf"]
    assert _run(environment, "files", identifier, "--to", str(tmp_path)).exit_code == 0
    assert (tmp_path / f"{held[0]['id']}-respuesta.pdf").read_bytes().startswith(b"%PDF")
    assert "respuesta.pdf" not in _run(environment, "files", identifier, "--remove", str(held[0]["id"])).stdout
    assert _refusal(_run(environment, "files", identifier, "--remove", "999")) == "ADJUNTO_DESCONOCIDO"
    assert _refusal(_run(environment, "hand-over", identifier, "--to", "nadie")) == "COLEGA_NO_DISPONIBLE"

    _run(environment, "edit", identifier, "--set", "limit=2026-11-24")
    assert _refusal(_run(environment, "reminders", "--day", "mañana")) == "FECHA_INVALIDA"
    told = _json(_run(environment, "reminders", "--day", "2026-11-20", "--json"))
    assert [(str(item["consultation"]), item["kind"], item["day"]) for item in told] == [
        (identifier, "plazo por vencer", "2026-11-24")
    ]
    assert "No hay nada nuevo" in _run(environment, "reminders", "--day", "2026-11-20").stdout


def test_bad_files_and_skipped_states_are_refused(environment: dict[str, str], tmp_path: Path) -> None:
    identifier = str(_json(_run(environment, "new", "--question", QUESTION, "--json"))["id"])
    huge, broken = tmp_path / "enorme.pdf", tmp_path / "roto.pdf"
    with huge.open("wb") as stream:
        stream.write(b"%PDF-1.7")
        stream.truncate(200 * 1024 * 1024)
    broken.write_bytes(b"%PDF-1.7 roto")
    assert _refusal(_run(environment, "attach", identifier, str(huge))) == "ARCHIVO_GRANDE"
    assert _refusal(_run(environment, "attach", identifier, str(broken))) == "ARCHIVO_DANADO"
    assert _refusal(_run(environment, "attach", identifier, str(tmp_path / "no.pdf"))) == "ARCHIVO_ILEGIBLE"
    assert _refusal(_run(environment, "send", identifier)) == "PASO_FUERA_DE_ORDEN"
    assert _refusal(_run(environment, "submit", identifier)) == "BORRADOR_INCOMPLETO"
    assert _refusal(_run(environment, "attend", identifier)) == "PASO_NO_PERMITIDO"
    assert _refusal(_run(environment, "comment", identifier, "  ")) == "COMENTARIO_VACIO"
    assert _refusal(_run(environment, "new", "--conversation", "no-hay")) == "CONVERSACION_DESCONOCIDA"
    assert _refusal(_run(environment, "new", "--question", " ")) == "PREGUNTA_VACIA"
    assert len(_json(_run(environment, "files", identifier, "--json"))) == 1


def test_a_refusal_is_a_sentence_and_an_exit_code(environment: dict[str, str]) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "criterio", "draft", "show", "99999"], env=environment, capture_output=True, text=True
    )
    assert said.returncode == 1
    assert "CONSULTA_DESCONOCIDA" in said.stderr
    assert "Traceback" not in said.stderr
