"""Credits as tools of the registry: a look-up and the lists of the portfolio, for who may see them."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from corpus.errors import BadInput
from tools.caller import Role
from tools.credits.desk import CreditDesk
from tools.credits.models import Credit
from tools.credits.portfolio import Portfolio, PortfolioRequest, portfolio
from tools.credits.report import CreditReport, report
from tools.registry import Tool, ToolContext

READERS = frozenset({Role.CONSULTA, Role.REDACTOR, Role.SUPERVISOR, Role.NORMATIVO})


class CreditRequest(BaseModel):
    """By number, by registro patronal, or by period."""

    number: str | None = Field(None, description="Número de crédito, nueve dígitos")
    employer: str | None = Field(None, description="Registro patronal, once posiciones")
    period: str | None = Field(None, description="Periodo como 2026-01; solo o con el registro patronal")


class CreditStatus(BaseModel):
    """The credits found, largest balance first."""

    found: bool = True
    count: int
    credits: list[CreditReport]


def credit_tools(desk: CreditDesk) -> tuple[Tool[Any], ...]:
    """The tools over a desk."""

    def status(args: CreditRequest, context: ToolContext) -> CreditStatus:
        found = _found(args, context, desk)
        told = [report(c, context.today, context.values, context.calendar, desk.catalogues) for c in found]
        return CreditStatus(count=len(told), credits=told)

    def listed(args: PortfolioRequest, context: ToolContext) -> Portfolio:
        return portfolio(args, context.caller, context.today, desk.repository, desk.catalogues)

    return (
        Tool(
            "credit_status",
            "Estado de un crédito de su ámbito: oración, historia, importe al día, siguiente paso y prescripción.",
            CreditRequest,
            status,
            ("LSS:39-C", "CFF:145", "LSS:298"),
            READERS,
        ),
        Tool(
            "portfolio",
            "Lista de la cartera de su ámbito: sin notificar, vencidos, sin PAE, patrones que más deben, "
            "créditos mayores, garantías o traspasos.",
            PortfolioRequest,
            listed,
            ("MANUAL-JSAC:7.1.3/15",),
            READERS,
        ),
    )


def _found(args: CreditRequest, context: ToolContext, desk: CreditDesk) -> list[Credit]:
    if args.number is not None:
        return desk.repository.by_number(args.number, context.caller)
    if args.employer is not None:
        return desk.repository.by_employer(args.employer, context.caller, args.period)
    if args.period is not None:
        return desk.repository.by_period(args.period, context.caller)
    raise BadInput(
        "CREDITO_AUSENTE", "No se dijo qué crédito.", "Indique el número de crédito, el registro patronal o el periodo."
    )
