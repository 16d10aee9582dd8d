"""What must hold for any credit: monotone in time, never below the principal, months as a day walk counts them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.legal_values import LegalValues
from tools.calculators.business_days import Calendar, Presidential
from tools.calculators.due_dates import DueDate, cop_due
from tools.calculators.explained import explain_surcharges
from tools.calculators.instalments import instalments
from tools.calculators.months import anniversary, months_of_delay
from tools.calculators.readings import DEFAULT
from tools.calculators.surcharges import Kind, compute

CALENDAR = Calendar()
AMOUNTS = st.decimals(Decimal("0.01"), Decimal("9999999.99"), places=2)
DUE_DAYS = st.dates(date(2018, 2, 1), date(2026, 6, 30))


def owed(values: LegalValues, kind: Kind, amount: Decimal, due: date, paid: date) -> Decimal:
    return compute(kind, amount, DueDate(due, due), paid, values, DEFAULT, CALENDAR).total


@settings(max_examples=200, deadline=None)
@given(amount=AMOUNTS, due=DUE_DAYS, late=st.integers(0, 900))
def test_never_below_the_principal_and_at_least_what_it_owed_in_time(
    values: LegalValues, amount: Decimal, due: date, late: int
) -> None:
    paid = min(due + timedelta(days=late), date(2026, 9, 30))
    assert owed(values, Kind.COP, amount, due, paid) >= amount


@settings(max_examples=150, deadline=None)
@given(amount=AMOUNTS, due=DUE_DAYS, late=st.integers(1, 900))
def test_surcharge_months_never_fall_with_time(values: LegalValues, amount: Decimal, due: date, late: int) -> None:
    paid = min(due + timedelta(days=late), date(2026, 9, 29))
    today = compute(Kind.COP, amount, DueDate(due, due), paid, values, DEFAULT, CALENDAR)
    tomorrow = compute(Kind.COP, amount, DueDate(due, due), paid + timedelta(days=1), values, DEFAULT, CALENDAR)
    assert tomorrow.months >= today.months
    assert tomorrow.rate >= today.rate


@settings(max_examples=100, deadline=None)
@given(amount=AMOUNTS, due=DUE_DAYS, late=st.integers(1, 900))
def test_a_fine_bears_no_surcharges_but_the_same_indexation(
    values: LegalValues, amount: Decimal, due: date, late: int
) -> None:
    paid = min(due + timedelta(days=late), date(2026, 9, 30))
    fine = compute(Kind.MULTA, amount, DueDate(due, due), paid, values, DEFAULT, CALENDAR)
    quota = compute(Kind.COP, amount, DueDate(due, due), paid, values, DEFAULT, CALENDAR)
    assert (fine.surcharges, fine.indexed, fine.total) == (Decimal("0.00"), quota.indexed, fine.indexed)


@settings(max_examples=100, deadline=None)
@given(amount=AMOUNTS, due=DUE_DAYS, late=st.integers(0, 900))
def test_the_told_result_agrees_with_the_fast_core(values: LegalValues, amount: Decimal, due: date, late: int) -> None:
    paid = min(due + timedelta(days=late), date(2026, 9, 30))
    told = explain_surcharges(Kind.COP, amount, DueDate(due, due), paid, values, DEFAULT, CALENDAR)
    assert told.total == owed(values, Kind.COP, amount, due, paid)


def test_months_agree_with_a_day_walk_on_every_due_day_from_2018_to_2031() -> None:
    due = date(2018, 1, 1)
    while due <= date(2031, 12, 31):
        walked, day = 0, due
        for _ in range(70):
            day += timedelta(days=1)
            if day > anniversary(due, walked, "cff12", CALENDAR):
                walked += 1
            assert months_of_delay(due, day, "cff12", CALENDAR) == walked
        due += timedelta(days=1)


def test_every_cop_from_2018_to_2031_falls_due_on_a_counted_day_that_is_not_friday() -> None:
    for year in range(2018, 2032):
        for month in range(1, 13):
            due = cop_due(year, month, CALENDAR)
            assert CALENDAR.counts(due.effective, payment=True)
            assert due.effective.weekday() < 4
            assert due.nominal <= due.effective <= due.nominal + timedelta(days=6)


def test_the_presidential_day_is_a_named_reading() -> None:
    assert not Calendar().counts(date(2018, 12, 1), payment=True)
    assert Calendar().counts(date(2024, 10, 1), payment=True)
    assert not Calendar(presidential=Presidential.OCT1).counts(date(2024, 10, 1), payment=True)


@settings(max_examples=80, deadline=None)
@given(debt=st.decimals(Decimal("1000"), Decimal("5000000"), places=2), count=st.integers(1, 48))
def test_the_schedule_pays_the_debt_to_the_last_cent(values: LegalValues, debt: Decimal, count: int) -> None:
    found = instalments(debt, count, date(2026, 2, 10), values)
    assert found.residue == 0
    assert sum(row.capital for row in found.rows) == found.balance
    assert found.down_payment + found.balance == debt
