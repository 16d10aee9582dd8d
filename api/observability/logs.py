"""Logs as JSON lines with the id of the request; keys and tokens never reach them."""

from __future__ import annotations

import json
import logging
import re
import sys
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TextIO

request_id: ContextVar[str] = ContextVar("request_id", default="")
_SECRETS = re.compile(
    r"(crt_[\w-]{8,}|(?<=bearer )[^\s\"']+|(?<=basic )[A-Za-z0-9+/=]{8,}|eyJ[\w-]+\.[\w-]+\.[\w-]*"
    r"|(?<=criterio_sesion=)[^\s;\"']+|(?<=criterio_entrada=)[^\s;\"']+|(?<=criterio_visitante=)[^\s;\"']+"
    r"|(?<=password=)[^\s&\"']+|(?<=clave=)[^\s&\"']+|(?<=[?&]code=)[^\s&\"']+|(?<=[?&]state=)[^\s&\"']+"
    r"|(?<=code_verifier=)[^\s&\"']+|(?<=client_secret=)[^\s&\"']+|(?<=://)[^/\s:@]*:[^@\s/]+(?=@))",
    re.IGNORECASE,
)


def without_secrets(text: str) -> str:
    """The text with tokens, cookies, passwords and credentials of addresses replaced."""
    return _SECRETS.sub("[oculto]", text)


class JsonLines(logging.Formatter):
    """One JSON object per record: at, level, logger, request, message, and the fields given in `extra`."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": request_id.get(),
            "message": without_secrets(record.getMessage()),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            line["exception"] = without_secrets(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False, default=str)


def configure(level: str, stream: TextIO = sys.stderr) -> None:
    """Send every log of the process to `stream` as JSON lines; replaces what uvicorn would print."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # They write whole addresses, and addresses carry questions.
    for client in ("httpx", "httpx2"):
        logging.getLogger(client).setLevel("WARNING")
