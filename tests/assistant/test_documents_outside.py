"""The oficio circular of 2018 is not in the corpus; another one that the question names by its number may be."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.outside import OutsideMatters

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("question", "outside"),
    [
        ("¿qué dice el oficio circular 0952179000/UFC/USE/UISS/23?", True),
        ("¿qué requisitos pide el oficio circular?", True),
        ("¿qué pide el oficio circular de 2018?", True),
        ("¿qué dice el punto 2 del oficio circular 0952179000/FICT/UFC/01/2026?", False),
        ("oficio circular número 0952179000/FICT/UFC/01/2026, ¿qué dice?", False),
    ],
)
def test_only_the_one_that_nobody_gave_us_is_outside(question: str, outside: bool) -> None:
    matters = OutsideMatters.load(ROOT / "corpus" / "outside.yaml")
    assert (matters.find(question, []) is not None) is outside
