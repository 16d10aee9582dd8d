"""The tools over HTTP: what there is, and a call."""

from __future__ import annotations

import asyncio
from datetime import datetime
from io import BytesIO
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Body, Response
from pydantic import BaseModel

from api.auth.dependencies import CallerDep
from api.services import Services, ServicesDep
from corpus.errors import BadInput
from tools.caller import Caller
from tools.render.spreadsheet import write_xlsx
from tools.result import CalculationResult

router = APIRouter(prefix="/api/v1/tools", tags=["herramientas"])
_MEXICO = ZoneInfo("America/Mexico_City")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Arguments = Annotated[
    dict[str, Any],
    Body(examples=[{"amount": "84321.55", "kind": "COP", "period": "2026-01", "paid": "2026-11-21"}]),
]


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
    arguments: Arguments,
) -> dict[str, Any]:
    """Run a tool. Amounts go in and out as decimal strings; the day of the request is Mexico's."""
    result = await _run(name, services, caller, arguments)
    return result.model_dump(mode="json")


@router.post(
    "/{name}/xlsx",
    response_class=Response,
    responses={200: {"content": {_XLSX: {}}, "description": "La hoja de cálculo, con fórmulas."}},
)
async def workbook(name: str, services: ServicesDep, caller: CallerDep, arguments: Arguments) -> Response:
    """Run a calculator and give its workbook, whose cells recalculate."""
    result = await _run(name, services, caller, arguments)
    if not isinstance(result, CalculationResult):
        raise BadInput("SIN_HOJA", f"«{name}» no es un cálculo: no tiene hoja.", "Los cálculos están en /api/v1/tools.")
    return await asyncio.to_thread(workbook_of, name, result)


def workbook_of(name: str, result: CalculationResult) -> Response:
    """The workbook of a calculation, to be saved."""
    content = BytesIO()
    write_xlsx(result, content)
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    return Response(content.getvalue(), media_type=_XLSX, headers=headers)


async def _run(name: str, services: Services, caller: Caller, arguments: dict[str, Any]) -> BaseModel:
    context = services.tool_context(datetime.now(_MEXICO).date(), caller)
    return await asyncio.to_thread(services.registry.call, name, arguments, context)
