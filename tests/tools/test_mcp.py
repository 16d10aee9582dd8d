"""The MCP server as a client sees it: the official client starts `criterio mcp`, lists the tools and calls them all."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters

ARGUMENTS: dict[str, dict[str, Any]] = {
    "surcharges": {"amount": "84321.55", "kind": "COP", "period": "2026-01", "paid": "2026-06-15"},
    "estado_de_cuenta": {
        "amount": "10000",
        "kind": "COP",
        "due": "2026-02-17",
        "paid": "2026-06-15",
        "payments": [{"day": "2026-03-10", "amount": "1000"}],
    },
    "due_date": {"period": "2026-01"},
    "instalments": {"employer": "100000", "count": 12, "requested": "2026-05-04"},
    "prorroga_40e": {"emission": "50000", "months": 6, "requested": "2026-05-04"},
    "convenio": {"instalments": [{"due": "2026-03-17"}, {"due": "2026-04-17", "paid": "2026-04-16"}]},
    "diferido": {"debt": "100000", "requested": "2026-03-02", "paid": "2026-08-31"},
    "multa_304b": {"fraction": "II", "day": "2026-03-02"},
    "multa_304": {"omitted": "10000", "percentage": "40", "day": "2026-03-02"},
    "gastos_ejecucion": {"credit": "50000", "acts": 2, "day": "2026-03-02"},
    "cheque": {"amount": "5000", "day": "2026-03-02"},
    "imputar_pago": {"payment": "900", "owed": {"gastos": "500", "recargos": "300", "principal": "5000"}},
    "round_peso": {"amount": "100.51"},
    "buzon": {"day": "2026-03-02"},
    "estrados": {"day": "2026-03-02"},
    "plazo": {"term": "pago_cedula", "notified": "2026-03-02"},
    "extincion": {"due": "2021-03-17"},
    "mora_rate": {"year": 2026},
    "valor_legal": {"name": "uma", "day": "2026-03-02"},
    "buscar": {"question": "¿desde cuándo se deben recargos?"},
    "ver_precepto": {"id": "LSS:40-A"},
}


def _server(state: Path, *options: str, database: str = "") -> StdioServerParameters:
    environment = _environment(state, database)
    return StdioServerParameters(command=sys.executable, args=["-m", "criterio", "mcp", *options], env=environment)


def _environment(state: Path, database: str) -> dict[str, str]:
    return {**os.environ, "CRITERIO_STATE_DIR": str(state), "CRITERIO_DATABASE_URL": database}


async def _call_all(state: Path) -> tuple[set[str], dict[str, Any]]:
    async with Client(_server(state)) as client:
        names = {tool.name for tool in (await client.list_tools()).tools}
        results = {name: await client.call_tool(name, arguments) for name, arguments in ARGUMENTS.items()}
        results["wrong"] = await client.call_tool(
            "surcharges", {"amount": "mil", "period": "2026-01", "paid": "2026-06-15"}
        )
        results["unknown"] = await client.call_tool("borrar_todo", {})
    return names, results


@pytest.fixture(scope="module")
def called(laws_state: Path) -> tuple[set[str], dict[str, Any]]:
    return asyncio.run(_call_all(laws_state))


def test_every_tool_is_called(called: tuple[set[str], dict[str, Any]]) -> None:
    names, results = called
    assert names == set(ARGUMENTS)
    failed = {name: results[name].content[0].text for name in names if results[name].is_error}
    assert not failed


def test_results_are_those_of_the_registry(called: tuple[set[str], dict[str, Any]]) -> None:
    results = called[1]
    assert results["surcharges"].structured_content["figures"]["total"] == "92535.97"
    assert "40 A" in [hit["provision"] for hit in results["buscar"].structured_content["hits"][:5]]
    assert "a partir de la fecha en que los créditos" in str(results["ver_precepto"].structured_content)


def test_an_error_is_a_sentence_with_its_code(called: tuple[set[str], dict[str, Any]]) -> None:
    results = called[1]
    assert results["wrong"].is_error
    assert results["wrong"].structured_content["error"]["code"]
    assert results["unknown"].structured_content["error"]["code"] == "HERRAMIENTA_DESCONOCIDA"


async def _call_credits(state: Path, user: str, database: str) -> tuple[set[str], dict[str, Any]]:
    options = ("--user", user) if user else ()
    async with Client(_server(state, *options, database=database)) as client:
        names = {tool.name for tool in (await client.list_tools()).tools}
        told = {
            "portfolio": await client.call_tool("portfolio", {"which": "mayores"}),
            "debtors": await client.call_tool("portfolio", {"which": "deudores"}),
            "mine": await client.call_tool("credit_status", {"number": "260000001"}),
            "none": await client.call_tool("credit_status", {"number": "999999999"}),
        }
    return names, {name: result.structured_content for name, result in told.items()}


def test_credits_are_for_the_user_that_the_server_runs_for(laws_state: Path, tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'credits.db'}"
    seed = [sys.executable, "-m", "criterio", "credits", "seed", "--employers", "12"]
    subprocess.run(seed, env=_environment(laws_state, database), check=True, capture_output=True)
    names, told = asyncio.run(_call_credits(laws_state, "consulta.ejemplo", database))
    assert {"credit_status", "portfolio"} <= names
    assert told["mine"]["credits"][0]["number"] == "260000001"
    assert {(row["ooad"], row["subdelegacion"]) for row in told["portfolio"]["rows"]} == {("01", "01")}
    assert sum(row["credits"] for row in told["debtors"]["rows"]) == len(told["portfolio"]["rows"])
    assert {(row["ooad"], row["subdelegacion"]) for row in told["debtors"]["rows"]} == {("01", "01")}
    assert told["none"]["error"]["code"] == "CREDITO_NO_ENCONTRADO"
    names, told = asyncio.run(_call_credits(laws_state, "", database))
    assert not {"credit_status", "portfolio"} & names
    assert {row["error"]["code"] for row in told.values()} == {"NO_IDENTIFICADO"}
