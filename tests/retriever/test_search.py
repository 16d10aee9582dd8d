"""What a person types, and what stands first."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.errors import BadInput
from retriever.search import Retriever


def roots(retriever: Retriever, question: str, **options: object) -> list[str]:
    return [hit.provision for hit in retriever.search(question, **options).hits]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("recargos por no enterar a tiempo", "LSS:40-A"),
        ("¿le podemos quitar la cama al señor?", "CFF:157"),
        ("LE PODEMOS QUITAR LA CAMA AL SEÑOR", "CFF:157"),
        ("corrieron al auditor que fue a revisar", "LSS:304-A"),
        ("en cuántos abonos puede pagar", "LSS:40-C"),
        ("prorroga en parsialidades", "LSS:40-C"),
        ("procedimento administratibo de ejecusion", "LSS:291"),
    ],
)
def test_the_provision_that_answers_stands_first(retriever: Retriever, question: str, first: str) -> None:
    assert roots(retriever, question)[0] == first


def test_every_quote_is_verbatim_in_its_root(retriever: Retriever) -> None:
    for hit in retriever.search("recargos, multas y embargo del salario").hits:
        root = retriever.store.get(hit.provision)
        assert root is not None
        assert hit.quote
        assert root.text[hit.start : hit.end] == hit.quote


def test_one_hit_a_root_and_no_more_than_asked(retriever: Retriever) -> None:
    found = roots(retriever, "infracciones del patrón", k=3)
    assert len(found) == len(set(found)) == 3


def test_a_bare_article_shows_every_law_that_has_it_the_lss_first(retriever: Retriever) -> None:
    assert roots(retriever, "40-A")[:2] == ["LSS:40-A", "CFF:40-A"]


def test_a_fraction_named_is_the_hit(retriever: Retriever) -> None:
    hit = retriever.search("art 157 fracc II del código").hits[0]
    assert (hit.provision, hit.node, hit.quote) == ("CFF:157", "CFF:157/II", "II. Los sueldos y salarios.")
    assert hit.cited


def test_the_rest_of_the_question_decides_between_laws(retriever: Retriever) -> None:
    assert roots(retriever, "el aseguramiento precautorio del artículo 40-A")[0] == "CFF:40-A"


def test_what_does_not_exist_is_said_and_not_replaced(retriever: Retriever) -> None:
    result = retriever.search("artículo 40 Z de la LSS")
    assert [absent.raw for absent in result.missing] == ["artículo 40 Z de la LSS"]
    assert "LSS:40-A" in result.missing[0].nearest
    assert result.hits == []


def test_a_repealed_provision_answers_only_whoever_names_it(retriever: Retriever) -> None:
    assert "LSS:299" not in roots(retriever, "se deroga", k=20)
    named = retriever.search("299 LSS").hits[0]
    assert named.provision == "LSS:299"
    assert named.repealed


def test_companions_are_labelled(retriever: Retriever) -> None:
    hits = retriever.search("40 A LSS").hits
    assert [(hit.provision, hit.companion_of) for hit in hits] == [("LSS:40-A", None), ("CFF:21", "LSS:40-A")]


def test_a_day_brings_the_wording_of_that_day(retriever: Retriever) -> None:
    then = retriever.search("prórroga en parcialidades", as_of=date(2022, 5, 1)).hits[0]
    now = retriever.search("prórroga en parcialidades").hits[0]
    assert "doce meses" in then.quote
    assert "cuarenta y ocho meses" in now.quote


def test_before_any_wording_there_is_nothing(retriever: Retriever) -> None:
    assert roots(retriever, "prórroga en parcialidades", as_of=date(1990, 1, 1)) == []


def test_only_the_instruments_asked_for(retriever: Retriever) -> None:
    found = roots(retriever, "recargos por mes", instruments=["CFF"])
    assert found
    assert all(root.startswith("CFF:") for root in found)


@pytest.mark.parametrize(
    "question",
    [
        "",
        " ",
        "a",
        "¿?",
        "😀😀",
        "'; DROP TABLE provisions; --",
        "x" * 20_000,
        "recargos " * 3000,
        "\x00",
        "\ud800 roto",
    ],
)
def test_any_input_is_answered(retriever: Retriever, question: str) -> None:
    for hit in retriever.search(question).hits:
        assert hit.quote


def test_capitals_make_no_difference(retriever: Retriever) -> None:
    question = "¿le podemos quitar la quincena al señor?"
    assert roots(retriever, question.upper()) == roots(retriever, question)


def test_a_question_in_english_finds_what_it_means(retriever: Retriever) -> None:
    assert "CFF:157" in roots(retriever, "can wages be seized?", k=3)


@pytest.mark.parametrize("k", [0, -1, 101])
def test_an_impossible_number_of_hits_is_refused(retriever: Retriever, k: int) -> None:
    with pytest.raises(BadInput, match="entre 1 y 100"):
        retriever.search("recargos", k=k)
