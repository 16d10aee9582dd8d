"""Which clauses of a provision are quoted."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date
from pathlib import Path

from assistant.build import build_assistant
from assistant.composing.clauses import Clause
from assistant.composing.picking import BESIDE, MAIN, Brevity, pick
from assistant.library import Library
from assistant.steps import Question
from corpus.provisions import ProvisionKind
from corpus.settings import Settings
from retriever.passages import Passage

TEXTS = (
    "El patrón está obligado a registrarse e inscribir a sus trabajadores en el Instituto.",
    "Los bienes embargados podrán dejarse bajo la guarda del depositario que se nombre.",
    "El depositario rendirá cuentas mensuales de su gestión a la autoridad ejecutora.",
)


def _clauses(repeat: int = 1) -> list[Clause]:
    found, start = [], 0
    for number, text in enumerate(TEXTS * repeat, 1):
        found.append(Clause(f"LEY:1/p{number}", "LEY:1", text, start, start + len(text), ProvisionKind.PARAGRAPH))
        start += len(text) + 1
    return found


def _passages(clauses: list[Clause], nearest: int) -> list[Passage]:
    near = {nearest: 0.9}
    return [
        Passage(clause.id, clause.start, clause.end, near.get(position, 0.7), near.get(position, 0.4), 0.8)
        for position, clause in enumerate(clauses)
    ]


def test_a_short_provision_is_quoted_whole() -> None:
    clauses = _clauses()
    assert pick(clauses, _passages(clauses, 1), "¿quién guarda los bienes?", MAIN) == clauses


def test_of_a_long_one_the_best_clause_comes_first_and_the_rule_is_not_left_out() -> None:
    clauses = _clauses(repeat=8)
    found = pick(clauses, _passages(clauses, 4), "¿quién guarda los bienes embargados?", MAIN)
    assert found[0] is clauses[4]
    assert clauses[0] in found
    assert len(found) <= MAIN.clauses + 1


def test_the_part_that_a_typical_question_asks_for_is_quoted() -> None:
    clauses = _clauses(repeat=8)
    passages = [replace(passage, asked=0.95 if at == 6 else 0.8) for at, passage in enumerate(_passages(clauses, 6))]
    strict = Brevity(whole=0, clauses=4, gap=0.0)
    assert pick(clauses, passages, "¿y eso quién lo ve?", strict) == [clauses[6]]


def test_beside_another_provision_less_is_shown() -> None:
    clauses = _clauses(repeat=8)
    assert len(pick(clauses, _passages(clauses, 4), "¿quién guarda los bienes embargados?", BESIDE)) <= BESIDE.clauses


def test_what_is_far_below_the_best_is_left_out() -> None:
    clauses = _clauses(repeat=8)
    strict = Brevity(whole=0, clauses=4, gap=0.0)
    assert pick(clauses, _passages(clauses, 7), "depositario nombrado para la guarda", strict) == [clauses[7]]


def test_the_fraction_that_rules_is_found_by_what_people_ask_of_it(library: Library, laws_state: Path) -> None:
    asked = Question(text="me pueden cancelar el convenio si dejo de pagar", today=date(2026, 11, 21))
    answer = asyncio.run(build_assistant(Settings(state_dir=laws_state), library).answer(asked))
    assert "Se revocará la autorización para pagar a plazos" in answer.answer
