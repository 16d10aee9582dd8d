"""Worked cases of law, to the cent: the published ones and the derivations made by hand."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from corpus.legal_values import LegalValues
from tools.batch import run_batch

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "vectors.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_worked_case_agrees_to_the_cent(case: dict, values: LegalValues) -> None:
    (outcome,) = run_batch([case], values)
    expected = case["expected"]
    if "error" in expected:
        assert outcome["error"] == expected["error"]
        assert outcome["message"].endswith(".")
    else:
        assert {key: outcome["result"].get(key) for key in expected} == expected


def test_batch_command_prints_one_document(tmp_path: Path) -> None:
    file = tmp_path / "cases.json"
    file.write_text(json.dumps({"vectors": [CASES[0], {"id": "x", "fn": "compute", "inputs": {"tipo": "COP"}}]}))
    done = subprocess.run(
        [sys.executable, "-m", "criterio", "surcharges", "--batch", str(file), "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    first, second = json.loads(done.stdout)
    assert first["result"]["total"] == CASES[0]["expected"]["total"]
    assert second["error"] == "MONTO_INVALIDO"


@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        ({"tipo": "COP", "monto": "10", "periodo_cop": "2026-13", "pago": "2026-03-01"}, "PERIODO_INVALIDO"),
        ({"tipo": "COP", "monto": "10", "periodo_cop": "2026-01", "pago": "2026-02-30"}, "FECHA_INVALIDA"),
        ({"tipo": "COP", "monto": 10.5, "periodo_cop": "2026-01", "pago": "2026-02-20"}, "MONTO_INVALIDO"),
        ({"tipo": "COP", "monto": "10.555", "periodo_cop": "2026-01", "pago": "2026-02-20"}, "MONTO_INVALIDO"),
        ({"tipo": "COP", "monto": "10", "pago": "2026-02-20"}, "VENCIMIENTO_AUSENTE"),
        ({"tipo": "COP", "monto": "10", "periodo_cop": "2026-01", "pago": "9999-12-31"}, "FECHA_INVALIDA"),
        ({"tipo": "RCV", "monto": "10", "bimestre": [2026, 7], "pago": "2026-02-20"}, "PERIODO_INVALIDO"),
        ({"tipo": "RCV", "monto": "10", "bimestre": [True, True], "pago": "2026-02-20"}, "PERIODO_INVALIDO"),
        ({"tipo": "RCV", "monto": "10", "periodo_cop": "2026-01", "pago": "2026-02-20"}, "PERIODO_INVALIDO"),
        ({"tipo": "COP", "monto": "10", "bimestre": [2026, 1], "pago": "2026-02-20"}, "PERIODO_INVALIDO"),
        (
            {
                "tipo": "MULTA",
                "monto": "1",
                "notificada": "2026-01-05",
                "pago": "2026-02-20",
                "es_plazo_de_pago": "false",
            },
            "ENTRADA_INVALIDA",
        ),
        (
            {
                "tipo": "COP",
                "monto": "1",
                "periodo_cop": "2026-01",
                "pago": "2026-03-20",
                "inpc_override": {"0000-01": "9"},
            },
            "INPC_INVALIDO",
        ),
        ({"tipo": "COP", "monto": "10", "vencimiento": "2005-01-17", "pago": "2005-01-20"}, "TASA_NO_DISPONIBLE"),
        (
            {"tipo": "COP", "monto": "10", "periodo_cop": "2026-01", "pago": "2026-03-20", "options": {"x": 1}},
            "OPCION_INVALIDA",
        ),
    ],
)
def test_bad_input_has_a_code_and_says_what_to_do(inputs: dict, code: str, values: LegalValues) -> None:
    (outcome,) = run_batch([{"id": 1, "fn": "compute", "inputs": inputs}], values)
    assert outcome["error"] == code
    assert outcome["hint"]


def test_a_count_beyond_reason_is_refused(values: LegalValues) -> None:
    inputs = {"credito": "20000.00", "diligencias": 10**30, "year": 2026}
    (outcome,) = run_batch([{"id": 1, "fn": "gastos_ejecucion", "inputs": inputs}], values)
    assert outcome["error"] == "NUMERO_INVALIDO"
