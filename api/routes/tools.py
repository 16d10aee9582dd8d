"""The tools over HTTP: what there is, and a call."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Body
from pydantic import BaseModel

from api.auth.dependencies import CallerDep
from api.services import ServicesDep

router = APIRouter(prefix="/api/v1/tools", tags=["herramientas"])
_MEXICO = ZoneInfo("America/Mexico_City")


class ToolDescription(BaseModel):
    """What a tool does and takes; `arguments` is a JSON Schema."""

    name: str
    description: str
    basis: list[str]
    arguments: dict[str, Any]


@router.get("")
def tools(services: ServicesDep) -> list[ToolDescription]:
    """Every tool with the schema of its arguments."""
    return [
        ToolDescription(
            name=tool.name,
            description=tool.description,
            basis=list(tool.basis),
            arguments=tool.arguments.model_json_schema(),
        )
        for tool in services.registry
    ]


@router.post("/{name}")
async def call(
    name: str,
    services: ServicesDep,
    caller: CallerDep,
    arguments: Annotated[
        dict[str, Any],
        Body(examples=[{"amount": "84321.55", "kind": "COP", "period": "2026-01", "paid": "2026-11-21"}]),
    ],
) -> dict[str, Any]:
    """Run a tool. Amounts go in and out as decimal strings; the day of the request is Mexico's."""
    context = services.tool_context(datetime.now(_MEXICO).date(), caller)
    result = await asyncio.to_thread(services.registry.call, name, arguments, context)
    return result.model_dump(mode="json")
