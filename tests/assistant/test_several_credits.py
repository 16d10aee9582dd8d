"""Several credits in one question are computed apart; which amount is of which credit is asked, never guessed."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

import pytest

from assistant.acting.detect import detect
from assistant.acting.facts import facts_of
from assistant.acting.plans import Plan
from assistant.acting.several import several_credits
from assistant.build import build_assistant
from assistant.library import Library
from assistant.steps import Question
from corpus.settings import Settings

TODAY = date(2026, 11, 21)


def plans(question: str) -> list[Plan]:
    facts = facts_of((question,), TODAY)
    assert detect(question, facts) == "surcharges"
    return several_credits((question,), facts, TODAY)


@pytest.mark.parametrize(
    ("question", "credits"),
    [
        (
            "debe cop de enero 2026 por 10,000 y cop de febrero 2026 por 12,000, cuánto es al 15 de junio de 2026",
            [("10000", "2026-01"), ("12000", "2026-02")],
        ),
        (
            "10,000 de cop de enero 2026 y 8,000 de rcv del 1er bimestre de 2026, cuánto debe al 15 de junio de 2026",
            [("10000", "2026-01"), ("8000", "2026-1")],
        ),
        (
            "cuánto debe de las COP de enero, febrero y marzo de 2025, 10,000 cada una",
            [("10000", "2025-01"), ("10000", "2025-02"), ("10000", "2025-03")],
        ),
        (
            "cuánto debe de cop de noviembre a enero de 2026, 5,000 cada mes",
            [("5000", "2025-11"), ("5000", "2025-12"), ("5000", "2026-01")],
        ),
        (
            "debe enero 10,000, febrero 12,000 y marzo 9,000 de 2025 de cop, cuánto es",
            [("10000", "2025-01"), ("12000", "2025-02"), ("9000", "2025-03")],
        ),
        (
            "calcula hoy: cop de mayo 2026 $5,000; multa de $3,000 notificada el 2 de marzo de 2026",
            [("5000", "2026-05"), ("3000", "2026-03-02")],
        ),
    ],
)
def test_each_credit_has_its_amount_and_its_period(question: str, credits: list[tuple[str, str]]) -> None:
    found = [plan.arguments for plan in plans(question)]
    told = [(each["amount"], each.get("period") or each.get("bimester") or each["notified"]) for each in found]
    assert told == credits


@pytest.mark.parametrize(
    "question",
    [
        "cuánto debe de 10,000 de cop de enero de 2026 si ya pagó 2,000 el 3 de marzo de 2026",
        "cuánto debe de cop de enero de 2026 y febrero de 2026 por 20,000",
        "cuánto debe de la rcv del 1er y 2o bimestre de 2025 por 8,000 cada uno",
        "cuánto debe de 100,000 de cuota patronal y 20,000 de cuota obrera de cop de enero 2026",
    ],
)
def test_what_is_not_clear_is_asked(question: str) -> None:
    (asked,) = plans(question)
    assert asked.missing is not None


@pytest.mark.parametrize(
    "question",
    [
        "cuánto debe de la cop de enero de 2026 por $10,000.00 (diez mil pesos) al 18 de marzo de 2026",
        "cuánto debe de la cop de enero 2026 por 10,000 si la paga en el mes de mayo de 2026",
    ],
)
def test_one_credit_stays_one(question: str) -> None:
    assert plans(question) == []


def test_the_answer_adds_them_up_and_tells_each(library: Library, laws_state: Path) -> None:
    question = "debe cop de enero 2026 por 10,000 y cop de febrero 2026 por 12,000, cuánto es al 15 de junio de 2026"
    assistant = build_assistant(Settings(state_dir=laws_state), library)
    answer = asyncio.run(assistant.answer(Question(text=question, today=TODAY)))
    assert [call.result["total"] for call in answer.tools] == ["10974.18", "12852.26"]
    assert answer.answer.startswith("Son 2 créditos: $23,826.44 en total.")
    assert "$12,852.26" in answer.answer
