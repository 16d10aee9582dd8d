"""A citation against a catalogue: what exists, what is counted, what is near, what stays open."""

from __future__ import annotations

import pytest

from corpus.citations import (
    Catalogue,
    Outcome,
    Resolution,
    StoreCatalogue,
    find_citations,
    load_forms,
    parse_query,
    resolve,
)


def _resolve(text: str, catalogue: Catalogue, context: str = "") -> Resolution:
    found = find_citations(text, load_forms().context_of(context) if context else None)
    assert len(found) == 1, [citation.reads() for citation in found]
    return resolve(found[0], catalogue)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("artículo 40 A de la LSS", ["LSS:40-A"]),
        ("artículos 39 a 40 A de la LSS", ["LSS:39", "LSS:39-A", "LSS:39-C", "LSS:40", "LSS:40-A"]),
        ("artículos 287 al 289 de la LSS", ["LSS:287", "LSS:288", "LSS:289"]),
        ("artículo 15, fracciones I a III, de la LSS", ["LSS:15/I", "LSS:15/II", "LSS:15/III"]),
        ("artículo 21, último párrafo, del CFF", ["CFF:21/p3"]),
        ("artículo 21, penúltimo párrafo, del CFF", ["CFF:21/p2"]),
        ("artículo 286 I de la LSS", ["LSS:286-I"]),
        ("artículo 15 I de la LSS", ["LSS:15/I"]),
        ("artículo 20, párrafo segundo, fracción I, del CFF", ["CFF:20/I"]),
        ("artículo 26, fracción X, segundo párrafo, inciso a), del CFF", ["CFF:26/X/a"]),
        ("artículo 40 B, primer párrafo, de la LSS", ["LSS:40-B"]),
        ("artículo Tercero transitorio de la LSS", ["LSS:T/1995-12-21/Tercero"]),
    ],
)
def test_existing_provisions_are_found(text: str, ids: list[str], catalogue: Catalogue) -> None:
    resolution = _resolve(text, catalogue)
    assert resolution.outcome is Outcome.FOUND
    assert list(resolution.ids) == ids


def test_a_missing_article_says_what_is_near_and_where_the_law_ends(catalogue: Catalogue) -> None:
    resolution = _resolve("artículo 40 Z de la LSS", catalogue)
    assert resolution.outcome is Outcome.MISSING
    assert set(resolution.nearest) == {"LSS:40", "LSS:40-A", "LSS:40-B"}
    assert resolution.bounds == ("LSS:15", "LSS:289")


def test_a_missing_fraction_says_which_article_it_would_be_in(catalogue: Catalogue) -> None:
    resolution = _resolve("artículo 15, fracción IX, de la LSS", catalogue)
    assert resolution.outcome is Outcome.MISSING
    assert resolution.nearest[0] == "LSS:15"


def test_a_range_with_a_missing_end_is_missing(catalogue: Catalogue) -> None:
    assert _resolve("artículos 287 a 999 de la LSS", catalogue).outcome is Outcome.MISSING


def test_a_range_backwards_is_not_expanded(catalogue: Catalogue) -> None:
    assert _resolve("artículos 289 a 287 de la LSS", catalogue).outcome is Outcome.UNRESOLVED


@pytest.mark.parametrize("text", ["artículo 15 de la LFT", "Acuerdo 187/2003", "artículo 3 de la LIF 2019"])
def test_what_is_not_in_the_corpus_is_external_and_never_missing(text: str, catalogue: Catalogue) -> None:
    assert _resolve(text, catalogue).outcome is Outcome.EXTERNAL


def test_an_article_without_law_lists_the_laws_that_have_it(catalogue: Catalogue) -> None:
    resolution = resolve(parse_query("40-A")[0], catalogue)
    assert resolution.outcome is Outcome.AMBIGUOUS
    assert set(resolution.ids) == {"LSS:40-A", "CFF:40-A"}


def test_a_numeral_without_manual_is_settled_where_only_one_manual_has_it(catalogue: Catalogue) -> None:
    assert _resolve("numeral 27", catalogue).ids == ("MANUAL-JSAC:7.1.3/27",)


def test_a_transitorio_without_law_or_decree_lists_all(catalogue: Catalogue) -> None:
    resolution = _resolve("Séptimo transitorio", catalogue)
    assert resolution.outcome is Outcome.AMBIGUOUS
    assert set(resolution.ids) == {"LSS:T/2001-12-20/Séptimo", "CFF:T/2001-12-31/Séptimo"}


@pytest.mark.parametrize(
    "text", ["dicho precepto", "el párrafo anterior", "la fracción anterior", "el citado artículo"]
)
def test_an_antecedent_is_never_guessed(text: str, catalogue: Catalogue) -> None:
    assert _resolve(text, catalogue).outcome is Outcome.UNRESOLVED
    assert _resolve(text, catalogue, "LSS:40-A").outcome is Outcome.UNRESOLVED


def test_the_article_before_is_the_one_of_the_real_order(catalogue: Catalogue) -> None:
    assert _resolve("el artículo anterior", catalogue, "LSS:40-A").ids == ("LSS:40",)
    assert _resolve("el artículo siguiente", catalogue, "LSS:40-A").ids == ("LSS:40-B",)
    assert _resolve("la fracción II de este artículo", catalogue, "LSS:15").ids == ("LSS:15/II",)


def test_nothing_comes_before_the_first_article(catalogue: Catalogue) -> None:
    assert _resolve("el artículo anterior", catalogue, "LSS:15").outcome is Outcome.UNRESOLVED


@pytest.mark.laws
@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("artículos 287 a 291 de la LSS", ["LSS:287", "LSS:288", "LSS:289", "LSS:290", "LSS:291"]),
        ("artículo 286 I de la LSS", ["LSS:286-I"]),
        ("artículo 21, último párrafo, del CFF", ["CFF:21/p11"]),
        ("artículo 28, fracción I, apartado B, del CFF", ["CFF:28/I/B"]),
        ("artículo 304 A, fracción XII, de la LSS", ["LSS:304-A/XII"]),
        ("artículo 66-A, fracción V, inciso c), del CFF", ["CFF:66-A/V/c"]),
        ("artículo 4o.-A del CFF", ["CFF:4-A"]),
    ],
)
def test_the_real_laws_answer(text: str, ids: list[str], real_catalogue: StoreCatalogue) -> None:
    assert list(_resolve(text, real_catalogue).ids) == ids


@pytest.mark.laws
def test_the_real_laws_have_no_article_999(real_catalogue: StoreCatalogue) -> None:
    resolution = _resolve("artículo 999 de la LSS", real_catalogue)
    assert resolution.outcome is Outcome.MISSING
    assert resolution.bounds == ("LSS:1", "LSS:319")
