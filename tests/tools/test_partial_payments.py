"""Partial payments: the order of the law, nothing charged twice, nothing lost."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import BadInput
from corpus.legal_values import LegalValues
from tools.calculators.business_days import Calendar
from tools.calculators.due_dates import DueDate, cop_due
from tools.calculators.partial_payments import Payment, statement
from tools.calculators.readings import DEFAULT
from tools.calculators.surcharges import Kind, compute
from tools.statement import StatementRequest, account_statement

CALENDAR, UNTIL = Calendar(), date(2026, 9, 15)
MONEY = st.decimals(Decimal("0.01"), Decimal("200000.00"), places=2)


def run(values: LegalValues, amount: Decimal, due: DueDate, payments: list[Payment], kind: Kind = Kind.COP) -> list:
    return statement(kind, amount, due, payments, UNTIL, values, lambda _day: DEFAULT, CALENDAR)


def test_by_hand(values: LegalValues) -> None:
    """COP of January 2026, $10,000, due 17 February; $5,000 on 17 March; the rest on 18 March.

    On 17 March: 10,050.00 indexed, 208.04 of surcharges. 5,000.00 pays 208.04 and 4,791.96 of principal: 5,258.04 are
    left. On 18 March a second month begins: 5,258.04 x 2.07 % = 108.841428, 108.84. Owed: 5,366.88.
    """
    due = cop_due(2026, 1, CALENDAR)
    payments = [Payment(date(2026, 3, 17), Decimal("5000.00")), Payment(date(2026, 3, 18), Decimal("0.00"))]
    first, second, _ = run(values, Decimal("10000.00"), due, payments)
    assert (first.indexed, first.surcharges, first.pending) == tuple(map(Decimal, ("10050.00", "208.04", "5258.04")))
    assert (second.indexed, second.surcharges, second.pending) == tuple(map(Decimal, ("5258.04", "108.84", "5366.88")))


@settings(max_examples=100, deadline=None)
@given(amount=MONEY, due=st.dates(date(2018, 3, 1), date(2026, 8, 1)))
def test_without_payments_it_is_the_plain_computation(values: LegalValues, amount: Decimal, due: date) -> None:
    (only,) = run(values, amount, DueDate(due, due), [])
    assert only.pending == compute(Kind.COP, amount, DueDate(due, due), UNTIL, values, DEFAULT, CALENDAR).total


@settings(max_examples=100, deadline=None)
@given(
    amount=MONEY,
    due=st.dates(date(2019, 1, 1), date(2025, 12, 31)),
    paid=st.lists(st.tuples(st.integers(-30, 250), MONEY), max_size=4),
    kind=st.sampled_from(Kind),
)
def test_every_cent_paid_is_applied_or_returned_and_paying_never_costs(
    values: LegalValues, amount: Decimal, due: date, paid: list[tuple[int, Decimal]], kind: Kind
) -> None:
    payments = [Payment(due + timedelta(days=days), pesos) for days, pesos in paid]
    movements = run(values, amount, DueDate(due, due), payments, kind)
    for movement in movements:
        allocation = movement.allocation
        assert sum(allocation.applied.values()) + allocation.remainder == movement.payment
        assert min(allocation.pending.values()) >= 0
    (unpaid,) = run(values, amount, DueDate(due, due), [], kind)
    assert movements[-1].pending <= unpaid.pending + Decimal("0.10")  # each movement rounds to the cent


@settings(max_examples=100, deadline=None)
@given(amount=MONEY, due=st.dates(date(2019, 1, 1), date(2025, 12, 31)), late=st.integers(1, 250))
def test_paying_the_total_leaves_nothing(values: LegalValues, amount: Decimal, due: date, late: int) -> None:
    day = due + timedelta(days=late)
    total = compute(Kind.COP, amount, DueDate(due, due), day, values, DEFAULT, CALENDAR).total
    assert run(values, amount, DueDate(due, due), [Payment(day, total)])[-1].pending == 0


def test_accessories_first_in_the_order_of_the_law(values: LegalValues) -> None:
    request = StatementRequest.model_validate(
        {
            "amount": "10000.00",
            "period": "2026-01",
            "paid": "2026-03-17",
            "costs": "630.00",
            "fines": "100.00",
            "payments": [{"day": "2026-03-17", "amount": "900.00"}],
        }
    )
    result = account_statement(request, values, CALENDAR, date(2026, 11, 21))
    assert [result.schedule[0][key] for key in ("a gastos", "a recargos", "a multas", "a principal")] == [
        "630.00", "208.04", "61.96", "0.00",
    ]  # fmt: skip
    assert result.figures["total"] == "10088.04"


def test_an_earlier_payment_uses_the_index_published_then(values: LegalValues) -> None:
    """A statement of today uses the last index loaded; a payment of 5 March still used the one of January."""
    request = StatementRequest.model_validate(
        {
            "amount": "10000.00",
            "period": "2026-01",
            "paid": "2026-11-21",
            "payments": [{"day": "2026-03-05", "amount": "1.00"}],
        }
    )
    result = account_statement(request, values, CALENDAR, date(2026, 11, 21))
    assert result.steps[0].operands["principal actualizado"] == "10000.00"
    assert "Falta el INPC" in result.warnings[0]


def test_a_payment_after_the_statement_is_refused(values: LegalValues) -> None:
    due = DueDate(UNTIL, UNTIL)
    with pytest.raises(BadInput):
        run(values, Decimal("1.00"), due, [Payment(UNTIL + timedelta(days=1), Decimal("1.00"))])
