"""Registro patronal, credit number and period."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import BadInput
from tools.credits.identifiers import check_digit, credit_number, employer_number, period

TEN = st.from_regex(r"[A-Z0-9][0-9]{9}", fullmatch=True)


def test_the_known_vectors() -> None:
    assert check_digit("Y609999940") == 8
    assert check_digit("B551076810") == 0


@given(TEN)
def test_one_check_digit_is_right_and_nine_are_wrong(ten: str) -> None:
    right = check_digit(ten)
    assert employer_number(f"{ten}{right}") == f"{ten}{right}"
    for digit in set(range(10)) - {right}:
        with pytest.raises(BadInput, match="dígito verificador"):
            employer_number(f"{ten}{digit}")


@given(TEN, st.integers(0, 9), st.integers(0, 9))
def test_a_mistyped_digit_is_noticed(ten: str, place: int, digit: int) -> None:
    if place == 0 or ten[place] == str(digit):
        return
    wrong = ten[:place] + str(digit) + ten[place + 1 :]
    with pytest.raises(BadInput):
        employer_number(f"{wrong}{check_digit(ten)}")


def test_zeros_in_front_are_kept_and_dashes_are_not() -> None:
    assert credit_number(" 000000001 ") == "000000001"
    assert employer_number("y60-99999-40-8") == "Y6099999408"


@pytest.mark.parametrize("text", ["", "26%", "_________", "26123456", "2612345678", "' OR 1=1 --", "٢٦١٢٣٤٥٦٧"])
def test_anything_else_is_no_number(text: str) -> None:
    with pytest.raises(BadInput, match="nueve dígitos"):
        credit_number(text)


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "2026", "%-01", "2026-1"])
def test_a_period_is_a_month(text: str) -> None:
    with pytest.raises(BadInput, match="no es un mes"):
        period(text)
