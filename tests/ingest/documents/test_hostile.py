"""Hostile and broken documents: one sentence with a code, within the limits, and nothing is published."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import docx
import pypdfium2 as pdfium
import pytest
from sample_documents import load
from sample_formats import write_docx

from corpus import generations
from corpus.errors import BadInput
from ingest.catalogue import Catalogue
from ingest.documents.mail import bare_name, read_email
from ingest.pipeline import Options, collect, ingest
from ingest.progress import silent
from ingest.readers import read_file

BODY = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ja"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' + BODY.format("&b;")
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + BODY.format("&a;")


def package(document: str | bytes, **more: bytes) -> bytes:
    """A Word file of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", document)
        for name, data in more.items():
            archive.writestr(f"word/{name}.bin", data)
    return buffer.getvalue()


def lying_package() -> bytes:
    """Its directory says that the text is small; it is not."""
    data = bytearray(package(b"<a>" + b" " * (80 << 20) + b"</a>"))
    size = ((80 << 20) + 7).to_bytes(4, "little")
    while (at := data.find(size)) >= 0:
        data[at : at + 4] = (500).to_bytes(4, "little")
    return bytes(data)


def message(parts: int) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@ejemplo.invalid", "b@ejemplo.invalid", "Muchas partes"
    mail.set_content("Hola.")
    for place in range(parts):
        mail.add_attachment(b"x", maintype="text", subtype="plain", filename=f"{place}.txt")
    return mail.as_bytes()


def many_pages(count: int) -> bytes:
    document = pdfium.PdfDocument.new()
    for _ in range(count):
        document.new_page(200, 200)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "bomba.docx": ("ARCHIVO_EXCEDE_LIMITE", lambda: package(b"<a>" + b" " * (80 << 20) + b"</a>")),
    "mentirosa.docx": ("DOCX_DANADO", lying_package),
    "risas.docx": ("XML_PELIGROSO", lambda: package(LAUGHS)),
    "entidad.docx": ("XML_PELIGROSO", lambda: package(OUTSIDE)),
    "macros.docx": ("DOCUMENTO_CON_MACROS", lambda: package(BODY.format(""), vbaProject=b"x")),
    "cifrado.docx": ("FORMATO_NO_ADMITIDO", lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600),
    "hoja.docx": ("FORMATO_NO_ADMITIDO", lambda: _zip_of("xl/workbook.xml")),
    "cortado.docx": ("DOCX_DANADO", lambda: package(BODY.format("texto"))[:120]),
    "roto.docx": ("DOCX_DANADO", lambda: package("<w:document")),
    "programa.txt": ("FORMATO_NO_ADMITIDO", lambda: b"MZ" + b"\x90" * 90),
    "imagen.html": ("FORMATO_NO_ADMITIDO", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 90),
    "word.txt": ("EXTENSION_NO_CORRESPONDE", lambda: package(BODY.format(""))),
    "pagina.docx": ("EXTENSION_NO_CORRESPONDE", lambda: b"<!doctype html><p>Circular 1/2026</p>"),
    "partes.eml": ("ARCHIVO_EXCEDE_LIMITE", lambda: message(120)),
    "paginas.pdf": ("PDF_DEMASIADAS_PAGINAS", lambda: many_pages(10_000)),
    "hondo.html": ("DOCUMENTO_NO_RECONOCIDO", lambda: b"<html>" + b"<div>" * 200_000),
    "linea.txt": ("DOCUMENTO_NO_RECONOCIDO", lambda: b"1. a) circular " * 400_000),
}


def _zip_of(name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_gets_one_sentence_in_little_time(name: str, tmp_path: Path, catalogue: Catalogue) -> None:
    code, make = HOSTILE[name]
    path = tmp_path / name
    path.write_bytes(make())
    began = time.process_time()
    with pytest.raises(BadInput) as refusal:
        read_file(path, catalogue)
    assert refusal.value.code == code
    assert name in refusal.value.message
    assert refusal.value.hint
    assert time.process_time() - began < 10


def test_one_hostile_file_of_a_folder_publishes_nothing(tmp_path: Path, catalogue: Catalogue, options: Options) -> None:
    folder = tmp_path / "entrada"
    folder.mkdir()
    write_docx(load()[0], folder / "buena.docx")
    (folder / "bomba.docx").write_bytes(HOSTILE["bomba.docx"][1]())
    files, _ = collect([folder])
    report = ingest(tmp_path / "var", files, catalogue, options, silent)
    assert [error.code for _, error in report.errors] == ["ARCHIVO_EXCEDE_LIMITE"]
    assert generations.find_current(tmp_path / "var") is None
    report = ingest(tmp_path / "var", files, catalogue, replace(options, keep_going=True), silent)
    assert report.published


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Windows\\oficio.pdf", "oficio.pdf"),
        ("/abs/oficio.pdf", "oficio.pdf"),
        ("..", "adjunto"),
        ("a\0b;rm -rf.txt", "a_b_rm -rf.txt"),
    ],
)
def test_names_of_attachments_lead_nowhere(name: str, plain: str) -> None:
    assert bare_name(name) == plain


def test_an_email_inside_an_email_is_not_followed(tmp_path: Path, catalogue: Catalogue) -> None:
    inner = EmailMessage()
    inner["From"], inner["To"], inner["Subject"] = "a@x.invalid", "b@x.invalid", "Circular 5/2026"
    inner.set_content("Circular 5/2026\n\n1. Uno.")
    outer = EmailMessage()
    outer["From"], outer["To"], outer["Subject"] = "a@x.invalid", "b@x.invalid", "Reenvío"
    outer.set_content("Va adjunto.")
    outer.add_attachment(inner.as_bytes(), maintype="application", subtype="octet-stream", filename="otro.eml")
    assert [attachment.name for attachment in read_email("fuera.eml", outer.as_bytes()).attachments] == ["otro.eml"]
    path = tmp_path / "fuera.eml"
    path.write_bytes(outer.as_bytes())
    with pytest.raises(BadInput) as refusal:
        read_file(path, catalogue)
    assert refusal.value.code == "DOCUMENTO_NO_RECONOCIDO"


def test_links_that_leave_the_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secreto.txt").write_text("fuera")
    folder = tmp_path / "entrada"
    folder.mkdir()
    (folder / "enlace.txt").symlink_to(tmp_path / "secreto.txt")
    with pytest.raises(BadInput) as refusal:
        collect([folder])
    assert refusal.value.code == "CARPETA_SIN_DOCUMENTOS"


def test_deleted_text_and_scripts_are_not_read(tmp_path: Path, catalogue: Catalogue) -> None:
    path = tmp_path / "circular.docx"
    document = docx.Document()
    document.add_paragraph("Circular 5/FICT/2026")
    document.add_paragraph("Asunto: Prueba")
    document.add_paragraph("1. Queda esto.")
    paragraph = document.add_paragraph("2. Y esto.")
    deleted = docx.oxml.parse_xml(
        '<w:del xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:r><w:delText>Esto se borró.</w:delText></w:r></w:del>"
    )
    paragraph._p.append(deleted)
    document.save(str(path))
    texts = [provision.text for provision in read_file(path, catalogue).provisions]
    assert texts == ["Queda esto.", "Y esto."]
