"""The tools over HTTP."""

from __future__ import annotations

from fastapi.testclient import TestClient

SURCHARGES = {"amount": "84321.55", "kind": "COP", "period": "2026-01", "paid": "2026-06-15"}


def test_every_tool_is_described_with_its_schema(client: TestClient) -> None:
    tools = {tool["name"]: tool for tool in client.get("/api/v1/tools").json()}
    assert "amount" in tools["surcharges"]["arguments"]["properties"]
    assert tools["multa_304b"]["basis"] == ["LSS:304-B"]
    assert {"buscar", "ver_precepto"} <= set(tools)


def test_a_call_gives_the_steps_and_the_total_as_strings(client: TestClient) -> None:
    result = client.post("/api/v1/tools/surcharges", json=SURCHARGES).json()
    assert isinstance(result["total"], str)
    assert {step["name"] for step in result["steps"]} >= {"Recargos"}


def test_a_bad_amount_is_a_422_with_a_code(client: TestClient) -> None:
    answer = client.post("/api/v1/tools/surcharges", json={**SURCHARGES, "amount": "mil pesos"})
    assert answer.status_code == 422
    assert answer.json()["error"]["code"]


def test_an_unknown_tool_is_a_404(client: TestClient) -> None:
    answer = client.post("/api/v1/tools/borrar_todo", json={})
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "HERRAMIENTA_DESCONOCIDA"
