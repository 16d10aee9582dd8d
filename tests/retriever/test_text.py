"""Terms, spelling, glossary and fusion."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.editorial import GlossaryEntry
from retriever.entries import windows
from retriever.fusion import fuse
from retriever.questions import MAX_CHARACTERS, QuestionReader
from retriever.spelling import Speller
from retriever.terms import terms, words

VOCABULARY = {
    "patron": 900,
    "patrona": 1,
    "parcialidades": 40,
    "embargo": 300,
    "recargos": 80,
    "cuotas": 500,
}


@pytest.mark.parametrize("written", ["40-A", "40 A", "40A", "40a", "40-a"])
def test_an_article_number_has_one_term_however_it_is_written(written: str) -> None:
    assert words(written) == ["40a", "40"]


def test_a_preposition_after_a_number_is_not_its_letter() -> None:
    assert words("20 de enero") == ["20", "de", "enero"]
    assert words("DEL 40 A 50") == ["del", "40", "a", "50"]


def test_accents_capitals_and_endings_make_no_difference() -> None:
    assert terms("NOTIFICACIÓN") == terms("notificacion") == terms("notificaciones")


def test_acronyms_are_not_stemmed() -> None:
    assert terms("RCV y UMA") == ["rcv", "uma"]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("parsialidades", "parcialidades"),
        ("embrago", "embargo"),
        ("recragos", "recargos"),
        ("pago", "pago"),  # four letters: too short to guess
        ("xilofono", "xilofono"),  # nothing is near
        ("embargos", "embargos"),  # its stem is known
    ],
)
def test_spelling(typed: str, read: str) -> None:
    assert Speller(VOCABULARY).correct(typed) == read


def test_the_glossary_adds_the_words_of_the_law_below_the_persons_own() -> None:
    glossary = [GlossaryEntry("congelar cuentas", "…", ("congelar la cuenta",), ("inmovilización",))]
    read = QuestionReader(Speller({}), glossary).read("congelar la cuenta del patrón")
    weights = dict(read.terms)
    assert read.understood == ("congelar cuentas",)
    assert weights["patron"] == 1.0
    assert 0 < weights[terms("inmovilización")[0]] < 1.0


def test_a_document_pasted_as_a_question_is_read_in_part() -> None:
    assert len(QuestionReader(Speller({}), []).read("palabra " * 5000).text) <= MAX_CHARACTERS


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    read = QuestionReader(Speller(VOCABULARY), []).read(text)
    read.text.encode("utf-8")
    assert all(term for term, _ in read.terms)


@given(st.text(alphabet="abc .;:\nÁÉ", min_size=0, max_size=6000))
def test_windows_cover_a_text_in_order_without_overlap(text: str) -> None:
    spans = windows(text, 0, len(text))
    kept = "".join(text[start:end] for start, end in spans)
    assert kept.replace(" ", "").replace("\n", "") == text.replace(" ", "").replace("\n", "")
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert all(end - start <= 1100 for start, end in spans)


def test_fusion_counts_a_key_once_a_ranking_and_weighs() -> None:
    scores = fuse([1.0, 2.0], [np.array([0, 1, 1]), np.array([1])], smoothing=20.0)
    assert scores.tolist() == pytest.approx([1 / 21, 1 / 22 + 2 / 21])
    # What comes after a repeated key moves up; what is no root (-1) takes its place and counts for nothing.
    assert fuse([1.0], [np.array([2, 2, -1, 0])], smoothing=20.0).tolist() == pytest.approx([1 / 23, 0, 1 / 21])
