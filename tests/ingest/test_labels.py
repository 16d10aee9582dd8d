from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.article_labels import article_key, read_article
from ingest.headings import transitory_heading
from ingest.item_labels import read_items, roman_value
from ingest.ordinals import ordinal_name, read_ordinal
from ingest.repealed import is_repealed


@pytest.mark.parametrize(
    "text",
    [
        "Artículo 192 de este Código.",  # a cross-reference at the start of a line
        "Artículos 5 y 6.",
        "Artículo Único.- Se reforma",
        "El artículo 5.",
    ],
)
def test_what_is_no_article_heading(text: str) -> None:
    assert read_article(text) is None


def test_articles_sort_as_the_law_does() -> None:
    numbers = ["17-H", "17-H Bis", "17-I", "40", "40 A", "40 B", "41", "69-B", "69-B Bis", "69-B Ter", "69-C"]
    assert sorted(numbers, key=article_key) == numbers


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("IV. Cuatro", [("roman", 4)]),
        ("III Bis. Tres", [("roman", 3)]),
        ("C. Apartado", [("roman", 100), ("upper", 3)]),
        ("i) Nueve", [("letter", 9), ("small_roman", 1)]),
        ("VIII.-Para", [("roman", 8)]),
        ("12. Doce", [("figure", 12)]),
        ("De acuerdo con", []),
        ("1.5 por ciento", []),
        ("México. Ciudad", []),
    ],
)
def test_list_labels_and_their_readings(text: str, readings: list[tuple[str, int]]) -> None:
    assert [(label.type, label.value // 100) for label in read_items(text)] == readings


@given(st.integers(1, 399))
def test_roman_numerals_read_back(number: int) -> None:
    values = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    text, rest = "", number
    for value, letters in values:
        text += letters * (rest // value)
        rest %= value
    assert roman_value(text) == number


@given(st.integers(0, 99), st.sampled_from([str.upper, str.lower, str.title]), st.booleans())
def test_an_ordinal_reads_back_from_its_name(number: int, case: object, joined: bool) -> None:
    name = ordinal_name(number)
    assert callable(case)
    written = case(name.replace(" ", "") if joined else name)
    found = read_ordinal(f"{written}.- Texto")
    assert found is not None
    assert found[0] == number


@pytest.mark.parametrize(("text", "number"), [("UNDECIMO.", 11), ("Duodécimo.-", 12), ("1o. x", 1), ("Unico.", 0)])
def test_ordinals_in_older_spellings(text: str, number: int) -> None:
    found = read_ordinal(text)
    assert found is not None
    assert found[0] == number


@pytest.mark.parametrize("text", ["(Se deroga).", "Se deroga", "Derogado.", "(Derogada)", "Se derogan."])
def test_repealed_texts(text: str) -> None:
    assert is_repealed(text)


def test_a_text_that_speaks_of_repeal_is_not_repealed() -> None:
    assert not is_repealed("Se deroga el artículo 5 de la Ley de los Cuadernos.")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("T R A N S I T O R I O S", "plain"),
        ("ARTÍCULOS TRANSITORIOS", "plain"),
        ("Disposiciones Transitorias del Código Fiscal de la Federación", "special"),
        ("DISPOSICIONES GENERALES", None),
        ("Régimen de Transición", None),
    ],
)
def test_headings_of_transitorios(text: str, kind: str | None) -> None:
    assert transitory_heading(text) == kind
