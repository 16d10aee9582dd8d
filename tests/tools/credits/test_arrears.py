"""The sums of what is past due and of what employers owe follow the credits whatever writes them, and lose nothing."""

from __future__ import annotations

import random
import threading
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session, sessionmaker

from tools.audit import NoAudit
from tools.caller import Caller
from tools.credits.generator import fictitious, seed_credits
from tools.credits.models import Credit, CreditArrears, CreditEvent, CreditPayment, EmployerDebt, Guarantee
from tools.credits.repository import CreditRepository
from tools.database import make_engine, migrate, sessions

TODAY = date(2026, 11, 21)
Key = tuple[str, str, date | int]
"""OOAD, subdelegación, and the day on which it was due or the employer that owes it."""
Sums = dict[Key, tuple[int, Decimal]]


@pytest.fixture
def factory(url: str) -> Iterator[sessionmaker[Session]]:
    """A store of its own for each test: these change what they read."""
    migrate(url, "base")
    migrate(url)
    engine = make_engine(url)
    made = sessions(engine)
    seed_credits(made, 40, TODAY)
    yield made
    engine.dispose()


def added_up(session: Session) -> Sums:
    """By hand, credit by credit."""
    sums: defaultdict[Key, tuple[int, Decimal]] = defaultdict(lambda: (0, Decimal(0)))
    for credit in session.scalars(select(Credit)):
        employer, due = credit.employer_id, credit.due
        keys: list[Key] = [
            (credit.ooad, credit.subdelegacion, employer),
            (credit.ooad, "", employer),
            ("", "", employer),
        ]
        for key in [*keys, (credit.ooad, credit.subdelegacion, due)] if due else keys:
            if credit.balance > 0:
                sums[key] = (sums[key][0] + 1, sums[key][1] + credit.balance)
    return dict(sums)


def kept(session: Session) -> Sums:
    arrears = session.scalars(select(CreditArrears).execution_options(populate_existing=True))
    past: Sums = {(r.ooad, r.subdelegacion, r.due): (r.credits, r.balance) for r in arrears}
    debts = session.scalars(select(EmployerDebt).execution_options(populate_existing=True))
    owed: Sums = {(r.ooad, r.subdelegacion, r.employer_id): (r.credits, r.balance) for r in debts}
    return {key: sums for key, sums in (past | owed).items() if any(sums)}


def test_what_is_seeded_is_summed(factory: sessionmaker[Session]) -> None:
    with factory() as session:
        assert kept(session) == added_up(session)
        assert len(kept(session)) > 10


def test_every_change_of_a_credit_moves_its_sum(factory: sessionmaker[Session]) -> None:
    chance = random.Random(3)
    for _ in range(60):
        with factory.begin() as session:
            credit = chance.choice(list(session.scalars(select(Credit))))
            change = chance.choice(("paid", "part", "due", "undue", "moved", "sold", "gone", "note"))
            if change == "gone":
                for child in (CreditEvent, CreditPayment, Guarantee):
                    session.execute(delete(child).where(child.credit_id == credit.id))
                session.execute(delete(Credit).where(Credit.id == credit.id))
            else:
                values = {
                    "paid": {"balance": Decimal(0)},
                    "part": {"balance": Decimal(chance.randint(1, 10**6)).scaleb(-2)},
                    "due": {"due": TODAY - timedelta(days=chance.randint(1, 50))},
                    "undue": {"due": None},
                    "moved": {"ooad": "09", "subdelegacion": "05"},
                    "sold": {"employer_id": chance.randint(1, 40)},
                    "note": {"document_kind": "06"},
                }[change]
                session.execute(update(Credit).where(Credit.id == credit.id).values(**values))
        with factory() as session:
            assert kept(session) == added_up(session), change


def test_a_statement_over_many_rows_and_one_undone(factory: sessionmaker[Session]) -> None:
    with factory.begin() as session:
        session.execute(text("UPDATE credits SET balance = balance + 100 WHERE ooad = '01'"))
    with factory() as session:
        session.execute(text("UPDATE credits SET balance = 0"))
        assert kept(session) == {}
        session.rollback()
        assert kept(session) == added_up(session)


def test_the_list_is_what_the_credits_say(factory: sessionmaker[Session], national: Caller, local: Caller) -> None:
    repository = CreditRepository(factory, NoAudit())
    with factory() as session:
        past: defaultdict[tuple[str, str], list[Decimal]] = defaultdict(list)
        for credit in session.scalars(select(Credit)):
            if credit.balance > 0 and credit.due is not None and credit.due < TODAY:
                past[credit.ooad, credit.subdelegacion].append(credit.balance)
    told = {(r.ooad, r.subdelegacion): (r.credits, r.balance) for r in repository.arrears(national, TODAY)}
    assert told == {place: (len(balances), sum(balances)) for place, balances in past.items()}
    assert [(r.ooad, r.subdelegacion) for r in repository.arrears(local, TODAY)] == [("14", "38")]
    assert repository.arrears(national, date(2000, 1, 1)) == []


def test_what_was_there_before_the_sums_is_summed(url: str, factory: sessionmaker[Session]) -> None:
    migrate(url, "0007_waiting")
    migrate(url)
    with factory() as session:
        assert kept(session) == added_up(session)
        assert kept(session)


def test_writers_at_once_lose_no_sum(factory: sessionmaker[Session]) -> None:
    """Each thread changes the same territories in another order."""
    credits = list(fictitious(40, TODAY, 7))
    numbers = [credit.number for credit in credits]
    failures: list[Exception] = []

    def write(order: int) -> None:
        mine = numbers[:] if order % 2 else numbers[::-1]
        try:
            for start in range(0, len(mine), 20):
                with factory.begin() as session:
                    for number in mine[start : start + 20]:
                        change = update(Credit).where(Credit.number == number)
                        session.execute(change.values(balance=Credit.balance + Decimal("1.00")))
        except Exception as error:  # noqa: BLE001 - told by the test
            failures.append(error)

    threads = [threading.Thread(target=write, args=(order,)) for order in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with factory() as session:
        assert kept(session) == added_up(session)
    if session.get_bind().dialect.name == "postgresql":
        assert failures == []
