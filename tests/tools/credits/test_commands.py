"""The commands of credits as a person runs them, over a state directory of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office")
    done = _run(folder, "credits", "seed", "--employers", "40")
    assert done.returncode == 0, done.stderr
    assert "Datos ficticios: 40 patrones" in done.stdout
    return folder


def _run(state: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CRITERIO_STATE_DIR": str(state), "CRITERIO_DATABASE_URL": ""}
    command = [sys.executable, "-m", "criterio", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def _json(state: Path, *arguments: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(_run(state, *arguments, "--json").stdout)
    return told


def test_a_credit_of_mine_opens_and_leaves_an_event(state: Path) -> None:
    rows = _json(state, "credits", "portfolio", "mayores", "--user", "consulta.ejemplo")["rows"]
    number = rows[0]["number"]
    told = _json(state, "credit", number, "--user", "consulta.ejemplo")
    assert told["credits"][0]["number"] == number
    assert told["credits"][0]["fictitious"]
    text = _run(state, "credit", number, "--user", "consulta.ejemplo").stdout
    assert "Siguiente paso:" in text
    assert "catálogo no oficial" in text
    events = [json.loads(line) for line in _run(state, "audit", "export").stdout.splitlines()]
    assert ("consulta.ejemplo", "credit.look_up", number, "ok") in [
        (row["actor"], row["action"], row["subject"], row["result"]) for row in events
    ]


def test_who_owes_most_is_an_employer_with_its_credits(state: Path) -> None:
    owed = _json(state, "credits", "portfolio", "mayores", "--user", "consulta.ejemplo")["rows"]
    first = _json(state, "credits", "portfolio", "deudores", "--user", "consulta.ejemplo")["rows"][0]
    theirs = [row for row in owed if row["registro_patronal"] == first["registro_patronal"]]
    assert (len(theirs), sum(Decimal(row["balance"]) for row in theirs)) == (
        first["credits"],
        Decimal(first["balance"]),
    )
    text = _run(state, "credits", "portfolio", "deudores", "--user", "consulta.ejemplo").stdout
    assert f"{first['registro_patronal']} {first['credits']}  01/01  ${Decimal(first['balance']):,.2f}" in text
    events = [json.loads(line) for line in _run(state, "audit", "export").stdout.splitlines()]
    assert ("consulta.ejemplo", "portfolio.debtors") in [(row["actor"], row["action"]) for row in events]


def test_somebody_elses_credit_is_like_none(state: Path) -> None:
    national = _json(state, "credits", "portfolio", "mayores", "--user", "normativo.ejemplo")["rows"]
    outside = next(row["number"] for row in national if row["ooad"] != "01")
    told = [_run(state, "credit", number, "--user", "consulta.ejemplo") for number in (outside, "999999999")]
    assert [(row.returncode, row.stdout, row.stderr) for row in told] == [
        (1, "", told[1].stderr),
        (1, "", told[1].stderr),
    ]
    assert "CREDITO_NO_ENCONTRADO: El crédito no existe en su ámbito" in told[0].stderr


@pytest.mark.parametrize(
    ("user", "code"),
    [("", "NO_IDENTIFICADO"), ("evaluador.ejemplo", "SIN_PERMISO"), ("nadie", "USUARIO_DESCONOCIDO")],
)
def test_who_may_not_see_credits_is_told_so(state: Path, user: str, code: str) -> None:
    assert _json(state, "credit", "260000001", "--user", user)["error"]["code"] == code


def test_made_up_data_is_written_once(state: Path) -> None:
    again = _run(state, "credits", "seed", "--employers", "5")
    assert (again.returncode, "YA_HAY_CREDITOS" in again.stderr) == (1, True)


def test_a_list_that_does_not_exist_is_bad_input(state: Path) -> None:
    done = _run(state, "credits", "portfolio", "todo", "--user", "consulta.ejemplo")
    assert (done.returncode, "ARGUMENTOS_INVALIDOS" in done.stderr) == (2, True)


def test_a_listing_is_loaded_and_its_wrong_rows_told(state: Path, tmp_path: Path) -> None:
    fields = {
        "registro_patronal": "R", "number": "N", "period": "P", "document_kind": "T", "balance": "S", "issued": "A",
        "notified": "F", "incidencia": "I", "incidencia_since": "D",
    }  # fmt: skip
    mapping = {"format": "csv", "columns": fields, "fixed": {"ooad": "01", "subdelegacion": "01"}}
    (tmp_path / "map.yaml").write_text(json.dumps(mapping), encoding="utf-8")
    row = "Y6099999408,{},08/2025,02,100.00,01/10/2025,06/10/2025,02,06/10/2025\n"
    listing = ",".join(fields.values()) + "\n" + row.format("777") + row.format("malo")
    (tmp_path / "listing.csv").write_text(listing, encoding="utf-8")
    command = ["credits", "import", str(tmp_path / "listing.csv"), "--mapping", str(tmp_path / "map.yaml")]
    command += ["--errors", str(tmp_path / "errors.csv"), "--user", "supervisor.ejemplo"]
    done = _run(state, *command)
    assert (done.returncode, "1 nuevos" in done.stdout) == (1, True)
    assert "3,number,NUMERO_CREDITO_INVALIDO" in (tmp_path / "errors.csv").read_text(encoding="utf-8")
    assert _json(state, *command)["equal"] == 1
    told = _json(state, "credit", "000000777", "--user", "consulta.ejemplo")
    assert told["credits"][0]["balance"] == "100.00"
    assert not told["credits"][0]["fictitious"]
