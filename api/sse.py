"""Server-Sent Events: the wire form of a turn's events."""

from __future__ import annotations

from assistant.events import Event

HEARTBEAT = ": latido\n\n"
"""A comment: keeps proxies from closing a quiet stream and tells the reader that the server lives."""
MEDIA_TYPE = "text/event-stream"
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def block(identifier: str, event: Event) -> str:
    """One event; `identifier` is what a reader sends back as Last-Event-ID."""
    return f"id: {identifier}\nevent: {event.kind}\ndata: {event.model_dump_json()}\n\n"
