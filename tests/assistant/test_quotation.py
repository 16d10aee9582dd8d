"""A sentence that quotes comes apart into its quotes, and says where words of the provision were left out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.answers import Citation, Sentence
from assistant.quotation import quotation


def cited(quote: str, start: int, identifier: str = "CFF:157") -> Citation:
    return Citation(
        id=identifier,
        instrument="CFF",
        provision="157",
        quote=quote,
        start=start,
        end=start + len(quote),
        verified=True,
    )


INTRO, SECOND, THIRD = (
    cited("Quedan exceptuados:", 0),
    cited("I. El lecho.", 20, "CFF:157/I"),
    cited("III. Los libros.", 60),
)
OTHER = cited("Otra regla.", 0, "LSS:15")


def test_each_quote_keeps_its_number_and_only_a_gap_is_an_ellipsis() -> None:
    text = "Artículo 157: «Quedan exceptuados:» «I. El lecho.» […] «III. Los libros.»"
    parts = quotation(Sentence(text=text, role="quote"), [OTHER, INTRO, SECOND, THIRD])
    assert parts is not None
    assert parts.name == "Artículo 157"
    assert [(quote.number, quote.skips) for quote in parts.quotes] == [(2, False), (3, False), (4, True)]


def test_what_is_not_only_quotes_stays_whole() -> None:
    for text, role in (
        ("Artículo 157: «Quedan exceptuados:» y otras palabras.", "quote"),
        ("Artículo 157: «Otras palabras.»", "quote"),
        ("Quedan exceptuados:", "quote"),
        ("Artículo 157: «Quedan exceptuados:»", "rule"),
    ):
        assert quotation(Sentence(text=text, role=role), [INTRO]) is None


@given(st.lists(st.text(min_size=1), min_size=1, max_size=5), st.text().filter(lambda name: ": «" not in name))
def test_the_parts_are_the_sentence(quotes: list[str], name: str) -> None:
    citations = [cited(quote, 100 * place) for place, quote in enumerate(quotes)]
    text = f"{name}: " + " […] ".join(f"«{quote}»" for quote in quotes)
    parts = quotation(Sentence(text=text, role="quote"), citations)
    if parts is not None:
        assert f"{parts.name}: " + " […] ".join(f"«{quote.citation.quote}»" for quote in parts.quotes) == text
