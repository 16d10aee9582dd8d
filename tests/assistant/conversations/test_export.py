"""Files that hold every word of the conversation, and in which none of it is taken for markup."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pypdfium2
import pytest
from docx import Document
from markdown_it import MarkdownIt

from assistant.conversations.export import export
from assistant.conversations.models import Conversation, Exchange
from corpus.errors import BadInput

from .conftest import answer

_HOSTILE = '# ¿Qué plazo? ![x](http://x.example/a.png) <img src=x> #import "x" $a$ {{ 7*7 }} `c`\x07\n1. uno'
_NOW = datetime(2026, 11, 20, 16, tzinfo=UTC)
ROW = Conversation(id="a" * 32, owner="ana", title="Plazos *de* pago", title_folded="", created=_NOW, updated=_NOW)
BRANCH = [
    Exchange(id=1, asked=_HOSTILE, answer=answer(figure="Total: $1,234.56.").model_dump(mode="json"), at=_NOW),
    Exchange(id=2, asked="¿Y si no paga?", answer=answer("[Aquí](x) hay #otra_cosa.").model_dump(mode="json"), at=_NOW),
]
_QUOTE = "Las cuotas obrero patronales se causan por mensualidades vencidas"


def test_markdown_shows_the_words_and_nothing_active() -> None:
    file = export("md", ROW, BRANCH)
    html = MarkdownIt("commonmark").render(file.content.decode())
    assert "<img" not in html
    assert "<a " not in html
    assert "<ol" not in html
    assert html.count("<h2>") == 2
    assert "$1,234.56" in html
    assert html.count(_QUOTE) == 2
    assert "verificada" in html
    assert html.count("Respuesta fundada") == 2


def test_every_form_tells_the_steps_of_a_calculation_once_and_its_numbers_as_they_are() -> None:
    step = {"name": "Factor", "formula": "INPC entre INPC", "operands": {"INPC 2026-02": "144.307"}, "value": "1.0244"}
    result = {"title": "Recargos", "steps": [{**step, "unit": "factor", "basis": ["LSS:39/p1"]}]}
    told = answer(figure="Factor: 1.0244. INPC entre INPC.").model_dump(mode="json")
    told["tools"] = [{"name": "surcharges", "arguments": {}, "result": result}]
    branch = [Exchange(id=1, asked="¿Cuánto?", answer=told, at=_NOW)]
    markdown = MarkdownIt("commonmark").enable("table").render(export("md", ROW, branch).content.decode())
    assert "<td>INPC entre INPC (INPC de febrero de 2026: 144.307)</td>" in markdown
    assert markdown.count("1.0244") == 1
    word = Document(BytesIO(export("docx", ROW, branch).content))
    assert [cell.text for cell in word.tables[0].rows[1].cells][2] == "1.0244"
    pages = pypdfium2.PdfDocument(export("pdf", ROW, branch).content)
    assert "144.307" in "".join(page.get_textpage().get_text_bounded() for page in pages)


def test_word_holds_every_part() -> None:
    document = Document(BytesIO(export("docx", ROW, BRANCH).content))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for part in ("Plazos *de* pago", "![x](http://x.example/a.png)", "{{ 7*7 }}", "$1,234.56", _QUOTE, "página"):
        assert part.casefold() in text.casefold()


def test_pdf_holds_every_part() -> None:
    content = export("pdf", ROW, BRANCH).content
    assert content.startswith(b"%PDF")
    pages = pypdfium2.PdfDocument(content)
    text = " ".join("".join(page.get_textpage().get_text_bounded() for page in pages).split())
    for part in ("Plazos *de* pago", "#import", "$1,234.56", "[Aquí](x) hay #otra_cosa.", "mensualidades vencidas"):
        assert part in text


def test_an_empty_conversation_and_an_unknown_form() -> None:
    for form in ("md", "docx", "pdf"):
        assert export(form, ROW, []).content
    with pytest.raises(BadInput, match="md, docx, pdf"):
        export("exe", ROW, BRANCH)
