"""The commands as a person or a script runs them: sentences, one JSON document, exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook


def criterio(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "criterio", *arguments], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("arguments", "key", "value"),
    [
        ("surcharges --amount 84321.55 --period 2025-08 --paid 2026-03-20", "total", "96822.22"),
        ("surcharges --amount $84,321.55 --period 2025-08 --paid 2026-03-20", "total", "96822.22"),
        ("instalments --amount 100000 --months 12 --requested 2026-02-10", "parcialidad", "7297.90"),
        ("deferral --amount 100000 --requested 2026-02-10 --paid 2026-08-11", "recargos_prorroga", "11032.00"),
        ("fine --fraction IV --date 2026-01-31", "max", "8485.50"),
        ("fine --omitted 84321.55 --percent 40 --date 2026-03-01", "multa", "33728.62"),
        ("costs --amount 20000 --date 2026-03-01", "total", "630.00"),
        ("due-date --period 2026-03", "effective", "2026-04-20"),
        ("deadlines --term inconformidad --notified 2026-02-03", "ultimo_dia", "2026-02-25"),
        ("statement --amount 10000 --period 2026-01 --payment 2026-03-17=5000 --date 2026-03-18", "total", "5366.88"),
    ],
)
def test_a_command_prints_one_document(arguments: str, key: str, value: str) -> None:
    done = criterio(*arguments.split(), "--json")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["figures"][key] == value
    assert all(step["basis"] or step["name"] == "Publicación" for step in result["steps"])


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("surcharges --amount -1 --period 2026-01 --paid 2026-03-20", "MONTO_NEGATIVO"),
        ("surcharges --amount 10,50 --period 2026-01 --paid 2026-03-20", "MONTO_INVALIDO"),
        ("surcharges --amount 10 --period 2026-13 --paid 2026-03-20", "PERIODO_INVALIDO"),
        ("surcharges --amount 10 --period 2026-01 --paid 2026-02-30", "FECHA_INVALIDA"),
        ("surcharges --amount 10 --period 2026-01 --reading factor_rounding=x", "OPCION_INVALIDA"),
        ("instalments --amount 100 --months 49 --requested 2026-02-10", "PLAZO_EXCEDIDO"),
        ("instalments --amount 100 --months 12 --kind RCV --requested 2026-02-10", "RCV_SOLO_DIFERIDO"),
        ("deadlines --due 2020-03-17 --event ayer", "SUCESO_INVALIDO"),
        ("deadlines", "INICIO_AUSENTE"),
        ("statement --amount 10 --period 2026-01 --payment ayer", "FECHA_INVALIDA"),
    ],
)
def test_bad_input_is_a_code_a_sentence_and_exit_two(arguments: str, code: str) -> None:
    done = criterio(*arguments.split(), "--json")
    assert done.returncode == 2
    error = json.loads(done.stdout)["error"]
    assert error["code"] == code
    assert error["message"].endswith(".")
    assert code in done.stderr


def test_a_named_reading_changes_the_total() -> None:
    asked = "surcharges --amount 25000 --period 2024-12 --paid 2025-02-20 --reading anniversary=nominal --json"
    assert json.loads(criterio(*asked.split()).stdout)["total"] == "25807.06"


def test_the_workbook_is_written_beside_the_answer(tmp_path: Path) -> None:
    path = tmp_path / "calculo.xlsx"
    asked = "surcharges --amount 10 --period 2026-01 --paid 2026-03-20 --xlsx"
    done = criterio(*asked.split(), str(path))
    assert done.returncode == 0
    assert load_workbook(path).sheetnames == ["Cálculo", "Fuentes"]


def test_a_portfolio_goes_through(tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("tipo,monto,periodo_cop\nCOP,10000.00,2026-01\n", encoding="utf-8")
    done = criterio("surcharges", "--csv", str(source), "--out", str(target), "--paid", "2026-03-17")
    assert done.returncode == 0, done.stderr
    assert "10258.04" in target.read_text(encoding="utf-8")


def test_a_parameter_is_added_listed_and_no_longer_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    root = Path(__file__).parents[2]
    shutil.copytree(root / "corpus" / "parameters", tmp_path / "parameters")
    monkeypatch.setenv("CRITERIO_EDITORIAL_DIR", str(tmp_path))
    before = criterio("parameter", "missing", "--json")
    assert before.returncode == 1
    assert "2026-09" in json.loads(before.stdout)["inpc"]
    added = criterio(
        "parameter", "add", "inpc", "2026-09", "145.900", "--published", "2026-10-09", "--source", "DOF 09-10-2026"
    )
    assert added.returncode == 0, added.stderr
    assert "2026-09" not in json.loads(criterio("parameter", "missing", "--json").stdout)["inpc"]
    rows = json.loads(criterio("parameter", "list", "--json").stdout)["parameters"]
    assert next(row for row in rows if row["name"] == "inpc")["value"] == "145.900"


def test_a_closed_day_moves_the_due_day_and_is_added_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    root = Path(__file__).parents[2]
    for name in ("parameters", "tables"):
        shutil.copytree(root / "corpus" / name, tmp_path / name)
    monkeypatch.setenv("CRITERIO_EDITORIAL_DIR", str(tmp_path))
    close = ["parameter", "close-day", "2025-04-17", "--kind", "oficinas_cerradas", "--source", "Acuerdo de prueba"]
    assert criterio(*close).returncode == 0
    found = json.loads(criterio("due-date", "--period", "2025-03", "--json").stdout)
    assert found["figures"] == {"nominal": "2025-04-17", "effective": "2025-04-21", "surte_efectos": None}
    again = criterio(*close)
    assert (again.returncode, "DIA_REPETIDO" in again.stderr) == (2, True)
