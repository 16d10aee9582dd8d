"""Limits of each request: how many per minute for each client, how large, how slowly it may arrive."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_FREE = ("/static/", "/healthz", "/readyz", "/metrics")
_ENTRIES_PER_MINUTE = 30
_ENTRIES = {("/entrar", "POST"), ("/entrar/institucional", "GET")}
_MOST_CLIENTS = 20_000
_ARRIVAL_S = 60.0


class Buckets:
    """Token buckets: `per_minute` requests on average and at once; the least recent client is forgotten first.

    In memory, so that each process counts by itself: with several, the real limit is as many times higher.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._size = float(per_minute)
        self._clock = clock
        self._clients: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait_s(self, client: str) -> float:
        """Take one; 0, or the seconds until there is one."""
        now = self._clock()
        left, since = self._clients.pop(client, (self._size, now))
        left = min(self._size, left + (now - since) * self._size / 60)
        wait = 0.0 if left >= 1 else (1 - left) * 60 / self._size
        self._clients[client] = (left if wait else left - 1, now)
        if len(self._clients) > _MOST_CLIENTS:
            self._clients.popitem(last=False)
        return wait


class Limits:
    """ASGI middleware: 429 with `Retry-After`, 413, 408, each with its sentence."""

    def __init__(self, app: ASGIApp, per_minute: int, most_bytes: int, arrival_s: float = _ARRIVAL_S) -> None:
        self._app = app
        self._all, self._entries = Buckets(per_minute), Buckets(_ENTRIES_PER_MINUTE)
        self._most_bytes = most_bytes
        self._arrival_s = arrival_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or refuse it."""
        if scope["type"] != "http" or scope["path"].startswith(_FREE):
            await self._app(scope, receive, send)
            return
        wait = self._wait(scope)
        if wait:
            response = _refusal(429, "DEMASIADAS_SOLICITUDES", "Hizo demasiadas solicitudes.", "Espere un momento.")
            response.headers["Retry-After"] = str(int(wait) + 1)
            await response(scope, receive, send)
            return
        await self._bounded(scope, receive, send)

    def _wait(self, scope: Scope) -> float:
        host = scope["client"][0] if scope.get("client") else ""
        if (scope["path"], scope["method"]) in _ENTRIES:
            return self._entries.wait_s(host)
        # By address, not by key: an invented key must not buy a fresh allowance.
        return self._all.wait_s(host)

    async def _bounded(self, scope: Scope, receive: Receive, send: Send) -> None:
        declared = Headers(scope=scope).get("content-length", "0")
        if not declared.isdigit() or int(declared) > self._most_bytes:
            await self._too_large()(scope, receive, send)
            return
        parts: list[bytes] = []
        size, more = 0, True
        try:
            async with asyncio.timeout(self._arrival_s):
                while more:
                    message = await receive()
                    if message["type"] != "http.request":
                        return
                    parts.append(message.get("body", b""))
                    size += len(parts[-1])
                    more = message.get("more_body", False)
                    if size > self._most_bytes:
                        await self._too_large()(scope, receive, send)
                        return
        except TimeoutError:
            slow = _refusal(408, "CUERPO_LENTO", "La solicitud tardó demasiado en llegar.", "Inténtelo de nuevo.")
            await slow(scope, receive, send)
            return
        await self._app(scope, _replay(b"".join(parts), receive), send)

    def _too_large(self) -> JSONResponse:
        limit = f"El límite es {self._most_bytes // 1_000_000} MB."
        return _refusal(413, "CUERPO_DEMASIADO_GRANDE", "Lo enviado es demasiado grande.", limit)


def _replay(body: bytes, receive: Receive) -> Receive:
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


def _refusal(status: int, code: str, message: str, hint: str) -> JSONResponse:
    return JSONResponse({"error": {"code": code, "message": message, "hint": hint}}, status_code=status)
