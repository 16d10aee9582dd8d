"""Terms to appeal, caducidad and prescripción: pairs around each boundary that the law names."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import BadInput
from tools.calculators.business_days import Calendar
from tools.calculators.extinction import CADUCIDAD, PRESCRIPCION, Cause, Event, Extinction, extinction
from tools.calculators.filing_terms import filing_terms
from tools.deadlines import ExtinctionRequest, extinction_timeline, filing_deadline

CALENDAR = Calendar()
START = date(2018, 3, 20)
TODAY = date(2026, 11, 21)


def prescribe(*events: Event, today: date = TODAY) -> Extinction:
    return extinction(PRESCRIPCION, START, events, today, CALENDAR)


def test_prescription_ends_the_same_day_five_years_later() -> None:
    assert prescribe().end == date(2023, 3, 20)


@pytest.mark.parametrize(("today", "extinguished"), [(date(2023, 3, 20), False), (date(2023, 3, 21), True)])
def test_the_last_day_of_the_term_still_belongs_to_it(today: date, extinguished: bool) -> None:
    assert prescribe(today=today).extinguished is extinguished


def test_an_interruption_starts_it_anew() -> None:
    found = prescribe(Event(date(2022, 6, 1), Cause.GESTION_DE_COBRO))
    assert (found.counted_from, found.end) == (date(2022, 6, 1), date(2027, 6, 1))


def test_an_interruption_after_consummation_has_no_effect() -> None:
    found = prescribe(Event(date(2023, 3, 21), Cause.GESTION_DE_COBRO))
    assert found.end == date(2023, 3, 20)
    assert not found.effects[0].effective


def test_an_interruption_on_the_last_day_counts() -> None:
    assert prescribe(Event(date(2023, 3, 20), Cause.RECONOCIMIENTO)).end == date(2028, 3, 20)  # the cap is the same day


def test_interruptions_never_pass_ten_years() -> None:
    found = prescribe(Event(date(2023, 1, 10), Cause.GESTION_DE_COBRO), Event(date(2026, 1, 10), Cause.RECONOCIMIENTO))
    assert found.by_cap
    assert found.end == date(2028, 3, 20)


def test_suspended_days_extend_the_term_and_the_cap() -> None:
    found = prescribe(Event(date(2019, 1, 1), Cause.SUSPENSION_PAE, date(2019, 1, 31)))
    assert found.end == date(2023, 4, 19)
    assert found.cap == date(2028, 3, 20) + timedelta(days=30)


def test_overlapping_suspensions_count_each_day_once() -> None:
    found = prescribe(
        Event(date(2019, 1, 1), Cause.SUSPENSION_PAE, date(2019, 1, 31)),
        Event(date(2019, 1, 21), Cause.DOMICILIO, date(2019, 2, 10)),
    )
    assert found.end == date(2023, 3, 20) + timedelta(days=40)


def test_an_open_suspension_stops_the_clock() -> None:
    found = prescribe(Event(date(2023, 3, 10), Cause.SUSPENSION_PAE))
    assert (found.end, found.suspended, found.remaining) == (None, True, 10)


def test_a_suspension_after_consummation_changes_nothing() -> None:
    assert prescribe(Event(date(2024, 1, 1), Cause.SUSPENSION_PAE)).end == date(2023, 3, 20)


def test_caducidad_is_not_interrupted_and_only_an_appeal_or_a_trial_suspends_it() -> None:
    found = extinction(
        CADUCIDAD,
        START,
        [
            Event(date(2019, 1, 1), Cause.GESTION_DE_COBRO),
            Event(date(2019, 2, 1), Cause.DOMICILIO, date(2019, 3, 1)),
            Event(date(2020, 1, 1), Cause.INCONFORMIDAD, date(2020, 1, 11)),
        ],
        TODAY,
        CALENDAR,
    )
    assert [effect.effective for effect in found.effects] == [False, False, True]
    assert found.end == date(2023, 3, 30)


def test_a_term_from_29_february_ends_on_the_first_working_day_of_march() -> None:
    found = extinction(PRESCRIPCION, date(2020, 2, 29), [], TODAY, CALENDAR)
    assert found.end == date(2025, 3, 3)  # 1 and 2 March 2025 are a weekend


def test_future_events_are_refused() -> None:
    with pytest.raises(BadInput, match="futuro"):
        prescribe(Event(TODAY + timedelta(days=1), Cause.RECONOCIMIENTO))


DAYS = st.dates(date(2018, 3, 20), date(2026, 11, 20))


@settings(max_examples=150, deadline=None)
@given(st.lists(DAYS, max_size=5), st.lists(st.tuples(DAYS, st.integers(1, 400)), max_size=4))
def test_it_agrees_with_a_walk_of_running_days_and_never_passes_the_cap(
    gestiones: list[date], pauses: list[tuple[date, int]]
) -> None:
    events = [Event(day, Cause.GESTION_DE_COBRO) for day in gestiones]
    events += [
        Event(day, Cause.SUSPENSION_PAE, min(day + timedelta(days=days), TODAY + timedelta(days=1)))
        for day, days in pauses
    ]
    found = prescribe(*events)
    assert found.end is not None
    assert found.cap is not None
    assert found.end <= found.cap
    stopped = {
        event.day + timedelta(days=n) for event in events if event.end for n in range((event.end - event.day).days)
    }
    running = sum(
        found.counted_from + timedelta(days=n) not in stopped for n in range((found.end - found.counted_from).days)
    )
    if not found.by_cap:
        assert running in (1826, 1827)  # five calendar years hold one leap day or two


@pytest.mark.parametrize(
    ("term", "notified", "last"),
    [
        ("inconformidad", date(2026, 2, 3), "2026-02-25"),
        ("aclaracion", date(2026, 2, 3), "2026-02-11"),
        ("revocacion", date(2026, 2, 3), "2026-03-19"),
        ("pago_cedula", date(2026, 1, 21), "2026-02-16"),  # the 15th day is a Friday
        ("inconformidad", date(2026, 1, 21), "2026-02-13"),  # to appeal, a Friday is a day like any other
        ("convocatoria_de_remate", date(2026, 2, 3), "2026-02-17"),
    ],
)
def test_filing_terms(term: str, notified: date, last: str) -> None:
    assert filing_deadline(term, notified, notified, CALENDAR).figures["ultimo_dia"] == last


def test_every_filing_term_names_its_basis() -> None:
    assert all(term.basis and term.days > 0 for term in filing_terms().values())


def test_the_timeline_tells_what_had_no_effect_and_why() -> None:
    request = ExtinctionRequest.model_validate(
        {"due": "2018-03-19", "events": [{"day": "2024-01-01", "cause": "gestion_de_cobro"}]}
    )
    result = extinction_timeline(request, TODAY, CALENDAR)
    assert result.figures["consumada"] is True
    assert any("sin efecto" in warning for warning in result.warnings)
    assert result.schedule[0]["hecho"] == "Inicio del término"


def test_the_command_prints_the_timeline() -> None:
    events = ["--event", "2022-05-04:gestion_de_cobro", "--event", "2023-01-01..2023-01-11:suspension_pae"]
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "criterio",
            "deadlines",
            "--due",
            "2020-03-17",
            "--today",
            "2026-11-21",
            *events,
            "--json",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout)["figures"]["termino"] == "2027-05-14"
