"""Nobody sees a credit outside the own territory, however it is asked for, and every look-up leaves an event."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session, sessionmaker

from corpus.errors import BadInput, NotFound
from tests.tools.credits.conftest import TODAY, Heard
from tools.caller import ANONYMOUS, Caller, Role, Territory
from tools.credits.models import Credit, Employer
from tools.credits.repository import CreditRepository

SUBDELEGACION_38 = Territory(ooad="14", subdelegaciones=frozenset({"38"}))
NOBODYS = "999999999"


@pytest.fixture
def outside(factory: sessionmaker[Session]) -> tuple[str, str, str]:
    """Number, registro and period of a credit of another subdelegación."""
    with factory() as session:
        found = session.execute(
            select(Credit.number, Employer.registro_patronal, Credit.period)
            .join(Credit.employer)
            .where(Credit.ooad == "39")
        ).first()
    assert found is not None
    return found[0], found[1], found[2]


def test_outside_and_missing_get_the_same_answer_by_the_same_statements(
    repository: CreditRepository, factory: sessionmaker[Session], local: Caller, outside: tuple[str, str, str]
) -> None:
    told: list[tuple[str, int, list[str]]] = []
    for number in (outside[0], NOBODYS):
        statements: list[str] = []

        def note(_c: object, _cursor: object, statement: str, *_rest: object, into: list[str] = statements) -> None:
            into.append(statement)

        engine = factory.kw["bind"]
        event.listen(engine, "before_cursor_execute", note)
        try:
            with pytest.raises(NotFound) as refused:
                repository.by_number(number, local)
        finally:
            event.remove(engine, "before_cursor_execute", note)
        told.append((str(refused.value.as_json()), refused.value.http_status, statements))
    assert told[0] == told[1]
    assert "CREDITO_NO_ENCONTRADO" in told[0][0]


def test_the_same_credit_opens_for_who_may_see_it(
    repository: CreditRepository, national: Caller, outside: tuple[str, str, str]
) -> None:
    assert repository.by_number(outside[0], national)[0].ooad == "39"


def test_by_employer_and_period_are_scoped_too(
    repository: CreditRepository, local: Caller, outside: tuple[str, str, str]
) -> None:
    with pytest.raises(NotFound):
        repository.by_employer(outside[1], local)
    with pytest.raises(NotFound):
        repository.by_employer(outside[1], local, outside[2])
    try:
        found = repository.by_period(outside[2], local)
    except NotFound:
        found = []
    assert {credit.subdelegacion for credit in found} <= {"38"}


@pytest.mark.parametrize(
    "attack", ["%", "2600000%", "26000000_", "' OR '1'='1", "260000001' OR ooad='39", "*", "260000001;--", "\x00" * 9]
)
def test_wildcards_and_sql_are_no_numbers(
    repository: CreditRepository, local: Caller, heard: Heard, attack: str
) -> None:
    with pytest.raises(BadInput):
        repository.by_number(attack, local)
    with pytest.raises(BadInput):
        repository.by_employer(attack, local)
    with pytest.raises(BadInput):
        repository.by_period(attack, local)
    assert [(e.result, e.subject) for e in heard.events] == [("invalid", "ilegible")] * 3


@pytest.mark.parametrize(
    "caller",
    [
        ANONYMOUS,
        Caller("sin función", frozenset(), SUBDELEGACION_38),
        Caller("sin territorio", frozenset({Role.SUPERVISOR})),
        Caller("sin OOAD", frozenset({Role.SUPERVISOR}), Territory(subdelegaciones=frozenset({"38"}))),
        Caller("inyección", frozenset({Role.CONSULTA}), Territory(ooad="14' OR '1'='1")),
        Caller("comodín", frozenset({Role.CONSULTA}), Territory(ooad="%", subdelegaciones=frozenset({"%"}))),
    ],
    ids=lambda caller: caller.name,
)
def test_a_caller_without_territory_sees_nothing(
    repository: CreditRepository, outside: tuple[str, str, str], caller: Caller
) -> None:
    with pytest.raises(NotFound):
        repository.by_number(outside[0], caller)
    assert not repository.largest(caller)
    assert not repository.debtors(caller)
    assert not repository.arrears(caller, TODAY)


def test_a_subdelegacion_of_the_same_key_in_another_ooad_is_not_mine(repository: CreditRepository) -> None:
    other = Caller("otra", frozenset({Role.CONSULTA}), Territory(ooad="39", subdelegaciones=frozenset({"38"})))
    assert not repository.largest(other)


def test_a_whole_ooad_is_its_subdelegaciones(repository: CreditRepository) -> None:
    supervisor = Caller("jefa", frozenset({Role.SUPERVISOR}), Territory(ooad="01"))
    assert {credit.subdelegacion for credit in repository.largest(supervisor)} == {"01", "19"}


def test_every_list_of_the_portfolio_is_scoped_and_audited(
    repository: CreditRepository, local: Caller, heard: Heard
) -> None:
    lists = (
        repository.notified_unpaid(local, TODAY),
        repository.to_notify(local, TODAY),
        repository.misplaced(local),
        repository.largest(local),
        repository.guarantees_expiring(local, TODAY, date(2027, 12, 31)),
        repository.transfers_unattended(local),
    )
    assert {credit.subdelegacion for found in lists for credit in found} == {"38"}
    assert [row.subdelegacion for row in repository.arrears(local, TODAY)] == ["38"]
    assert {(row.ooad, row.subdelegacion) for row in repository.debtors(local)} == {("14", "38")}
    assert len(heard.events) == 8
    assert {(e.actor, e.result) for e in heard.events} == {("local", "ok")}


def test_each_look_up_leaves_an_event_found_or_not(
    repository: CreditRepository, local: Caller, heard: Heard, outside: tuple[str, str, str]
) -> None:
    mine = repository.largest(local)[0]
    heard.events.clear()
    repository.by_number(mine.number, local)
    with pytest.raises(NotFound):
        repository.by_number(outside[0], local)
    assert [(e.actor, e.action, e.subject, e.result) for e in heard.events] == [
        ("local", "credit.look_up", mine.number, "ok"),
        ("local", "credit.look_up", outside[0], "not_found"),
    ]
