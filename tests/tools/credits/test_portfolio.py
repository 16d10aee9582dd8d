"""Each list holds what a walk over every credit finds, and says which function of the manual it serves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload, sessionmaker

from tests.tools.credits.conftest import TODAY
from tools.caller import Caller
from tools.credits.catalogue import load_catalogues
from tools.credits.models import Credit
from tools.credits.portfolio import Portfolio, PortfolioList, PortfolioRequest, portfolio
from tools.credits.repository import CreditRepository

CATALOGUES = load_catalogues(Path(__file__).parents[3] / "corpus")
SOON = TODAY + timedelta(days=60)


def _has(credit: Credit, kind: str) -> bool:
    return any(event.kind == kind and event.ended is None for event in credit.events)


WALK: dict[PortfolioList, tuple[str, Callable[[Credit], bool]]] = {
    PortfolioList.POR_NOTIFICAR: ("3", lambda c: c.notified is None and c.issued < TODAY - timedelta(days=60)),
    PortfolioList.MORA: ("6", lambda c: c.balance > 0 and c.due is not None and c.due < TODAY),
    PortfolioList.SIN_PAE: (
        "15",
        lambda c: c.incidencia == "02" and c.balance > 0 and c.due is not None and c.due < TODAY and not _has(c, "pae"),
    ),
    PortfolioList.MAYORES: ("16", lambda c: c.balance > 0),
    PortfolioList.GARANTIAS: ("55", lambda c: any(TODAY <= held.expires <= SOON for held in c.guarantees)),
    PortfolioList.TRASPASOS: ("64", lambda c: _has(c, "transfer")),
    PortfolioList.INCIDENCIA_INCORRECTA: ("8", lambda c: (c.incidencia == "01") == (c.notified is not None)),
}


@pytest.fixture(scope="module")
def everything(factory: sessionmaker[Session]) -> list[Credit]:
    with factory() as session:
        whole = select(Credit).options(selectinload(Credit.events), selectinload(Credit.guarantees))
        return list(session.scalars(whole))


@pytest.mark.parametrize("which", list(PortfolioList))
def test_a_list_is_what_a_walk_finds(
    which: PortfolioList, everything: list[Credit], repository: CreditRepository, local: Caller
) -> None:
    numeral, wanted = WALK[which]
    mine = [credit for credit in everything if (credit.ooad, credit.subdelegacion) == ("14", "38") and wanted(credit)]
    told = portfolio(PortfolioRequest(which=which), local, TODAY, repository, CATALOGUES)
    assert told.count == len(mine)
    assert sum(row.balance for row in told.rows) == sum(credit.balance for credit in mine)
    assert told.basis == [f"MANUAL-JSAC:7.1.3/{numeral}"]
    assert told.complete
    if which not in (PortfolioList.MORA, PortfolioList.INCIDENCIA_INCORRECTA):
        assert {row.number for row in told.rows} == {credit.number for credit in mine} != set()


def test_rows_come_largest_first_and_marked_unofficial(repository: CreditRepository, national: Caller) -> None:
    told = portfolio(PortfolioRequest(which=PortfolioList.MAYORES), national, TODAY, repository, CATALOGUES)
    balances = [row.balance for row in told.rows]
    assert balances == sorted(balances, reverse=True)
    assert told.notices == ["Códigos: catálogo no oficial."]


def test_a_place_that_is_named_narrows_and_never_widens(
    everything: list[Credit], repository: CreditRepository, national: Caller, local: Caller
) -> None:
    def told(caller: Caller, **places: str) -> Portfolio:
        request = PortfolioRequest(which=PortfolioList.MAYORES, **places)
        return portfolio(request, caller, TODAY, repository, CATALOGUES)

    owed = [credit for credit in everything if credit.balance > 0]
    there = [credit for credit in owed if (credit.ooad, credit.subdelegacion) == ("14", "38")]
    found = told(national, ooad="14", subdelegacion="38")
    assert {row.number for row in found.rows} == {credit.number for credit in there} != set()
    assert "en la subdelegación 38 del OOAD 14" in found.summary
    assert told(local, subdelegacion="38").rows == told(local).rows
    elsewhere = next(credit for credit in owed if (credit.ooad, credit.subdelegacion) != ("14", "38"))
    for places in ({"ooad": elsewhere.ooad}, {"ooad": elsewhere.ooad, "subdelegacion": elsewhere.subdelegacion}):
        if elsewhere.ooad != "14" or len(places) == 2:
            assert told(local, **places).rows == []
    assert told(local, subdelegacion="39").rows == []
    # The key of a subdelegación repeats from one OOAD to another: alone it tells nothing to who reaches them all.
    alone = told(national, subdelegacion="38")
    assert alone.rows == told(national).rows
    assert "diga también de qué OOAD" in alone.summary
