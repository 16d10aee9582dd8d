"""Which clauses of a provision are quoted."""

from __future__ import annotations

from assistant.composing.clauses import Clause
from assistant.composing.picking import BESIDE, MAIN, Brevity, pick
from corpus.provisions import ProvisionKind
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
        Passage(clause.id, clause.start, clause.end, near.get(position, 0.7), near.get(position, 0.4))
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


def test_beside_another_provision_less_is_shown() -> None:
    clauses = _clauses(repeat=8)
    assert len(pick(clauses, _passages(clauses, 4), "¿quién guarda los bienes embargados?", BESIDE)) <= BESIDE.clauses


def test_what_is_far_below_the_best_is_left_out() -> None:
    clauses = _clauses(repeat=8)
    strict = Brevity(whole=0, clauses=4, gap=0.0)
    assert pick(clauses, _passages(clauses, 7), "depositario nombrado para la guarda", strict) == [clauses[7]]
