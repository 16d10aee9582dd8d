"""What an answer and the audit log say of an entry."""

from __future__ import annotations

import json

import httpx
from fastapi.testclient import TestClient
from sqlalchemy import text

from api.auth.access import Access


def bearer(client: TestClient, token: str) -> httpx.Response:
    return client.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})


def code_of(answer: httpx.Response) -> str:
    return str(answer.json()["error"]["code"])


def last_refusal(access: Access) -> str:
    """What the audit log says of the last entry."""
    with access.engine.connect() as connection:
        row = connection.execute(text("SELECT result, detail FROM audit_events ORDER BY number DESC LIMIT 1")).one()
    assert row[0] == "rechazado"
    return str(json.loads(row[1])["code"] if isinstance(row[1], str) else row[1]["code"])
