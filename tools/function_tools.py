"""The registry as LlamaIndex `FunctionTool`s, for an agent that calls functions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tools.registry import Registry, Tool, ToolContext, may_use

if TYPE_CHECKING:
    from llama_index.core.tools import FunctionTool


def function_tools(registry: Registry, context: ToolContext) -> list[FunctionTool]:
    """One `FunctionTool` per tool that the caller may use; each call is validated and audited by the registry."""
    return [_function_tool(registry, tool, context) for tool in registry if may_use(context.caller, tool)]


def _function_tool(registry: Registry, tool: Tool[Any], context: ToolContext) -> FunctionTool:
    # LlamaIndex takes a second and a half to import.
    from llama_index.core.tools import FunctionTool

    def run(**arguments: Any) -> dict[str, Any]:
        return registry.call(tool.name, arguments, context).model_dump(mode="json")

    return FunctionTool.from_defaults(fn=run, name=tool.name, description=tool.description, fn_schema=tool.arguments)
