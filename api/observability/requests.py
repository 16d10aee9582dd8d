"""ASGI middleware around every request: its id, its line in the log, its metrics, its span."""

from __future__ import annotations

import logging
import re
import secrets
import time
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.observability.logs import request_id
from api.observability.metrics import Metrics
from api.observability.traces import span

_GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
_log = logging.getLogger("criterio.http")


class Observed:
    """`tracer` is OpenTelemetry's, or None when traces are off."""

    def __init__(self, app: ASGIApp, metrics: Metrics, tracer: Any = None) -> None:
        self._app = app
        self._metrics = metrics
        self._tracer = tracer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the request and write down what came of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        name = given if _GIVEN.fullmatch(given) else secrets.token_hex(8)
        token = request_id.set(name)
        scope.setdefault("state", {})["request"] = name
        started, status, first = time.perf_counter(), 500, 0.0

        async def watched(message: Message) -> None:
            nonlocal status, first
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = name
            elif not first and message.get("body"):
                first = time.perf_counter() - started
            await send(message)

        try:
            with self._metrics.running.track_inprogress(), self._span(scope, name):
                await self._app(scope, receive, watched)
        finally:
            self._write_down(scope, status, time.perf_counter() - started, first)
            request_id.reset(token)

    def _span(self, scope: Scope, name: str) -> AbstractContextManager[Any]:
        if self._tracer is None:
            return nullcontext()
        return span(self._tracer, "http", {"http.request.method": scope["method"], "criterio.request": name})

    def _write_down(self, scope: Scope, status: int, seconds: float, first: float) -> None:
        # The template, never the address: addresses carry questions and ids.
        route = getattr(scope.get("route"), "path", "") or "otra"
        method = scope["method"] if scope["method"] in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD") else "otro"
        self._metrics.requests.labels(method, route, str(status)).inc()
        self._metrics.seconds.labels(route).observe(seconds)
        if first:
            self._metrics.first_byte.labels(route).observe(first)
        facts = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1)}
        _log.info("solicitud", extra={"facts": facts})
