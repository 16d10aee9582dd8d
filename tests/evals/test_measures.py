"""Readability and calibration against values worked out by hand."""

from __future__ import annotations

import pytest

from evals.answers.calibration import calibration_of
from evals.answers.readability import band, fernandez_huerta, syllables, szigriszt


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("sol", 1),
        ("recargo", 3),
        ("actualización", 5),
        ("día", 2),
        ("ley", 1),
        ("quiere", 2),
        ("guerra", 2),
        ("leer", 2),
        ("cuota", 2),
        ("averiguáis", 4),
        ("pingüino", 3),
        ("crédito", 3),
        ("país", 2),
        ("y", 1),
    ],
)
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_indexes_of_a_sentence_counted_by_hand() -> None:
    text = "El patrón paga la cuota."  # 1 + 2 + 2 + 1 + 2 syllables, five words, one sentence
    assert szigriszt(text) == pytest.approx(206.835 - 62.3 * 8 / 5 - 5)
    assert fernandez_huerta(text) == pytest.approx(206.84 - 60 * 8 / 5 - 1.02 * 5)
    assert band(30) == "muy difícil"
    assert band(90) == "muy fácil"


def test_the_wording_of_the_law_does_not_count() -> None:
    assert szigriszt("El patrón paga. «Extraordinariamente, consuetudinariamente»") == szigriszt("El patrón paga.")
    assert szigriszt("«solo la ley»") is None


def test_calibration_by_hand() -> None:
    found = calibration_of([(0.9, True), (0.9, True), (0.9, False), (0.1, False)])
    assert found is not None
    assert found.brier == pytest.approx((0.01 + 0.01 + 0.81 + 0.01) / 4)
    assert found.ece == pytest.approx((3 * abs(2 / 3 - 0.9) + 0.1) / 4)
    assert [one.count for one in found.bins] == [1, 3]
    assert calibration_of([]) is None


def test_a_certain_probability_has_its_bin() -> None:
    found = calibration_of([(1.0, True), (0.0, False)])
    assert found is not None
    assert (found.brier, found.ece, len(found.bins)) == (0.0, 0.0, 2)
