"""What must hold for every provision id and every text."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.citations import StoreCatalogue, find_citations, format_citation, parse_label, parse_query, public_label
from corpus.citations.words import ordinal_label, ordinal_value, roman, roman_value

LATIN = ["Bis", "Ter", "Quáter", "Quintus", "Quinquies"]
LETTERS = "ABCDEFGHJKLMN"
VOCABULARY = (
    "artículo artículos 40 A -A 17-A 4o. Bis fracción fracciones II IV XII inciso a) b) párrafo segundo "
    "último de la del LSS CFF Ley Código Reglamento Seguro Social , ; y o a al ( ) . transitorio Séptimo "
    "decreto 20 diciembre 2001 7.1.3 numeral 27 este anterior dicho mismo ordenamiento "
)


@st.composite
def article_paths(draw: st.DrawFn) -> str:
    slug = str(draw(st.integers(1, 399)))
    if draw(st.booleans()):
        slug += "-" + draw(st.sampled_from(LETTERS))
    if draw(st.integers(0, 4)) == 0:
        slug += "-" + draw(st.sampled_from(LATIN))
    steps = [slug]
    if draw(st.integers(0, 4)) == 0:
        steps.append(draw(st.sampled_from("ABDE")))
    if draw(st.booleans()):
        steps.append(roman(draw(st.integers(1, 50))))
        if draw(st.booleans()):
            steps.append(draw(st.sampled_from("abcdefghijklm")))
            if draw(st.integers(0, 3)) == 0:
                steps.append(str(draw(st.integers(1, 9))))
    if draw(st.integers(0, 2)) == 0:
        steps.append(f"p{draw(st.integers(1, 25))}")
    return "/".join(steps)


@st.composite
def provision_ids(draw: st.DrawFn) -> str:
    kind = draw(st.sampled_from(["article", "article", "article", "numeral", "transitorio"]))
    if kind == "numeral":
        manual, chapter = draw(st.sampled_from([("MANUAL-JSAC", "7.1.3"), ("MANUAL-DIR", "7.3.1.2")]))
        inciso = "/" + draw(st.sampled_from("abcd")) if draw(st.booleans()) else ""
        return f"{manual}:{chapter}/{draw(st.integers(1, 99))}{inciso}"
    if kind == "transitorio":
        day = draw(st.dates(min_value=date(1982, 1, 1)))
        suffix = draw(st.sampled_from(["", "", "", ".2"]))
        fraction = "/" + roman(draw(st.integers(1, 12))) if draw(st.booleans()) else ""
        ordinal = ordinal_label(draw(st.integers(0, 45)))
        return f"{draw(st.sampled_from(['LSS', 'CFF']))}:T/{day.isoformat()}{suffix}/{ordinal}{fraction}"
    return f"{draw(st.sampled_from(['LSS', 'CFF', 'LIF-2026', 'LFT', 'RACERF']))}:{draw(article_paths())}"


@settings(max_examples=600, deadline=None)
@given(
    provision_ids(),
    st.sampled_from(["formal", "short"]),
    st.sampled_from(["{}", "conforme al {}.", "({}), que", "Vea {}; y"]),
)
def test_format_then_read_gives_the_same_provision(provision_id: str, style: str, frame: str) -> None:
    text = frame.format(format_citation(provision_id, style))
    assert [citation.id for citation in find_citations(text)] == [provision_id], text


@settings(max_examples=200, deadline=None)
@given(provision_ids())
def test_the_id_itself_is_read(provision_id: str) -> None:
    assert [citation.id for citation in find_citations(f"véase {provision_id}.")] == [provision_id]


@settings(max_examples=200, deadline=None)
@given(provision_ids().filter(lambda item: not item.startswith(("LFT", "RACERF"))))
def test_public_label_is_read_back(provision_id: str) -> None:
    assert parse_label(provision_id.partition(":")[0], public_label(provision_id)) == provision_id


@settings(max_examples=300, deadline=None)
@given(
    st.text(max_size=400) | st.text(alphabet="artículo 40-A,. fracción IV LSS CFF de la y()0123456789\n", max_size=400)
)
def test_any_text_is_read_without_failing_and_spans_are_in_order(text: str) -> None:
    for found in (find_citations(text), parse_query(text)):
        for citation in found:
            assert 0 <= citation.start < citation.end <= len(text)
            assert text[citation.start : citation.end] == citation.raw
        assert [citation.start for citation in found] == sorted(citation.start for citation in found)


@given(st.integers(1, 199))
def test_roman_numbers_read_back(number: int) -> None:
    assert roman_value(roman(number)) == number
    assert roman_value(roman(number).lower()) == number


@given(st.integers(1, 9))
def test_ordinals_read_back(number: int) -> None:
    assert ordinal_value(ordinal_label(number).lower().replace("é", "e")) == number


HOSTILE = [
    "artículo ",
    "1, ",
    "fracción I, ",
    "fracción I del artículo 1 y la ",
    "(",
    "((LSS ",
    "de la Ley De ",
    "Reglamento de ",
    "Reglamento de la Ley ",
    "primer, segundo, ",
    "transitorio primero ",
    "7.1.3 ",
    "1.",
    "40 A, ",
    "17-A y ",
    "inciso a) de la ",
    "L.S.S.",
    "los 17-A, ",
    "artículos 1, fracción I y ",
    "Séptimo transitorio del decreto publicado ",
    "numeral 1 de ",
    "A",
    "1",
    "AS2.HCT.",
    "1/2/",
    "Acuerdo a a a ",
    "123456/AA",
    "segundo párrafo de la fracción I de la ",
    "fracciones I a V y ",
    "el mismo ",
    "́",
    "Título I del Capítulo II de ",
    "de la Ley antes ",
]


@pytest.mark.slow
@pytest.mark.parametrize("unit", HOSTILE)
def test_time_grows_with_the_text_and_not_with_its_square(unit: str) -> None:
    """Doubling a hostile text of 50,000 characters may not cost three times as much (four would be quadratic)."""

    def seconds(length: int) -> float:
        text = (unit * (length // len(unit) + 1))[:length]
        best = float("inf")
        for _ in range(2):
            start = time.process_time()
            find_citations(text)
            best = min(best, time.process_time() - start)
        return best

    short, long = seconds(50_000), seconds(100_000)
    assert long < 3 * short + 0.05


def test_every_provision_of_the_corpus_formats_and_reads_back(real_catalogue: StoreCatalogue) -> None:
    wrong = []
    for instrument in ("LSS", "CFF", "LIF-2026", "MANUAL-JSAC", "MANUAL-DIR"):
        for root in real_catalogue.order(instrument):
            for style in ("formal", "short"):
                text = format_citation(root, style)
                found = find_citations(text)
                readings = {citation.id for citation in found} | {item for c in found for item in c.candidates}
                if len(found) != 1 or root not in readings:
                    wrong.append((root, text, [citation.reads() for citation in found]))
    assert not wrong
