"""Any server that speaks OpenAI's protocol (Ollama, vLLM, llama.cpp, a cloud), through LlamaIndex's OpenAILike."""

from __future__ import annotations

import asyncio
import ipaddress
import json
import logging
from typing import Any
from urllib.parse import urlsplit

from assistant.models.model import ModelFailed, read_object

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
        # Imported here: the library takes a second to load and most installations never need it.
        from llama_index.core.llms import ChatMessage, MessageRole
        from llama_index.llms.openai_like import OpenAILike
        from openai import OpenAIError

        client = OpenAILike(
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
        )
        messages = [
            ChatMessage(role=MessageRole.SYSTEM, content=instructions),
            ChatMessage(role=MessageRole.USER, content=json.dumps(data, ensure_ascii=False)),
        ]
        wanted = {"type": "json_schema", "json_schema": {"name": "respuesta", "strict": True, "schema": schema}}
        try:
            async with asyncio.timeout(self._timeout):
                response = await client.achat(messages, response_format=wanted)
        except TimeoutError as error:
            raise ModelFailed("MODELO_TARDADO", "El modelo no contestó a tiempo.", "La respuesta va sin él.") from error
        except (OpenAIError, OSError, ValueError) as error:
            raise ModelFailed(
                "MODELO_SIN_RESPUESTA", "El servidor del modelo no contestó.", "La respuesta va sin él."
            ) from error
        return read_object(response.message.content or "")


def is_local(url: str) -> bool:
    """Whether the server runs on this machine; what goes to any other carries no personal data."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
