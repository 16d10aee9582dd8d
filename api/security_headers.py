"""Headers of every response: nothing inline, nothing from outside, no markup from strings (Trusted Types)."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
CONTENT_SECURITY_POLICY = f"{_POLICY}; frame-ancestors 'self'"
_EMBEDDED = ("/embed", "/embed/pregunta")


class SecurityHeaders:
    """ASGI middleware; only the chat of `/embed` may be framed by the `embed_origins`, every other page by Criterio."""

    def __init__(self, app: ASGIApp, embed_origins: tuple[str, ...] = ()) -> None:
        self._app = app
        # Where a key identifies, pictures come by a request that carries it, and are shown from memory.
        own = CONTENT_SECURITY_POLICY.replace("img-src 'self'", "img-src 'self' blob:")
        self._embed_policy = " ".join((own, *embed_origins))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the headers when the response starts."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "same-origin"
                headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
                headers["Cross-Origin-Opener-Policy"] = "same-origin"
                embedded = scope["path"] in _EMBEDDED
                headers["Content-Security-Policy"] = self._embed_policy if embedded else CONTENT_SECURITY_POLICY
            await send(message)

        await self._app(scope, receive, with_headers)
