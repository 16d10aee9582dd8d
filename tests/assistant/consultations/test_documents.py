"""The oficio as a person opens it: Word with its parts, a tagged PDF, amounts in words, a unit's own template."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import docx
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.consultations.content import content, content_hash
from assistant.consultations.docx_template import default_template
from assistant.consultations.draft import Alternative, Basis, ConsultationDraft, Person, Unit
from assistant.consultations.pdf import write_pdf
from assistant.consultations.word import write_docx
from assistant.consultations.words import amount_in_words
from corpus.errors import BadInput

DRAFT = ConsultationDraft(
    unit=Unit(organ="Órgano ficticio", key="239001", acronym="JSAC/DSC"),
    place="Querétaro, Querétaro",
    addressee=Person(name="Nombre Ficticio", post="Titular de la División de Cobro Coactivo"),
    subject="Consulta sobre {{ 7*7 }} #set page() <w:p> & *dación*",
    background="Primer hecho.\nSegundo hecho.",
    questions=["¿Procede?"],
    provisions=[Basis(id="LSS:291", label="artículo 291 de la Ley del Seguro Social", quote="Si el <b> & $x$ #let")],
    alternatives=[Alternative(text="Aceptar.", consequence="Se extingue.")],
    opinion="No procede.",
    opinion_basis=["LSS:291"],
    amount=Decimal("84321.55"),
)
NUMBER = "239001/JSAC/DSC/0001/2026"
PARTS = content(DRAFT, NUMBER, date(2026, 11, 20), content_hash(DRAFT, NUMBER, []))


def _pdf_text(data: bytes) -> str:
    pages = (page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(data))
    return " ".join(" ".join(pages).split())


def _docx_text(data: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(data)).paragraphs)


@pytest.mark.parametrize(
    "text", [_pdf_text(write_pdf(PARTS)), _docx_text(write_docx(PARTS, None))], ids=["pdf", "docx"]
)
def test_every_part_stands_to_the_letter(text: str) -> None:
    for part in (
        NUMBER,
        "Querétaro, Querétaro, a 20 de noviembre de 2026",
        "Segundo hecho.",
        "1. ¿Procede?",
        "«Si el <b> & $x$ #let»",
        "OCHENTA Y CUATRO MIL TRESCIENTOS VEINTIÚN PESOS 55/100",
        "Titular de la División de Cobro Coactivo",
    ):
        assert part in text
    assert "{{ 7*7 }} #set page() <w:p> & *dación*" in text


def test_the_pdf_is_tagged_letter_and_in_spanish() -> None:
    data = write_pdf(PARTS)
    document = pypdfium2.PdfDocument(data)
    assert document.is_tagged()
    assert document[0].get_size() == (612, 792)
    assert b"pdfuaid:part" in data or b"pdfuaid" in data
    assert b"es-MX" in data


def test_a_template_of_the_unit_rules_and_unknown_fields_are_named(tmp_path: Path) -> None:
    own = docx.Document(BytesIO(default_template()))
    own.paragraphs[0].text = "Membrete de la unidad ficticia"
    path = tmp_path / "oficio.docx"
    own.save(path)
    assert _docx_text(write_docx(PARTS, path)).startswith("Membrete de la unidad ficticia")
    own.paragraphs[0].text = "{{ presupuesto }}"
    own.save(path)
    with pytest.raises(BadInput) as error:
        write_docx(PARTS, path)
    assert (error.value.code, error.value.detail["fields"]) == ("PLANTILLA_CAMPOS", ["presupuesto"])


@pytest.mark.parametrize("content_of_file", [b"", b"no es un docx", "escape"])
def test_a_broken_or_hostile_template_is_refused(tmp_path: Path, content_of_file: bytes | str) -> None:
    path = tmp_path / "oficio.docx"
    if isinstance(content_of_file, str):
        own = docx.Document(BytesIO(default_template()))
        own.paragraphs[0].text = "{{ asunto.__class__.__mro__[1].__subclasses__() }}"
        own.save(path)
    else:
        path.write_bytes(content_of_file)
    with pytest.raises(BadInput) as error:
        write_docx(PARTS, path)
    assert error.value.code == "PLANTILLA_ILEGIBLE"


def test_the_hash_changes_with_any_part_and_any_annex() -> None:
    first = content_hash(DRAFT, NUMBER, ["a"])
    changed = DRAFT.model_copy(update={"copies": ["Otra persona"]})
    assert len({first, content_hash(changed, NUMBER, ["a"]), content_hash(DRAFT, NUMBER, ["b"])}) == 3


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "CERO PESOS 00/100"),
        ("1", "UN PESO 00/100"),
        ("21.05", "VEINTIÚN PESOS 05/100"),
        ("31001", "TREINTA Y UN MIL UN PESOS"),
        ("1000000", "UN MILLÓN DE PESOS"),
        ("2000000", "DOS MILLONES DE PESOS"),
        ("21000", "VEINTIÚN MIL PESOS"),
        ("1000001", "UN MILLÓN UN PESOS"),
    ],
)
def test_amounts_in_words(amount: str, words: str) -> None:
    assert words in amount_in_words(Decimal(amount))


@given(st.decimals(0, 10**12, places=2))
def test_the_words_never_end_in_uno_before_the_noun(amount: Decimal) -> None:
    assert "UNO PESOS" not in amount_in_words(amount)
    assert "UNO MIL" not in amount_in_words(amount)


@pytest.mark.parametrize("written", ["a\x07b", "中文", "\U000cd03d", 'un "中" \\u{7}', "ñ ½ → ✓"])
def test_what_no_font_draws_stops_no_document(written: str) -> None:
    """PDF/UA admits no character without a glyph, and Word no control character; the rest of the text stays."""
    parts = {**PARTS, "asunto": f"antes {written} después"}
    for shown in (_pdf_text(write_pdf(parts)), _docx_text(write_docx(parts, None))):
        assert re.search(r"antes\s.*después", shown, re.DOTALL)
        assert "\x07" not in shown
