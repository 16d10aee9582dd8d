"""What goes on from a rule is quoted with it: the least amount, when a notice takes effect, what it spares."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

import pytest

from assistant.build import build_assistant
from assistant.composing.clauses import Clause
from assistant.composing.continuations import LONGEST, continued
from assistant.library import Library
from assistant.steps import Question
from corpus.provisions import ProvisionKind
from corpus.settings import Settings


def _clauses(*texts: str) -> list[Clause]:
    found, start = list[Clause](), 0
    for number, text in enumerate(texts, 1):
        found.append(Clause(f"LEY:1/p{number}", "LEY:1", text, start, start + len(text), ProvisionKind.PARAGRAPH))
        start += len(text) + 1
    return found


def test_what_goes_on_is_added_as_far_as_it_goes() -> None:
    clauses = _clauses(
        "El patrón pagará.",
        "Lo anterior no será aplicable en concurso.",
        "En este caso pagará el síndico.",
        "El Instituto resolverá.",
        "Dicho plazo es improrrogable.",
    )
    assert continued(clauses[:1], clauses) == clauses[1:3]
    assert continued(clauses[3:4], clauses) == clauses[4:]


@pytest.mark.parametrize(
    "text",
    [
        "El Instituto podrá requerir lo anterior.",
        "En los casos a que se refiere el párrafo anterior:",
        "Lo anterior " + "x" * LONGEST,
        "En el caso de defunción pagará el heredero.",
    ],
)
def test_another_rule_a_list_and_a_long_one_are_not(text: str) -> None:
    clauses = _clauses("El patrón pagará.", text)
    assert continued(clauses[:1], clauses) == []


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("¿cuánto son los gastos de ejecución?", "inferior a $630.00, se cobrará esta cantidad"),
        (
            "¿cuántos días tiene el patrón para pagar una cédula de liquidación?",
            "surtirán sus efectos el día hábil siguiente",
        ),
    ],
)
def test_the_law_is_quoted_to_its_end(library: Library, laws_state: Path, question: str, told: str) -> None:
    assistant = build_assistant(Settings(state_dir=laws_state), library)
    assert told in asyncio.run(assistant.answer(Question(text=question, today=date(2026, 11, 21)))).answer
