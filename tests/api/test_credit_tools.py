"""Tools with roles over HTTP: who does not say who they are is asked to; the rest of the tools stay open."""

from __future__ import annotations

from typing import Any

import pytest


def test_the_tools_of_credits_are_described(client: Any) -> None:
    told = {row["name"]: row for row in client.get("/api/v1/tools").json()}
    assert "number" in told["credit_status"]["arguments"]["properties"]
    assert "MANUAL-JSAC:7.1.3/15" in told["portfolio"]["basis"]


@pytest.mark.parametrize(
    ("name", "arguments"),
    [("credit_status", {"number": "260000001"}), ("portfolio", {"which": "deudores"}), ("credit_status", {"x": "%"})],
)
def test_nobody_in_particular_sees_no_credit(client: Any, name: str, arguments: dict[str, str]) -> None:
    answer = client.post(f"/api/v1/tools/{name}", json=arguments)
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "NO_IDENTIFICADO")
