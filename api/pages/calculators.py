"""Calculators as forms: every result has an address that can be shared and says each step."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from api.auth.dependencies import CallerDep
from api.pages.calculator_forms import OFFERED, fields, given
from api.pages.views import page
from api.routes.tools import workbook_of
from api.services import Services, ServicesDep
from corpus.errors import CriterioError, NotFound
from tools.caller import Caller
from tools.registry import Tool
from tools.result import CalculationResult

router = APIRouter(prefix="/calculos", include_in_schema=False)
_MEXICO = ZoneInfo("America/Mexico_City")
_FIELDS = ("amount", "kind", "period", "bimester", "notified", "due", "paid")


@router.get("", response_class=HTMLResponse)
def surcharges(
    services: ServicesDep,
    caller: CallerDep,
    amount: Annotated[str, Query(alias="importe")] = "",
    kind: Annotated[str, Query(alias="tipo")] = "COP",
    period: Annotated[str, Query(alias="mes")] = "",
    bimester: Annotated[str, Query(alias="bimestre")] = "",
    notified: Annotated[str, Query(alias="notificada")] = "",
    due: Annotated[str, Query(alias="vencimiento")] = "",
    paid: Annotated[str, Query(alias="pago")] = "",
) -> HTMLResponse:
    """The form, and the result of what it asks."""
    typed = dict(zip(_FIELDS, (amount, kind, period, bimester, notified, due, paid), strict=True))
    today = datetime.now(_MEXICO).date()
    arguments = {name: value for name, value in typed.items() if value}
    arguments.setdefault("paid", today.isoformat())
    result, error = _run(services, caller, "surcharges", arguments) if amount else (None, None)
    return page(
        "calculators.html", status=200 if error is None else 422, section="calculos", given=typed,
        today=today.isoformat(), result=result, error=error, others=OFFERED,
        workbook=f"/calculos/surcharges/hoja.xlsx?{urlencode(arguments)}",
    )  # fmt: skip


@router.get("/{name}", response_class=HTMLResponse)
def one(name: str, request: Request, services: ServicesDep, caller: CallerDep) -> HTMLResponse:
    """A smaller calculator; its answer too has an address."""
    controls = fields(_offered(services, name))
    arguments = given(controls, request.query_params)
    result, error = _run(services, caller, name, arguments) if request.query_params else (None, None)
    return page(
        "calculator.html", status=200 if error is None else 422, section="calculos", name=name, title=OFFERED[name],
        fields=controls, given=defaultdict(str, arguments), result=result, error=error,
        workbook=f"/calculos/{name}/hoja.xlsx?{urlencode(arguments)}",
    )  # fmt: skip


@router.get("/{name}/hoja.xlsx")
def workbook(name: str, request: Request, services: ServicesDep, caller: CallerDep) -> Response:
    """The workbook of a result, computed again from its address."""
    tool = services.registry.get(name) if name == "surcharges" else _offered(services, name)
    wanted = {key: value for key, value in request.query_params.items() if key in tool.arguments.model_fields}
    result, error = _run(services, caller, name, wanted)
    if error is not None:
        raise error
    assert result is not None
    return workbook_of(name, result)


def _offered(services: Services, name: str) -> Tool[Any]:
    if name not in OFFERED:
        raise NotFound("CALCULO_DESCONOCIDO", f"No hay un cálculo «{name}».", "Los que hay están en /calculos.")
    return services.registry.get(name)


def _run(
    services: Services, caller: Caller, name: str, arguments: dict[str, str]
) -> tuple[CalculationResult, None] | tuple[None, CriterioError]:
    context = services.tool_context(datetime.now(_MEXICO).date(), caller)
    try:
        found = services.registry.call(name, arguments, context)
    except CriterioError as refused:
        return None, refused
    assert isinstance(found, CalculationResult)
    return found, None
