"""What a message is joined to, and which day's law it asks for."""

from __future__ import annotations

import time
from datetime import date

import pytest

from assistant.understanding.intents import Intent
from assistant.understanding.understand import understand

BEFORE = ("calcula los recargos de la COP no pagada",)


@pytest.mark.parametrize(
    "text",
    ["agosto de 2025", "$50,000.00", "RCV", "12 parcialidades", "es el 3o. bimestre", "17 de marzo de 2026",
     "¿y si paga en marzo?", "¿en qué fracción?", "entonces, ¿cuánto sería?"],
)  # fmt: skip
def test_what_completes_the_question_before_is_joined_to_it(text: str) -> None:
    found = understand(text, BEFORE)
    assert found.follows_up
    assert BEFORE[0] in found.standalone


@pytest.mark.parametrize("text", ["artículo 21 del CFF", "40-A", "¿qué es una multa?", "¿quién remata los bienes?"])
def test_what_stands_alone_is_not(text: str) -> None:
    assert not understand(text, BEFORE).follows_up


def test_a_correction_of_the_law_keeps_the_article() -> None:
    found = understand("no, me refiero al del código", ("artículo 40",))
    assert found.standalone == "artículo 40 del codigo"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("¿qué decía el artículo 302 en 2023?", date(2023, 7, 1)),
        ("¿qué decía el 15 de marzo de 2023 el artículo 302?", date(2023, 3, 15)),
        ("¿cuánto debe de la COP de marzo de 2023?", None),
    ],
)
def test_the_day_whose_law_is_asked_for(text: str, day: date | None) -> None:
    assert understand(text).as_of == day


def test_the_number_of_an_oficio_is_no_credit_and_no_employer() -> None:
    found = understand("¿qué pide el oficio circular 0952179000/UFC/USE/UISS/23?")
    assert not found.credits
    assert not found.employers
    assert found.intent is Intent.QUESTION


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("redacta la consulta sobre las multas", Intent.DRAFT),
        ("quiero que prepares un oficio a la División", Intent.DRAFT),
        ("¿quién formula las consultas técnicas?", Intent.QUESTION),
        ("¿cómo se elabora el oficio de consulta?", Intent.QUESTION),
    ],
)
def test_an_order_to_draft_is_told_from_a_question_about_drafting(text: str, intent: Intent) -> None:
    assert understand(text).intent is intent


@pytest.mark.parametrize("text", ["1" * 50 + " q", "1," * 28 + " q", "de " * 18 + "q", "$" * 55 + "q"])
def test_a_message_of_numbers_is_read_at_once(text: str) -> None:
    began = time.perf_counter()
    assert not understand(text, BEFORE).follows_up
    assert time.perf_counter() - began < 1


def test_a_part_alone_is_of_the_article_named_before() -> None:
    found = understand("¿y qué dice la fracción II?", ("¿qué dice el artículo 304 A de la LSS?",))
    assert found.standalone == "fraccion ii del artículo 304 A de la LSS"


def test_what_another_article_says_needs_nothing_said_before() -> None:
    assert not understand("¿y qué dice el 40 C?", ("¿cuánto debe de la COP de enero con $10,000.00?",)).follows_up
