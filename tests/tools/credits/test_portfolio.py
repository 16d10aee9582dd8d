"""Each list holds what a walk over every credit finds, and says which function of the manual it serves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload, sessionmaker

from tests.tools.credits.conftest import TODAY
from tools.caller import Caller, Role, Territory
from tools.credits import lists
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
    PortfolioList.DEUDORES: ("16", lambda c: c.balance > 0),
    PortfolioList.MAYORES: ("16", lambda c: c.balance > 0),
    PortfolioList.GARANTIAS: ("55", lambda c: any(TODAY <= held.expires <= SOON for held in c.guarantees)),
    PortfolioList.TRASPASOS: ("64", lambda c: _has(c, "transfer")),
    PortfolioList.INCIDENCIA_INCORRECTA: ("8", lambda c: (c.incidencia == "01") == (c.notified is not None)),
}


@pytest.fixture(scope="module")
def everything(factory: sessionmaker[Session]) -> list[Credit]:
    with factory() as session:
        whole = select(Credit).options(
            selectinload(Credit.events), selectinload(Credit.guarantees), selectinload(Credit.employer)
        )
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
    if which not in (PortfolioList.MORA, PortfolioList.DEUDORES, PortfolioList.INCIDENCIA_INCORRECTA):
        assert {row.number for row in told.rows} == {credit.number for credit in mine} != set()


@pytest.mark.parametrize(
    "territory",
    [
        Territory(national=True),
        Territory(ooad="01"),
        Territory(ooad="01", subdelegaciones=frozenset({"01", "19"})),
        Territory(ooad="01", subdelegaciones=frozenset({"19"})),
        Territory(ooad="01", subdelegaciones=frozenset({""})),
        Territory(),
    ],
)
def test_the_employers_that_owe_most_are_what_a_walk_adds_up(
    everything: list[Credit], repository: CreditRepository, territory: Territory
) -> None:
    owed: defaultdict[str, list[Credit]] = defaultdict(list)
    for credit in everything:
        if credit.balance > 0 and territory.covers(credit.ooad, credit.subdelegacion):
            owed[credit.employer.registro_patronal].append(credit)
    caller = Caller("alguien", frozenset({Role.CONSULTA}), territory)
    told = portfolio(PortfolioRequest(which=PortfolioList.DEUDORES), caller, TODAY, repository, CATALOGUES)
    assert {row.registro_patronal: (row.credits, row.balance) for row in told.rows} == {
        registro: (len(credits), sum(credit.balance for credit in credits)) for registro, credits in owed.items()
    }
    assert all(row.employer == owed[row.registro_patronal][0].employer.name for row in told.rows)
    assert [row.balance for row in told.rows] == sorted((row.balance for row in told.rows), reverse=True)
    assert (f"{len(owed)} con {told.count} créditos" in told.summary) == bool(owed)


def test_an_employer_that_owes_in_several_places_is_one_row(
    factory: sessionmaker[Session], repository: CreditRepository, national: Caller
) -> None:
    def told(territory: Territory) -> dict[str, tuple[str, str, int]]:
        found = repository.debtors(replace(national, territory=territory))
        return {row.registro_patronal: (row.ooad, row.subdelegacion, row.credits) for row in found}

    with factory() as session:
        owing = select(Credit).where(Credit.balance > 0, Credit.ooad == "01", Credit.subdelegacion == "19")
        credits: defaultdict[str, list[Credit]] = defaultdict(list)
        for credit in session.scalars(owing):
            credits[credit.employer.registro_patronal].append(credit)
        registro = next(registro for registro, theirs in credits.items() if len(theirs) == 3)
        kept, near, far = credits[registro]
        near.subdelegacion = "01"
        session.flush()
        session.commit()
        assert told(Territory(ooad="01"))[registro] == ("01", "", 3)
        assert told(Territory(ooad="01", subdelegaciones=frozenset({"01", "19"})))[registro] == ("01", "", 3)
        assert told(Territory(ooad="01", subdelegaciones=frozenset({"01"})))[registro] == ("01", "01", 1)
        far.ooad, far.subdelegacion = "39", "11"
        session.commit()
        assert told(Territory(national=True))[registro] == ("", "", 3)
        assert told(Territory(ooad="39"))[registro] == ("39", "11", 1)
        for credit in (kept, near, far):
            credit.ooad, credit.subdelegacion = "01", "19"
        session.commit()
        assert told(Territory(national=True))[registro] == ("01", "19", 3)


def test_few_and_many_are_listed_alike(
    factory: sessionmaker[Session],
    repository: CreditRepository,
    national: Caller,
    local: Caller,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def told(caller: Caller) -> tuple[list[lists.ListedCredit], ...]:
        return (
            repository.guarantees_expiring(caller, TODAY, SOON),
            repository.transfers_unattended(caller),
            repository.misplaced(caller),
        )

    with factory() as session:
        owing = select(Credit).where(Credit.balance > 0, Credit.incidencia.in_(["01", "02"])).order_by(Credit.number)
        wrong = [credit for credit in session.scalars(owing) if credit.ooad in ("01", "14")][:12]
        for credit in wrong:
            credit.incidencia = "02" if credit.incidencia == "01" else "01"
        session.commit()
        numbers = {credit.number for credit in wrong}
        mine = {credit.number for credit in wrong if credit.ooad == "14"}
        few = {caller.name: told(caller) for caller in (national, local)}
        monkeypatch.setattr(lists, "_FEW", 0)
        assert few == {caller.name: told(caller) for caller in (national, local)}
        for credit in wrong:
            credit.incidencia = "02" if credit.incidencia == "01" else "01"
        session.commit()
    assert {row.number for row in few["normativo"][2]} == numbers
    assert {row.number for row in few["local"][2]} == mine != set()
    assert all(all(found) for found in few.values())
    assert all(row.expires is not None and TODAY <= row.expires <= SOON for row in few["normativo"][0])


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
