"""Calculators as forms: every result has an address that can be shared and says each step."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from api.auth.dependencies import CallerDep
from api.pages.views import page
from api.services import ServicesDep
from corpus.errors import CriterioError
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
    given = dict(zip(_FIELDS, (amount, kind, period, bimester, notified, due, paid), strict=True))
    today = datetime.now(_MEXICO).date()
    result: CalculationResult | None = None
    error: CriterioError | None = None
    if amount:
        arguments = {name: value for name, value in given.items() if value}
        arguments.setdefault("paid", today.isoformat())
        try:
            found = services.registry.call("surcharges", arguments, services.tool_context(today, caller))
            assert isinstance(found, CalculationResult)
            result = found
        except CriterioError as refused:
            error = refused
    status = 200 if error is None else 422
    return page(
        "calculators.html", status=status, section="calculos", given=given, today=today.isoformat(),
        result=result, error=error,
    )  # fmt: skip
