"""People who ask, search, read, compute, converse and draft, each with pauses; what they were told is written down."""

from __future__ import annotations

import asyncio
import json
import random
import secrets
import time
from collections import Counter
from dataclasses import dataclass, field

import httpx

QUESTIONS = (
    "¿A partir de cuándo se cobran recargos si el patrón no paga las cuotas?",
    "¿Qué plazo hay para garantizar el interés fiscal?",
    "¿qué bienes no se pueden embargar?",
    "numeral 27 supervisión",
    "¿Cuándo prescribe un crédito fiscal?",
    "Calcula los recargos de $84,321.55 de COP de agosto de 2025 pagados el 20 de marzo de 2026",
    "¿Cuántos días dura la garantía de una obra pública en Marte?",
)
PROVISIONS = ("LSS:40-A", "CFF:21", "CFF:17-A", "LSS:304-B", "CFF:146")
MOST_SECONDS = 30.0


@dataclass
class Told:
    """What the people saw. `written` are the things that the server said it had kept."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)
    unclear: Counter[str] = field(default_factory=Counter)
    consultations: list[tuple[str, int]] = field(default_factory=list)
    exchanges: list[tuple[str, str, str]] = field(default_factory=list)

    def refused(self, kind: str, response: httpx.Response) -> None:
        """A refusal is clear when it has a code and a sentence."""
        try:
            error = response.json()["error"]
            self.errors[f"{kind} {response.status_code} {error['code']}"] += 1
            assert error["message"]
        except (ValueError, KeyError, TypeError, AssertionError):
            self.unclear[f"{kind} {response.status_code}: {response.text[:80]!r}"] += 1


class Person:
    """One person with their key, on the server that the proxy keeps them on."""

    def __init__(self, url: str, key: str, told: Told, pause: float, seed: int) -> None:
        self._client = httpx.AsyncClient(
            base_url=url, headers={"Authorization": f"Bearer {key}"}, timeout=MOST_SECONDS, trust_env=False
        )
        self._key, self._told, self._pause, self._random = key, told, pause, random.Random(seed)
        self._conversation = ""

    async def work(self, until: float) -> None:
        """Until the time comes: something, and a pause."""
        kinds = {"ask": 40, "search": 20, "provision": 20, "calculate": 10, "converse": 8, "draft": 2}
        async with self._client:
            await asyncio.sleep(self._random.uniform(0, self._pause))
            while time.monotonic() < until:
                kind = self._random.choices(list(kinds), list(kinds.values()))[0]
                try:
                    await getattr(self, f"_{kind}")()
                except httpx.ConnectError:
                    self._told.errors[f"{kind} sin conexión"] += 1
                except httpx.TimeoutException:
                    self._told.unclear[f"{kind} sin respuesta en {MOST_SECONDS:.0f} s"] += 1
                except httpx.TransportError:
                    self._told.errors[f"{kind} conexión cortada"] += 1
                await asyncio.sleep(self._random.uniform(0.4, 1.6) * self._pause)

    async def _ask(self) -> None:
        await self._stream("ask", "/api/v1/ask", {"question": self._random.choice(QUESTIONS), "stream": True})

    async def _search(self) -> None:
        await self._whole("search", "GET", "/api/v1/search", params={"q": self._random.choice(QUESTIONS)})

    async def _provision(self) -> None:
        await self._whole("provision", "GET", f"/api/v1/provisions/{self._random.choice(PROVISIONS)}")

    async def _calculate(self) -> None:
        body = {"amount": "84321.55", "period": "2025-08", "paid": "2026-03-20", "kind": "COP"}
        await self._whole("calculate", "POST", "/api/v1/tools/surcharges", json=body)

    async def _converse(self) -> None:
        if not self._conversation:
            made = await self._whole("new conversation", "POST", "/api/v1/conversations")
            if made is None:
                return
            self._conversation = made["id"]
        question = self._random.choice(QUESTIONS)
        body = {"question": question, "turn": secrets.token_hex(16), "conversation": self._conversation}
        done = await self._stream("converse", "/api/v1/chat", body)
        if done is not None and not any("no se guardó" in notice for notice in done["answer"]["notices"]):
            self._told.exchanges.append((self._key, self._conversation, question))

    async def _draft(self) -> None:
        body = {"question": self._random.choice(QUESTIONS[:5])}
        made = await self._whole("draft", "POST", "/api/v1/consultations", json=body)
        if made is not None:
            self._told.consultations.append((self._key, int(made["id"])))

    async def _whole(self, kind: str, method: str, path: str, **sent: object) -> dict[str, object] | None:
        began = time.monotonic()
        response = await self._client.request(method, path, **sent)  # type: ignore[arg-type]
        if response.is_success:
            self._well(kind, time.monotonic() - began)
            found: dict[str, object] = response.json()
            return found
        self._told.refused(kind, response)
        return None

    async def _stream(self, kind: str, path: str, body: dict[str, object]) -> dict[str, object] | None:
        """The last event of a stream, if it is an answer; a stream that ends otherwise is unclear."""
        began, first, event = time.monotonic(), 0.0, {}
        async with self._client.stream("POST", path, json=body) as response:
            if not response.is_success:
                await response.aread()
                self._told.refused(kind, response)
                return None
            async for line in response.aiter_lines():
                if line.startswith("data:"):
                    first = first or time.monotonic() - began
                    event = json.loads(line[5:])
        if event.get("kind") == "done":
            self._well(f"{kind}, first event", first)
            self._well(f"{kind}, whole", time.monotonic() - began)
            return event
        if event.get("kind") == "error" and event.get("message"):
            self._told.errors[f"{kind} {event['code']}"] += 1
        else:
            self._told.unclear[f"{kind} acabó sin final"] += 1
        return None

    def _well(self, kind: str, seconds: float) -> None:
        self._told.seconds.setdefault(kind, []).append(seconds)
