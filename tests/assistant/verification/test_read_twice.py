"""Sentences that a second reader read: what it holds stands, but for figures and references that are nowhere there."""

from __future__ import annotations

import pytest

from assistant.verification import Cited, Draft, Fault, SentenceReport, Stated, Verifier

pytestmark = pytest.mark.laws

WHOLE = "El crédito fiscal se extingue por prescripción en el término de cinco años."


def _check(verifier: Verifier, text: str, cites: str, held: bool | None) -> SentenceReport:
    return verifier.verify(Draft([Stated(text, (Cited(cites),), second_reading=held)])).sentences[0]


def _faults(report: SentenceReport) -> set[Fault]:
    return {fault.fault for fault in report.faults}


@pytest.mark.parametrize(
    ("text", "cites"),
    [
        ("Lo que se le debe al fisco deja de poder cobrarse pasados cinco años.", "CFF:146"),
        ("No basta con deber: el interventor no puede llevarse más del 10% de lo que entra.", "CFF:165"),
    ],
)
def test_what_the_reader_holds_stands_and_what_it_does_not_hold_falls(
    verifier: Verifier, text: str, cites: str
) -> None:
    assert _check(verifier, text, cites, held=True).supported
    assert _faults(_check(verifier, text, cites, held=False)) == {Fault.LECTURA}


@pytest.mark.parametrize(
    "text",
    [
        "Lo que se le debe al fisco deja de poder cobrarse pasados siete años.",
        "Lo que se le debe al fisco deja de poder cobrarse pasados cinco meses.",
        "Lo que se le debe al fisco deja de poder cobrarse cuando se paga el cinco por ciento.",
    ],
)
def test_a_figure_that_is_nowhere_there_falls_whatever_the_reader_says(verifier: Verifier, text: str) -> None:
    assert _faults(_check(verifier, text, "CFF:146", held=True)) == {Fault.CIFRA}


def test_a_reference_that_is_not_cited_falls_whatever_the_reader_says(verifier: Verifier) -> None:
    said = "Lo que se le debe al fisco deja de poder cobrarse a los cinco años, dice el artículo 999."
    assert Fault.REFERENCIA in _faults(_check(verifier, said, "CFF:146", held=True))


def test_a_piece_of_the_law_may_be_dropped_by_the_reader_and_a_whole_sentence_of_it_may_not(verifier: Verifier) -> None:
    assert _check(verifier, WHOLE, "CFF:146", held=False).supported
    piece = WHOLE.removesuffix(" en el término de cinco años.") + "."
    assert _faults(_check(verifier, piece, "CFF:146", held=False)) == {Fault.LECTURA}


def test_a_reference_by_its_place_may_be_said_as_the_cited_text_says_it(verifier: Verifier) -> None:
    said = "Si no cumple la fracción I del artículo anterior, el salario íntegro queda a cargo del patrón."
    assert Fault.REFERENCIA not in _faults(_check(verifier, said, "LSS:103", held=None))
    assert Fault.REFERENCIA in _faults(_check(verifier, said, "LSS:40-A", held=None))


def test_what_the_provision_denies_in_another_sentence_is_no_contradiction(verifier: Verifier) -> None:
    said = (
        "La Secretaría de Hacienda y Crédito Público tendrá la facultad de fijar o modificar en una lista la "
        "clasificación de los ingresos inherentes, no inherentes y de carácter excepcional."
    )
    assert Fault.NEGACION not in _faults(_check(verifier, said, "LIF-2026:23", held=None))
