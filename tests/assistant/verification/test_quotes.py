"""Quotes are exact. The same trials that accept altered quotes elsewhere, over a hundred real sentences."""

from __future__ import annotations

import random
import re
import unicodedata

import pytest

from assistant.answers import Verdict
from assistant.verification import Cited, Draft, Stated, Verifier
from assistant.verification.quotes import is_verbatim, quoted_in
from corpus.provisions import Provision
from corpus.store import CorpusStore

pytestmark = pytest.mark.laws
NUMBERS = ("dos", "tres", "cinco", "diez", "quince", "veinte", "treinta", "cuarenta")


@pytest.fixture(scope="module")
def quotes(store: CorpusStore) -> list[tuple[Provision, str]]:
    """A hundred sentences of LSS and CFF articles, each with its article, and a negation in every one."""
    found = []
    for instrument in ("LSS", "CFF"):
        for root in store.roots(instrument):
            if ":T/" in root.id:
                continue
            sentences = [s for s in re.split(r"(?<=\.)\s", root.text) if " no " in s and 60 < len(s) < 400]
            found += [(root, sentence) for sentence in sentences[:1]]
    return random.Random(7).sample(found, 100)


def _verdict(verifier: Verifier, provision_id: str, quote: str) -> Verdict:
    draft = Draft([Stated("El precepto lo dispone.", (Cited(provision_id, quote),), role="rule")])
    return verifier.verify(draft).references[0].verdict


def test_true_quotes_are_verified(verifier: Verifier, quotes: list[tuple[Provision, str]]) -> None:
    assert {_verdict(verifier, root.id, quote) for root, quote in quotes} == {Verdict.VERIFICADA}


def test_no_quote_passes_with_its_negation_removed(verifier: Verifier, quotes: list[tuple[Provision, str]]) -> None:
    altered = [(root, quote.replace(" no ", " ", 1)) for root, quote in quotes]
    assert {_verdict(verifier, root.id, quote) for root, quote in altered} == {Verdict.TEXTO_NO_COINCIDE}


def test_no_quote_passes_with_a_word_of_number_replaced(verifier: Verifier, store: CorpusStore) -> None:
    trials = 0
    for root in store.roots("CFF"):
        match = re.search(r"[^.\n]{20,120}\b(" + "|".join(NUMBERS) + r")\b[^.\n]{10,120}", root.text)
        if match is None or ":T/" in root.id:
            continue
        other = NUMBERS[(NUMBERS.index(match[1]) + 1) % len(NUMBERS)]
        start, end = match.start(1) - match.start(), match.end(1) - match.start()
        altered = match[0][:start] + other + match[0][end:]
        assert _verdict(verifier, root.id, match[0]) in (Verdict.VERIFICADA, Verdict.DEROGADA)
        assert _verdict(verifier, root.id, altered) is not Verdict.VERIFICADA
        trials += 1
    assert trials >= 100


def test_no_quote_passes_with_the_second_half_of_another_article(
    verifier: Verifier, quotes: list[tuple[Provision, str]]
) -> None:
    for (root, quote), (_, other) in zip(quotes, [*quotes[1:], quotes[0]], strict=True):
        joined = quote[: len(quote) // 2] + other[len(other) // 2 :]
        assert _verdict(verifier, root.id, joined) is Verdict.TEXTO_NO_COINCIDE


def test_no_quote_passes_under_another_article(verifier: Verifier, quotes: list[tuple[Provision, str]]) -> None:
    for (_, quote), (root, _) in zip(quotes, [*quotes[1:], quotes[0]], strict=True):
        if not is_verbatim(quote, root.text):
            assert _verdict(verifier, root.id, quote) is Verdict.TEXTO_NO_COINCIDE


def test_what_a_page_does_to_a_text_is_undone(quotes: list[tuple[Provision, str]]) -> None:
    for root, quote in quotes[:30]:
        words = quote.split(" ")
        paged = "\n   ".join([" ".join(words[:5]), " ".join(words[5:])])
        assert is_verbatim(unicodedata.normalize("NFD", paged), root.text)
    assert is_verbatim("el patrón cubrirá la actuali-\nzación", "que el patrón cubrirá la actualización")


def test_a_marked_elision_joins_two_literal_pieces_in_order() -> None:
    text = "Los recargos se causarán por cada mes o fracción que transcurra."
    assert is_verbatim("Los recargos [...] por cada mes", text)
    assert not is_verbatim("por cada mes [...] Los recargos", text)
    assert not is_verbatim("Los recargos por cada mes", text)
    assert not is_verbatim("", text)


def test_quotes_are_found_in_all_their_marks() -> None:
    text = 'Dice «a la letra esto» y “también dice aquello” y "lo de más allá" y «recargos».'
    assert quoted_in(text) == ["a la letra esto", "también dice aquello", "lo de más allá"]


def test_offsets_must_give_the_quote(verifier: Verifier, store: CorpusStore) -> None:
    root = store.get("LSS:40-A")
    assert root is not None
    quote = root.text[10:60]
    right = Draft([Stated(quote, (Cited("LSS:40-A", quote, 10, 60),))])
    wrong = Draft([Stated(quote, (Cited("LSS:40-A", quote, 11, 61),))])
    assert verifier.verify(right).references[0].verdict is Verdict.VERIFICADA
    assert verifier.verify(wrong).references[0].verdict is Verdict.TEXTO_NO_COINCIDE
