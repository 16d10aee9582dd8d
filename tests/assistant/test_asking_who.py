"""A manual's function says who does what; terms, amounts, dates and contents are not settled by it."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

import pytest

from assistant.answers import AnswerStatus
from assistant.build import build_assistant
from assistant.library import Library
from assistant.steps import Question
from assistant.understanding.asking_who import asks_who
from corpus.settings import Settings

WHO = [
    "¿Quién supervisa el inventario anual de créditos en mora?",
    "a que area le toca lo de las retenciones de participaciones",
    "área que valida el expediente de una nota de crédito",
    "¿Cuál es la función del Departamento de Supervisión respecto de la conciliación mensual?",
    "el depto del ooad que tiene que hacer con los créditos transferidos",
    "¿qué numeral habla de las fianzas?",
]
ELSE = [
    "¿En qué fecha se cierra el inventario anual de créditos en mora?",
    "cuántos días hay para validar el expediente de una nota de crédito",
    "qué documentos lleva la propuesta de adjudicación directa de fletes",
    "en cuántas copias se entrega el informe de la oficina",
]


@pytest.mark.parametrize("question", WHO)
def test_who_does_something_is_asked(question: str) -> None:
    assert asks_who(question)


@pytest.mark.parametrize("question", ELSE)
def test_something_else_is_asked(question: str) -> None:
    assert not asks_who(question)


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("¿Quién supervisa el inventario físico anual de créditos en mora?", AnswerStatus.ANSWERED),
        (
            "¿En qué fecha se tiene que cerrar el inventario físico anual de créditos en mora?",
            AnswerStatus.NO_CRITERION,
        ),
        ("¿Quién integra la propuesta de adjudicación directa de fletes?", AnswerStatus.ANSWERED),
        ("¿Cuántas cotizaciones lleva la propuesta de adjudicación directa de fletes?", AnswerStatus.NO_CRITERION),
    ],
)
def test_a_function_answers_who_and_nothing_else(
    library: Library, laws_state: Path, question: str, status: AnswerStatus
) -> None:
    assistant = build_assistant(Settings(state_dir=laws_state), library)
    answer = asyncio.run(assistant.answer(Question(text=question, today=date(2026, 11, 21))))
    assert answer.status is status
