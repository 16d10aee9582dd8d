"""Earlier laws of the same name, and decrees that reform several laws: their articles are not taken for ours."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from corpus.citations import find_citations, load_forms

OWN = load_forms().context_of("LSS:T/1995-12-21/Tercero", date(1995, 12, 21))
REFORM = load_forms().context_of("LSS:T/2021-04-23/Séptimo", date(2021, 4, 23))
ARTICLE = load_forms().context_of("LSS:39")


def ids(text: str, context: object = ARTICLE) -> list[str | None]:
    return [citation.id for citation in find_citations(text, context)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("el artículo 33 de la Ley del Seguro Social de 1973", "Ley del Seguro Social de 1973:33"),
        ("el artículo 33 de la Ley de 1973", "Ley del Seguro Social de 1973:33"),
        ("el artículo 33 de la Ley abrogada", "Ley del Seguro Social abrogada:33"),
        ("el artículo 33 de la LSS que se abroga", "Ley del Seguro Social que se abroga:33"),
        (
            "el artículo 33 de la LSS, publicada en el Diario Oficial de la Federación el 12 de marzo de 1973",
            "Ley del Seguro Social de 1973:33",
        ),
        ("el artículo 33 de la Ley del Seguro Social de 1995", "LSS:33"),
        ("el artículo 33 de la Ley del Seguro Social, que se deroga", "LSS:33"),
        ("el artículo 33 de esta Ley", "LSS:33"),
    ],
)
def test_an_earlier_law_of_the_same_name_is_another_law(text: str, named: str) -> None:
    assert ids(text) == [named]


def test_in_the_transitorios_of_a_law_the_one_that_ends_is_the_earlier_one() -> None:
    assert ids("el artículo 33 de la Ley que se deroga", OWN) == ["Ley del Seguro Social que se abroga:33"]
    assert ids("Se abroga la Ley, con excepción de los artículos 16 y 21.", OWN) == [None, None]


def test_a_decree_that_reforms_several_laws_leaves_a_bare_article_open() -> None:
    text = "de acuerdo a los artículos 18 y 20. Lo dispuesto en el artículo 75 de la Ley del Seguro Social."
    assert ids(text, REFORM) == ["LSS:18", "LSS:20", "LSS:75"]
    assert ids(text, replace(REFORM, shared=True)) == [None, None, "LSS:75"]
