"""What must hold when the load is over: what was acknowledged is there, the audit chain is whole, memory is flat."""

from __future__ import annotations

import statistics

import httpx

from api.auth.access import Access
from benchmarks.under_load.people import Told
from benchmarks.under_load.servers import Server
from corpus.settings import Settings


def lost(told: Told, settings: Settings, server: Server) -> tuple[int, list[str]]:
    """How many events the audit chain holds (raises if it was altered), and acknowledged writes that are not there."""
    audit = Access(settings).audit
    events = audit.verify().count
    subjects = {row.subject for row in audit.rows()}
    missing = [
        f"consulta {number} en la bitácora" for _, number in told.consultations if f"consulta {number}" not in subjects
    ]
    with httpx.Client(base_url=server.url, timeout=60, trust_env=False) as client:
        for key, number in told.consultations:
            found = client.get(f"/api/v1/consultations/{number}", headers={"Authorization": f"Bearer {key}"})
            if found.status_code != 200:
                missing.append(f"consulta {number}: {found.status_code}")
        kept: dict[str, list[str]] = {}
        for key, conversation, question in told.exchanges:
            if conversation not in kept:
                found = client.get(f"/api/v1/conversations/{conversation}", headers={"Authorization": f"Bearer {key}"})
                kept[conversation] = [row["asked"] for row in found.json().get("exchanges", [])]
            if question not in kept[conversation]:
                missing.append(f"pregunta de la conversación {conversation}")
    return events, missing


def memory_of(server: Server) -> tuple[float, float]:
    """Megabytes resident: the median of the first quarter of the run, and of the last."""
    quarter = max(1, len(server.memory) // 4)
    sizes = [size for _, size in server.memory]
    return statistics.median(sizes[:quarter]), statistics.median(sizes[-quarter:])
