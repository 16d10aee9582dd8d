"""Caducidad and prescripción from what a person tells: no day is left out in silence."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.acting.detect import detect
from assistant.acting.extinctions import told_extinction
from assistant.acting.facts import facts_of
from assistant.acting.plans import plan

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("told", "start", "events"),
    [
        (
            "COP (venció el 17 de febrero de 2020) y el 10 de marzo de 2023 le notificamos requerimiento, ¿prescribe?",
            date(2020, 2, 17),
            [{"day": "2023-03-10", "cause": "gestion_de_cobro"}],
        ),
        (
            "exigible el 18 de febrero de 2019, juicio del 3 de enero de 2022 al 8 de agosto de 2023, ¿ya prescribió?",
            date(2019, 2, 18),
            [{"day": "2022-01-03", "cause": "juicio", "end": "2023-08-08"}],
        ),
        (
            "¿prescribió? reconoció el adeudo el 4 de abril de 2022 y venció el 17 de julio de 2018",
            date(2018, 7, 17),
            [{"day": "2022-04-04", "cause": "reconocimiento"}],
        ),
        ("¿hoy está prescrito un crédito vencido el 17 de enero de 2020?", date(2020, 1, 17), []),
    ],
)
def test_what_happened_is_read_before_or_after_its_day(told: str, start: date, events: list[dict[str, str]]) -> None:
    found = told_extinction(told, TODAY)
    assert (found.start, found.events, found.unread) == (start, events, [])


def test_a_day_without_its_event_is_asked_for() -> None:
    question = "venció el 17 de enero de 2020 y luego el 5 de mayo de 2022, ¿ya prescribió?"
    facts = facts_of((question,), TODAY)
    assert detect(question, facts) == "extincion"
    planned = plan("extincion", question, facts, TODAY)
    assert planned.missing is not None
    assert "5 de mayo de 2022" in planned.missing.question


@pytest.mark.parametrize(
    ("question", "tool"),
    [
        ("Notifiqué una cédula de liquidación el 24 de abril de 2026, ¿qué día es el último para pagar?", "due_date"),
        ("notificada el 5 de enero de 2026, ¿qué día vence la aclaración?", "plazo"),
        ("¿cuánto de recargos le cobro a uno que debe 84,321.55 de COP?", "surcharges"),
        ("multa del 304 en pesos si omitió 84,321.55, mínimo y máximo", "multa_304"),
    ],
)  # fmt: skip
def test_the_calculation_that_is_asked_for(question: str, tool: str) -> None:
    assert detect(question, facts_of((question,), TODAY)) == tool


def test_what_comes_after_moves_what_was_said_before() -> None:
    first = "recargos de la COP de enero de 2026 por 10 mil pesos pagada el 17 de marzo de 2026"
    assert facts_of((first, "¿y si la paga un día después?"), TODAY).days["paid"] == date(2026, 3, 18)
    assert facts_of((first, "¿y dos meses antes?"), TODAY).days["paid"] == date(2026, 1, 17)
    bimesters = facts_of(("¿cuándo vence el primer bimestre de 2026?", "¿y el sexto de 2025?"), TODAY)
    assert bimesters.bimester == "2025-6"
