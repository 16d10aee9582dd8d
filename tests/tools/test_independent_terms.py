"""Due days, notifications, convenios and deferrals computed again from the text of the law: day walks and fractions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.legal_values import LegalValues
from tools.batch import run_case

DAY = timedelta(days=1)
DAYS = st.dates(date(2018, 1, 1), date(2031, 11, 30))
FIXED = {(1, 1), (5, 1), (5, 5), (9, 16), (12, 25)}
MONDAYS = {(2, 1), (3, 3), (11, 3)}
RATES = {2018: ("1.26", "1.53", "1.82"), 2026: ("1.42", "1.63", "1.97")}


def works(day: date, case: dict, payment: bool) -> bool:
    """Whether a day counts: CFF 12, first and second paragraphs, with the handover of the case's reading."""
    calendar = case.get("calendar", {})
    closed = {*calendar["inhabiles_adicionales"], *([] if payment else calendar["vacaciones_generales"])}
    monday = day.weekday() == 0 and (day.month, (day.day + 6) // 7) in MONDAYS
    handover = case["options"]["presidential"] == "oct1" and (day.month, day.day) == (10, 1) and day.year % 6 == 2
    rests = (day.month, day.day) in FIXED or monday or (handover and day.year >= 2024)
    return day.weekday() < 5 and not rests and day.isoformat() not in closed


def working(day: date, case: dict, payment: bool) -> Iterator[date]:
    while True:
        day += DAY
        if works(day, case, payment):
            yield day


@st.composite
def cases(draw: st.DrawFn) -> dict:
    start = draw(DAYS)
    some = st.lists(st.integers(0, 60).map(lambda count: (start + DAY * count).isoformat()), max_size=6)
    names = ("inhabiles_adicionales", "vacaciones_generales", "oficinas_cerradas")
    return {
        "start": start,
        "dias": draw(st.sampled_from((1, 3, 6, 15, 30))),
        "es_plazo_de_pago": draw(st.booleans()),
        "calendar": {name: draw(some) for name in names},
        "options": {
            "friday_rule": draw(st.booleans()),
            "presidential": draw(st.sampled_from(("cff_literal", "oct1", "none"))),
        },
    }


@settings(max_examples=300, deadline=None)
@given(cases())
def test_a_term_is_walked_day_by_day(values: LegalValues, case: dict) -> None:
    payment = case["es_plazo_de_pago"]
    inputs = {**case, "notificada": case["start"].isoformat()}
    days = working(case["start"], case, payment)
    takes_effect = next(days)
    nominal = [next(days) for _ in range(case["dias"])][-1]
    last = nominal
    while (
        not works(last, case, payment)
        or last.isoformat() in case["calendar"]["oficinas_cerradas"]
        or (case["options"]["friday_rule"] and last.weekday() == 4)
    ):
        last += DAY
    expected = {"surte_efectos": takes_effect, "nominal": nominal, "effective": last}
    found = run_case({"fn": "due_date", "inputs": inputs}, values)["result"]
    assert found == {name: day.isoformat() for name, day in expected.items()}


@settings(max_examples=150, deadline=None)
@given(cases(), st.sampled_from((("buzon", 4), ("estrados", 11))))
def test_a_notification_is_walked_day_by_day(values: LegalValues, case: dict, kind: tuple[str, int]) -> None:
    days = working(case["start"], case, payment=False)
    made = [next(days) for _ in range(kind[1])][-1]
    found = run_case({"fn": kind[0], "inputs": {**case, "fecha": case["start"].isoformat()}}, values)["result"]
    assert found == {"notificacion": made.isoformat(), "surte_efectos": next(days).isoformat()}


def cents(value: Fraction) -> Fraction:
    return Fraction((abs(value) * 100 + Fraction(1, 2)).__floor__() * (1 if value >= 0 else -1), 100)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**10), st.integers(1, 48), st.sampled_from(sorted(RATES)), st.integers(1, 12))
def test_a_convenio_with_fractions(values: LegalValues, debt: int, count: int, year: int, month: int) -> None:
    inputs = {"adeudo_patronal": f"{debt // 100}.{debt % 100:02d}", "n": count, "solicitud": f"{year}-{month:02d}-10"}
    found = run_case({"fn": "parcialidades", "inputs": inputs}, values)["result"]
    told = RATES[year][0 if count <= 12 else 1 if count <= 24 else 2]
    rate, owed = Fraction(told) / 100, Fraction(debt, 100)
    balance = owed - cents(owed / 5)
    payment, charged = cents(balance * rate / (1 - 1 / (1 + rate) ** count)), Fraction(0)
    for row in found["tabla"]:
        surcharge = cents(balance * rate)
        balance -= payment - surcharge
        charged += surcharge
        assert [Fraction(row[name]) for name in ("recargo_prorroga", "saldo")] == [surcharge, balance]
    assert found["tasa_mensual"] == told
    assert [Fraction(found[name]) for name in ("parcialidad", "total_recargos_prorroga", "residuo_centavos")] == [
        payment,
        charged,
        balance,
    ]
