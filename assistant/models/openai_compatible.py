"""Any server that speaks OpenAI's protocol (Ollama, vLLM, llama.cpp, a cloud), through LlamaIndex's OpenAILike."""

from __future__ import annotations

import asyncio
import ipaddress
import json
import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.models.model import ModelCut, ModelFailed, read_object
from assistant.models.rows import RowReader

if TYPE_CHECKING:
    from ssl import SSLContext

    from httpx import AsyncClient
    from llama_index.core.llms import ChatMessage
    from llama_index.llms.openai_like import OpenAILike

# At DEBUG this library writes whole requests into the log: questions hold personal data.
logging.getLogger("openai").setLevel(logging.WARNING)

OUTPUT_TOKENS = 700
RETRIES = 1


class OpenAICompatible:
    """One model of one server. `timeout_s` bounds a whole question, retries included."""

    def __init__(self, url: str, name: str, key: str = "", window: int = 8192, timeout_s: float = 30.0) -> None:
        self.name = name
        self.window = window
        self._url = url
        self._key = key
        self._timeout = timeout_s

    async def ask(self, instructions: str, data: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
        """See `Model.ask`."""
        from openai import OpenAIError

        try:
            async with self._connection() as connection, asyncio.timeout(self._timeout):
                client = self._client(connection)
                response = await client.achat(_messages(instructions, data), response_format=_form(schema))
        except TimeoutError as error:
            raise _late(ModelFailed) from error
        except (OpenAIError, OSError, ValueError) as error:
            raise _silent(ModelFailed) from error
        return read_object(response.message.content or "")

    async def rows(
        self, instructions: str, data: dict[str, Any], schema: dict[str, Any]
    ) -> AsyncGenerator[dict[str, Any], None]:
        """See `Model.rows`. It is asked again only while nothing of the reply has come."""
        from httpx import HTTPError
        from openai import OpenAIError

        reader, ended = RowReader(next(iter(schema["properties"]))), ""
        now = asyncio.get_running_loop().time
        deadline = now() + self._timeout
        try:
            # Closing the connection tells the server that nobody waits for the rest.
            async with self._connection() as connection:
                async with asyncio.timeout_at(deadline):
                    client = self._client(connection)
                    pieces = await client.astream_chat(_messages(instructions, data), response_format=_form(schema))
                async with aclosing(pieces):
                    while True:
                        # Only the wait is timed: around a `yield` it would interrupt whoever reads the rows, and
                        # what they take for a row is not the model's time.
                        async with asyncio.timeout_at(deadline):
                            piece = await anext(pieces, None)
                        if piece is None:
                            break
                        ended = _ended(piece.raw) or ended
                        for row in reader.feed(piece.delta or ""):
                            left = now()
                            yield row
                            deadline += now() - left
        except TimeoutError as error:
            raise _late(ModelCut if reader.begun else ModelFailed) from error
        except (OpenAIError, HTTPError, OSError, ValueError) as error:
            raise _silent(ModelCut if reader.begun else ModelFailed) from error
        if not reader.closed and ended in ("", "length"):
            raise _silent(ModelCut)
        reader.end()

    def _connection(self) -> AsyncClient:
        from openai import DefaultAsyncHttpxClient

        return DefaultAsyncHttpxClient(timeout=self._timeout, verify=_certificates())

    def _client(self, connection: AsyncClient) -> OpenAILike:
        # Imported here: the library takes a second to load and most installations never need it.
        from llama_index.llms.openai_like import OpenAILike

        return OpenAILike(
            model=self.name,
            api_base=self._url,
            api_key=self._key or "sin-clave",
            context_window=self.window,
            max_tokens=OUTPUT_TOKENS,
            temperature=0.0,
            timeout=self._timeout,
            max_retries=RETRIES,
            is_chat_model=True,
            is_function_calling_model=False,
            reuse_client=False,
            async_http_client=connection,
        )


@cache
def _certificates() -> SSLContext:
    """Those of the system, read once: to read them costs more than the rest of a request."""
    from httpx import create_ssl_context

    return create_ssl_context()


def _messages(instructions: str, data: dict[str, Any]) -> list[ChatMessage]:
    from llama_index.core.llms import ChatMessage, MessageRole

    return [
        ChatMessage(role=MessageRole.SYSTEM, content=instructions),
        ChatMessage(role=MessageRole.USER, content=json.dumps(data, ensure_ascii=False)),
    ]


def _form(schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "json_schema", "json_schema": {"name": "respuesta", "strict": True, "schema": schema}}


def _ended(piece: Any) -> str:
    """Why the server says that the reply ends with this piece; "" while it goes on."""
    return str(piece.choices[0].finish_reason or "") if piece.choices else ""


def _late(kind: type[ModelFailed]) -> ModelFailed:
    return kind("MODELO_TARDADO", "El modelo no contestó a tiempo.", "La respuesta va sin él.")


def _silent(kind: type[ModelFailed]) -> ModelFailed:
    return kind("MODELO_SIN_RESPUESTA", "El servidor del modelo no contestó.", "La respuesta va sin él.")


def is_local(url: str) -> bool:
    """Whether the server runs on this machine; what goes to any other carries no personal data."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
