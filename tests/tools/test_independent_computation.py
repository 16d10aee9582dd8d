"""A second computation, written from the text of the law with fractions and day walks, agrees with the calculator."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.legal_values import LegalValues
from tools.calculators.business_days import Calendar
from tools.calculators.due_dates import DueDate
from tools.calculators.readings import DEFAULT
from tools.calculators.surcharges import Kind, compute

CALENDAR, DAY = Calendar(), timedelta(days=1)
RATES = {2017: "1.13", **dict.fromkeys(range(2018, 2026), "1.47"), 2026: "2.07"}
AMOUNTS = st.decimals(Decimal("0.01"), Decimal("9999999.99"), places=2)


def half_up(value: Fraction) -> Fraction:
    return Fraction(int(value * 100 + Fraction(1, 2)), 100)


def previous(year: int, month: int) -> tuple[int, int]:
    return (year - 1, 12) if month == 1 else (year, month - 1)


def same_day(day: date, year: int, month: int) -> date:
    """The same day of another month, or its successor in the calendar that is a working day (CFF 12)."""
    try:
        return date(year, month, day.day)
    except ValueError:
        found = date(year + month // 12, month % 12 + 1, 1)
        while not CALENDAR.counts(found, payment=True):
            found += DAY
        return found


def total(values: LegalValues, amount: Decimal, due: date, paid: date, bears: bool) -> Fraction:
    if paid <= due:
        return Fraction(amount)
    factor = Fraction(1)
    if (paid.year, paid.month) != (due.year, due.month):
        new = previous(paid.year, paid.month)
        new = new if paid.day >= 10 else previous(*new)
        old = previous(due.year, due.month)
        quotient = Fraction(str(values.inpc(*new).value)) / Fraction(str(values.inpc(*old).value))
        factor = max(Fraction(1), Fraction(int(quotient * 10_000), 10_000))
    indexed = half_up(Fraction(amount) * factor)
    if not bears:
        return indexed
    rate, year, month = Fraction(0), due.year, due.month
    for _ in range(60):
        rate += Fraction(RATES[year])
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        if same_day(due, year, month) >= paid:
            break
    return indexed + half_up(indexed * rate / 100)


@settings(max_examples=600, deadline=None)
@given(
    amount=AMOUNTS,
    due=st.dates(date(2018, 2, 1), date(2026, 9, 20)),
    late=st.integers(-3, 3200),
    kind=st.sampled_from(Kind),
)
def test_both_computations_agree(values: LegalValues, amount: Decimal, due: date, late: int, kind: Kind) -> None:
    paid = min(due + timedelta(days=late), date(2026, 9, 30))
    found = compute(kind, amount, DueDate(due, due), paid, values, DEFAULT, CALENDAR).total
    assert Fraction(found) == total(values, amount, due, paid, kind.bears_surcharges)


@settings(max_examples=200, deadline=None)
@given(
    parts=st.lists(AMOUNTS, min_size=2, max_size=5),
    due=st.dates(date(2018, 2, 1), date(2026, 6, 30)),
    late=st.integers(1, 900),
)
def test_credits_of_the_same_day_add_up_but_for_the_cents(
    values: LegalValues, parts: list[Decimal], due: date, late: int
) -> None:
    paid = min(due + timedelta(days=late), date(2026, 9, 30))

    def owed(amount: Decimal) -> Decimal:
        return compute(Kind.COP, amount, DueDate(due, due), paid, values, DEFAULT, CALENDAR).total

    apart, together = sum(map(owed, parts)), owed(sum(parts, Decimal(0)))
    assert abs(apart - together) <= Decimal("0.01") * (len(parts) + 1) * 2
