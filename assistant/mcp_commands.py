"""`criterio mcp`: the tools and the regulations for any MCP client."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

_MEXICO = ZoneInfo("America/Mexico_City")


def mcp(
    http: Annotated[
        bool, typer.Option("--http", help="Por HTTP en /mcp, en vez de entrada y salida estándar.")
    ] = False,
    port: Annotated[int, typer.Option(help="Puerto con --http; siempre en 127.0.0.1.")] = 8010,
    user: Annotated[str, typer.Option(help="Usuario con cuyos permisos se llaman las herramientas.")] = "",
) -> None:
    """Servidor MCP con las herramientas, la búsqueda y los preceptos."""
    from assistant.build import build_library, build_registry, load_values, load_working_days
    from assistant.callers import caller_named
    from corpus.settings import Settings
    from tools.mcp_server import build_server, serve_http, serve_stdio
    from tools.registry import ToolContext
    from tools.state_database import open_audit

    settings = Settings()
    values, calendar, caller = load_values(settings), load_working_days(settings), caller_named(user)
    registry = build_registry(build_library(settings), settings)
    audit = open_audit(settings)
    server = build_server(registry, lambda: ToolContext(datetime.now(_MEXICO).date(), values, calendar, caller, audit))
    if http:
        serve_http(server, "127.0.0.1", port)
    else:
        asyncio.run(serve_stdio(server))
