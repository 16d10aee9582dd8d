"""Article numbers in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retriever.spoken_numbers import with_digits

num2words = pytest.importorskip("num2words").num2words


@pytest.mark.parametrize(
    ("spoken", "written"),
    [
        ("artículo ciento cincuenta y uno bis del código", "artículo 151 bis del código"),
        ("el articulo cuarenta a de la ley", "el articulo 40 a de la ley"),
        ("texto del 144 segundo párrafo cff", "texto del artículo 144, segundo párrafo cff"),
        ("artículo 144 segundo párrafo", "artículo 144 segundo párrafo"),
        ("el artículo sobre embargo", "el artículo sobre embargo"),
        ("numeral veintisiete", "numeral 27"),
        ("40-A y ya", "40-A y ya"),
    ],
)
def test_spoken_forms(spoken: str, written: str) -> None:
    assert with_digits(spoken) == written


@given(st.integers(min_value=1, max_value=399))
def test_every_article_number_can_be_spoken(number: int) -> None:
    assert with_digits(f"artículo {num2words(number, lang='es')} del código") == f"artículo {number} del código"


@given(st.text(max_size=300))
def test_any_text_passes(text: str) -> None:
    with_digits(text)
