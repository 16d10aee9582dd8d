"""What people thought of the answers, for evaluators: matter for test cases."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter
from pydantic import BaseModel

from api.auth.dependencies import IdentifiedCaller
from api.services import ServicesDep

router = APIRouter(prefix="/api/v1/evaluations", tags=["evaluación"])


class OpinionCase(BaseModel):
    """An opinion with its question and what came before; who asked is left out.

    `number` names it to `criterio eval from-feedback`.
    """

    number: int
    day: date
    reason: str
    comment: str
    question: str
    before: list[str]
    status: str
    citations: list[str]
    corpus_version: str


@router.get("/opinions")
def opinions(services: ServicesDep, caller: IdentifiedCaller) -> list[OpinionCase]:
    """Every opinion, oldest first."""
    return [OpinionCase(**case) for case in services.desk.opinions.cases(caller)]
