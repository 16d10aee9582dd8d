"""The HTTP side of the fake models: `POST /v1/chat/completions`; the name of the model is its behaviour."""

from __future__ import annotations

import json
import select
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from assistant.fake_model.behaviours import WRITERS

SLOW_SECONDS = 20.0
_CUT_AT = {"cortado": 0.5, "a-medias": 0.8}
"""Part of the reply after which the connection is closed."""
_WAITING = ("pausado", "una-falsa")
_PIECE = 5
"""Characters of each piece of a streamed reply: fewer than a mark of personal data has."""


@dataclass
class FakeModelServer:
    """A server at `url`; `received` are the bodies of the requests, oldest first.

    A model that waits after each sentence goes on when `going` is set; `abandoned` is set when its reader leaves.
    """

    url: str
    received: list[dict[str, Any]] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)
    going: threading.Event = field(default_factory=threading.Event)
    abandoned: threading.Event = field(default_factory=threading.Event)


@contextmanager
def serve(port: int = 0) -> Iterator[FakeModelServer]:
    """Serve on the loopback until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", port), _Handler)
    server.daemon_threads = True
    state = FakeModelServer(f"http://127.0.0.1:{server.server_address[1]}/v1")
    server.state = state  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        state.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Answer as the named model would."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._state.received.append(body)
        model = body["model"]
        writer = WRITERS.get(model)
        if writer is None:
            self._refuse(404, "no such model")
            return
        if model == "ocupado" and [asked["model"] for asked in self._state.received].count(model) == 1:
            self._refuse(503, "busy")
            return
        if model == "lento":
            self._state.closing.wait(SLOW_SECONDS)
        schema = body["response_format"]["json_schema"]["schema"]
        text = writer(json.loads(body["messages"][-1]["content"]), next(iter(schema["properties"])))
        reason = "length" if model == "agotado" else "stop"
        pieces = [text[at : at + _PIECE] for at in range(0, len(text), _PIECE)] if body.get("stream") else []
        if pieces:
            written = [_chunk(model, piece) for piece in pieces] + [_chunk(model, "", reason), "data: [DONE]\n\n"]
        else:
            written = [_completion(model, text, reason)]
        waits = [place for place, piece in enumerate(pieces) if "}" in piece] if model in _WAITING else []
        self._send(200, "text/event-stream" if pieces else "application/json", written, _CUT_AT.get(model), waits)

    @property
    def _state(self) -> FakeModelServer:
        state: FakeModelServer = self.server.state  # type: ignore[attr-defined]
        return state

    def _refuse(self, status: int, reason: str) -> None:
        self._send(status, "application/json", [json.dumps({"error": {"message": reason}})])

    def _send(
        self, status: int, kind: str, written: list[str], cut_at: float | None = None, waits: Sequence[int] = ()
    ) -> None:
        raw = [text.encode() for text in written]
        left = round(sum(map(len, raw)) * (cut_at or 1))
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(sum(map(len, raw))))
        self.end_headers()
        try:
            for place, piece in enumerate(raw):
                self.wfile.write(piece[: max(left, 0)])
                left -= len(piece)
                if place in waits:
                    self._wait()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # the client stopped waiting, as it should
        self.close_connection = self.close_connection or cut_at is not None

    def _wait(self) -> None:
        """Until it is told to go on, or its reader leaves."""
        while not self._state.going.wait(0.02) and not self._state.closing.is_set():
            readable, _, _ = select.select([self.connection], [], [], 0)
            if readable and not self.connection.recv(1, socket.MSG_PEEK):
                self._state.abandoned.set()
                raise BrokenPipeError

    def log_message(self, format: str, *args: Any) -> None:
        """Silence: questions are not for the terminal."""


def _completion(model: str, text: str, reason: str) -> str:
    message = {"role": "assistant", "content": text}
    return json.dumps(
        {
            "id": "fake",
            "object": "chat.completion",
            "created": 0,
            "model": model,
            "choices": [{"index": 0, "message": message, "finish_reason": reason}],
            "usage": {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0},
        }
    )


def _chunk(model: str, piece: str, reason: str | None = None) -> str:
    choice = {"index": 0, "delta": {"role": "assistant", "content": piece}, "finish_reason": reason}
    content = {"id": "fake", "object": "chat.completion.chunk", "created": 0, "model": model, "choices": [choice]}
    return f"data: {json.dumps(content)}\n\n"
