"""The registry as an MCP server (Model Context Protocol, official SDK), over stdio or HTTP."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from corpus.errors import CriterioError
from tools.registry import Registry, Tool, ToolContext, may_use

if TYPE_CHECKING:
    from mcp.server import Server, ServerRequestContext
    from mcp.types import CallToolRequestParams, CallToolResult, ListToolsResult, PaginatedRequestParams
    from mcp.types import Tool as McpTool

INSTRUCTIONS = (
    "Criterio: normativa de cobranza del IMSS con citas literales y calculadoras. Todo importe es una cadena decimal "
    "en pesos. Un argumento que la persona no dijo no se inventa: se pregunta."
)


def build_server(registry: Registry, make_context: Callable[[], ToolContext]) -> Server[Any]:
    """A server of every tool that the caller may use. `make_context` is called for each request: the day changes."""
    from mcp.server import Server
    from mcp.types import ListToolsResult

    async def list_tools(_ctx: ServerRequestContext[Any], _params: PaginatedRequestParams | None) -> ListToolsResult:
        caller = make_context().caller
        return ListToolsResult(tools=[_described(tool) for tool in registry if may_use(caller, tool)])

    async def call_tool(_ctx: ServerRequestContext[Any], params: CallToolRequestParams) -> CallToolResult:
        return await asyncio.to_thread(_call, registry, make_context(), params.name, params.arguments or {})

    return Server("criterio", instructions=INSTRUCTIONS, on_list_tools=list_tools, on_call_tool=call_tool)


def _described(tool: Tool[Any]) -> McpTool:
    from mcp.types import Tool as McpTool
    from mcp.types import ToolAnnotations

    basis = f" Fundamento: {', '.join(tool.basis)}." if tool.basis else ""
    return McpTool(
        name=tool.name,
        description=tool.description + basis,
        input_schema=tool.arguments.model_json_schema(),
        annotations=ToolAnnotations(read_only_hint=True, open_world_hint=False),
    )


def _call(registry: Registry, context: ToolContext, name: str, arguments: dict[str, Any]) -> CallToolResult:
    """The result as JSON; an error of Criterio as its sentence, so that a model can correct its arguments."""
    from mcp.types import CallToolResult, TextContent

    try:
        told = registry.call(name, arguments, context).model_dump(mode="json")
    except CriterioError as error:
        told, failed = error.as_json(), True
    else:
        failed = False
    text = TextContent(type="text", text=json.dumps(told, ensure_ascii=False))
    return CallToolResult(content=[text], structured_content=told, is_error=failed)


async def serve_stdio(server: Server[Any]) -> None:
    """Serve one client over standard input and output until it closes."""
    from mcp.server.stdio import stdio_server

    async with stdio_server() as (reads, writes):
        await server.run(reads, writes, server.create_initialization_options())


def serve_http(server: Server[Any], host: str, port: int) -> None:
    """Serve `http://host:port/mcp` until interrupted."""
    import uvicorn

    uvicorn.run(server.streamable_http_app(host=host), host=host, port=port, log_level="warning")
