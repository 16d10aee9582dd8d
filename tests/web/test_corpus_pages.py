"""The pages of the corpus: what a reform changed, who cites, and the picture of the official page."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from api.pages import corpus
from api.pages.changes import changes
from api.pages.marked import paragraphs
from corpus.provisions import Instrument, InstrumentKind, Provision, ProvisionKind
from corpus.store import CorpusStore
from corpus.store_writer import CorpusWriter

WORDS = st.text(alphabet="ab áé.,\n", max_size=60)


@given(WORDS, WORDS)
def test_both_texts_are_rebuilt_from_the_changes(before: str, after: str) -> None:
    pieces = list(changes(before, after))
    assert "".join(text for kind, text in pieces if kind != "added") == before
    assert "".join(text for kind, text in pieces if kind != "removed") == after


@given(WORDS, st.integers(0, 70), st.integers(0, 70))
def test_the_marked_words_are_those_of_the_span(text: str, start: int, end: int) -> None:
    shown = paragraphs(text, start, end)
    assert ["".join(each) for each in shown] == [line for line in text.split("\n") if line.strip()]
    marked = "".join(each.marked for each in shown)
    assert "".join(marked.split()) == "".join(text[start:end].split())


def test_a_reformed_article_shows_what_changed_and_escapes_it(tmp_path: Path) -> None:
    writer = CorpusWriter(tmp_path / "c.sqlite")
    for version, text in (
        ("2020-01-01", "El plazo es de <b>dos</b> días."),
        ("2024-06-05", "El plazo es de tres días."),
    ):
        law = Instrument("LX", InstrumentKind.LEY, "Ley X", version, published=date(1999, 1, 1), rank=20)
        article = Provision("LX:1", "LX", version, ProvisionKind.ARTICLE, "1", "Artículo 1", text, pages=(1, 1))
        writer.write_version(law, [article], [])
    writer.commit()
    with CorpusStore.open(tmp_path / "c.sqlite") as store:
        library = SimpleNamespace(snapshot=lambda: SimpleNamespace(store=store))
        html = bytes(corpus.provision("LX:1", SimpleNamespace(library=library), 0, 0).body).decode()  # type: ignore[arg-type]
    assert "<del>&lt;b&gt;dos&lt;/b&gt;</del><ins>tres</ins> días." in html
    assert html.index("Texto al 5 de junio de 2024") < html.index("Texto al 1 de enero de 2020")


@pytest.mark.browser
@pytest.mark.laws
def test_the_official_page_is_shown_when_asked_for(page: Page) -> None:
    pictures: list[str] = []
    page.on("request", lambda request: pictures.append(request.url) if request.url.find(".png") > 0 else None)
    page.goto("/corpus/CFF:21")
    expect(page.get_by_role("heading", name="Lo citan")).to_be_visible()
    assert pictures == []
    page.get_by_text("Ver la página 33 del documento oficial").click()
    picture = page.locator(".official img")
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("picture => picture.naturalWidth") > 500
    assert len(pictures) == 1


@pytest.mark.browser
@pytest.mark.laws
def test_who_cites_opens_at_the_mention(page: Page) -> None:
    page.goto("/corpus/CFF:21")
    page.get_by_role("link", name="artículo 66-A del Código Fiscal de la Federación").first.click()
    expect(page.locator("mark")).to_contain_text("21 de este Código")
