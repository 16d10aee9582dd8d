"""Files from outside: read in their order, or refused with the same code whatever is broken in them."""

from __future__ import annotations

import random
import zipfile
from io import BytesIO

import docx
import pytest

from assistant.consultations.attachments import LARGEST, read_attachment
from corpus.errors import BadInput

_BODYLESS = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'


def _paper(text: str) -> bytes:
    document, out = docx.Document(), BytesIO()
    document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def _with_text(body: bytes) -> bytes:
    """A .docx whose text is replaced."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(_paper("x"))) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            after.writestr(name, body if name == "word/document.xml" else before.read(name))
    return out.getvalue()


def _locked() -> bytes:
    """A .docx whose parts say that they are encrypted (the first bit of their flags)."""
    changed = bytearray(_paper("x"))
    for mark, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + place] |= 1
            at = changed.find(mark, at + 1)
    return bytes(changed)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"x" * (LARGEST + 1), "ARCHIVO_GRANDE"),
        (b"hola", "FORMATO_NO_ADMITIDO"),
        (b"%PDF-1.7 roto", "ARCHIVO_DANADO"),
        (b"PK\x03\x04 roto", "ARCHIVO_DANADO"),
        (_paper("x")[:-400], "ARCHIVO_DANADO"),
        (_with_text(b"no es XML"), "ARCHIVO_DANADO"),
        (_with_text(_BODYLESS), "ARCHIVO_DANADO"),
        (_locked(), "ARCHIVO_DANADO"),
    ],
)
def test_broken_attachments_are_refused(content: bytes, code: str) -> None:
    with pytest.raises(BadInput) as error:
        read_attachment("respuesta.pdf", content)
    assert error.value.code == code


def test_whatever_byte_is_broken_nothing_but_a_refusal_comes() -> None:
    whole, chance = _paper("La respuesta " * 50), random.Random(7)
    codes = []
    for _ in range(300):
        broken = bytearray(whole)
        for _ in range(chance.randrange(1, 30)):
            broken[chance.randrange(2, len(broken))] = chance.randrange(256)
        try:
            read_attachment("respuesta.docx", bytes(broken))
        except BadInput as error:
            codes.append(error.code)
    assert len(codes) > 100
    assert set(codes) == {"ARCHIVO_DANADO"}


def test_the_tables_of_a_reply_are_read_in_their_place() -> None:
    document, out = docx.Document(), BytesIO()
    document.add_paragraph("Antes.")
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Criterio"
    table.cell(1, 0).text, table.cell(1, 1).text = "Pregunta 1", "Procede"
    document.add_paragraph("Después.")
    document.save(out)
    read = read_attachment("respuesta.docx", out.getvalue())
    assert read.splitlines() == ["Antes.", "Criterio", "Pregunta 1. Procede", "Después."]
