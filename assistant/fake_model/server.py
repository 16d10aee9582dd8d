"""The HTTP side of the fake models: `POST /v1/chat/completions`; the name of the model is its behaviour."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from assistant.fake_model.behaviours import WRITERS

SLOW_SECONDS = 20.0


@dataclass
class FakeModelServer:
    """A server at `url`; `received` are the bodies of the requests, oldest first."""

    url: str
    received: list[dict[str, Any]] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)


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
        state: FakeModelServer = self.server.state  # type: ignore[attr-defined]
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        state.received.append(body)
        writer = WRITERS.get(body["model"])
        if writer is None:
            self._send(404, {"error": {"message": "no such model", "type": "invalid_request_error"}})
            return
        if body["model"] == "lento":
            state.closing.wait(SLOW_SECONDS)
        schema = body["response_format"]["json_schema"]["schema"]
        text = writer(json.loads(body["messages"][-1]["content"]), next(iter(schema["properties"])))
        self._send(200, _completion(body["model"], text), cut=body["model"] == "cortado")

    def _send(self, status: int, content: dict[str, Any], *, cut: bool = False) -> None:
        raw = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        try:
            self.wfile.write(raw[: len(raw) // 2] if cut else raw)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # the client stopped waiting, as it should
        self.close_connection = self.close_connection or cut

    def log_message(self, format: str, *args: Any) -> None:
        """Silence: questions are not for the terminal."""


def _completion(model: str, text: str) -> dict[str, Any]:
    message = {"role": "assistant", "content": text}
    return {
        "id": "fake",
        "object": "chat.completion",
        "created": 0,
        "model": model,
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0},
    }
