"""Days and periods as they are written at the counter; what is no day of the calendar is asked, never left out."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.acting.facts import facts_of
from assistant.acting.plans import plan
from assistant.understanding.dates import find_dates, impossible_dates
from assistant.understanding.periods import find_periods

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("cop de ene 25 por 10,000", ["2025-01"]),
        ("cop dic-25 $8,400", ["2025-12"]),
        ("cop de dic'25", ["2025-12"]),
        ("enero 25 mil pesos", ["2026-01"]),
        ("cop de marzo del año pasado", ["2025-03"]),
        ("cop de marzo de este año", ["2026-03"]),
        ("cop de marzo pasado", ["2026-03"]),
        ("cop del mes pasado", ["2026-10"]),
        ("5to bimestre de 2025", ["5o. bimestre de 2025"]),
        ("2º bim. del año pasado", ["2o. bimestre de 2025"]),
        ("rcv 2025-4", ["4o. bimestre de 2025"]),
        ("cop 06/2025 por 1234.50", ["2025-06"]),
        ("COP 2025/08 $84,321.55 al 20/03/2026", ["2025-08"]),
        ("cuándo vence la cop de este mes", ["2026-11"]),
        ("debe 84,321.55 de agosto 2025", ["2025-08"]),
        ("debe 10,000 de agosto de 2025", ["2025-08"]),
        ("paga el 20 de agosto", []),
    ],
)
def test_the_period_that_is_said(text: str, periods: list[str]) -> None:
    assert [str(found.value) for found in find_periods(text, TODAY)] == periods


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("si paga el 20-mar-25", date(2025, 3, 20)),
        ("pago 17 de marzo del 25", date(2025, 3, 17)),
        ("el 17 de marzo 25 mil pesos", date(2026, 3, 17)),
    ],
)
def test_a_year_of_two_digits(text: str, day: date) -> None:
    assert [found.value for found in find_dates(text, TODAY)] == [day]


@pytest.mark.parametrize(
    "text", ["31 de febrero de 2026", "03/15/2026", "2026-02-30", "29 de febrero del 25", "30 de febrero"]
)
def test_a_day_that_does_not_exist_is_asked(text: str) -> None:
    assert impossible_dates(text) == [text]
    question = f"cuánto debe de la cop de enero de 2026 por 10,000 si paga el {text}"
    asked = plan("surcharges", question, facts_of((question,), TODAY), TODAY).missing
    assert asked is not None
    assert text in asked.question


def test_the_cents_of_an_amount_are_no_day() -> None:
    question = "debe 84,321.55 de agosto 2025, si paga el 20 de abril de 2026"
    facts = facts_of((question,), TODAY)
    assert (facts.impossible, facts.days) == (None, {"paid": date(2026, 4, 20)})


def test_a_day_after_the_month_of_april_is_the_payment() -> None:
    question = "actualización y recargos de cuotas de abril de 2024 por 62,500 al 31 de julio de 2024"
    assert facts_of((question,), TODAY).days == {"paid": date(2024, 7, 31)}


def test_a_quota_in_a_cedula_counts_from_its_period() -> None:
    question = "cuánto debe al 20 de marzo de 2026 de 10,000 de cop de enero de 2026, cédula notificada el 2 de marzo"
    arguments = plan("surcharges", question, facts_of((question,), TODAY), TODAY).arguments
    assert arguments["period"] == "2026-01"
    assert "notified" not in arguments


@pytest.mark.parametrize(
    "when", ["el viernes", "a fin de mes", "la próxima semana", "en el mes de mayo", "a finales de mayo"]
)
def test_a_day_that_is_not_exact_is_asked(when: str) -> None:
    question = f"cuánto debe de la cop de enero 2026 por 10,000 si paga {when}"
    asked = plan("surcharges", question, facts_of((question,), TODAY), TODAY).missing
    assert asked is not None
    assert asked.name == "paid"


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("enero, febrero y marzo de 2025", ["2025-01", "2025-02", "2025-03"]),
        ("noviembre, diciembre y enero de 2026", ["2025-11", "2025-12", "2026-01"]),
        ("enero 10,000 y febrero 12,000 de 2025", ["2025-01", "2025-02"]),
        ("diciembre de 2025 y enero", ["2025-12", "2026-01"]),
    ],
)
def test_the_year_of_a_list_of_months(text: str, periods: list[str]) -> None:
    assert [str(found.value) for found in find_periods(text, TODAY)] == periods
