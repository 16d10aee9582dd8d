"""A conversation as a file: Markdown, Word or PDF, with every citation to the letter. All text is data to each form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.conversations.contents import contents
from assistant.conversations.models import Conversation, Exchange
from assistant.typesetting import typeset
from corpus.errors import BadInput

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_SOURCE = Path(__file__).parent / "templates" / "conversacion.typ"
_ACTIVE = re.compile(r"([\\`*_{}\[\]<>#|~])|^(\s{0,3}\d*)([-+=.)])", re.MULTILINE)

_TABLE_WIDTH = 5_486_400
"""Six inches, in the units of Word (EMU): what lies between the margins."""


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """The bytes with the media type and the ending of the name."""

    content: bytes
    media_type: str
    ending: str


def export(form: str, conversation: Conversation, branch: Sequence[Exchange]) -> ExportedFile:
    """The branch in one of the `FORMS`.

    Raises:
        BadInput: FORMATO_DESCONOCIDO.
        Unavailable: PDF_NO_GENERADO.
    """
    if form not in FORMS:
        raise BadInput("FORMATO_DESCONOCIDO", f"No hay formato «{form}».", f"Use uno de: {', '.join(FORMS)}.")
    write, media_type = FORMS[form]
    return ExportedFile(write(contents(conversation, branch)), media_type, form)


def _markdown(parts: dict[str, Any]) -> bytes:
    lines = [f"# {_plain(parts['titulo'])}", "", f"{parts['fecha']}.", ""]
    for exchange in parts["preguntas"]:
        lines += [f"## {_plain(exchange['pregunta'])}", "", f"**{exchange['veredicto']}**", ""]
        for paragraph in exchange["parrafos"]:
            lines += [_plain(paragraph["texto"]), ""]
            for quote in paragraph["citas"]:
                lines += [_quoted(quote), ""]
        for table in exchange["tablas"]:
            lines += [f"**{_plain(table['titulo'])}**", "", _row(table["columnas"])]
            lines += [
                _row("--:" if place in table["numericas"] else "---" for place, _ in enumerate(table["columnas"]))
            ]
            lines += [_row(_plain(cell) for cell in row) for row in table["renglones"]] + [""]
        if exchange["fuentes"]:
            lines += [f"**{exchange['titulo_fuentes']}**", ""]
        for source in exchange["fuentes"]:
            lines += [f"\\[{source['numero']}\\] {_plain(source['cita'])} ({source['datos']}).", ""]
            if source["texto"]:
                lines += [_quoted(f"«{source['texto']}»"), ""]
        lines += [f"*{_plain(exchange['nota'])}*", ""]
    return "\n".join(lines).encode()


def _plain(text: str) -> str:
    """Text that Markdown shows as it is: a person's words must not become a link, an image or a heading."""
    return _ACTIVE.sub(lambda match: f"\\{match[1]}" if match[1] else f"{match[2]}\\{match[3]}", text)


def _quoted(text: str) -> str:
    return "> " + _plain(text).replace("\n", "\n> ")


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(' '.join(cell.split()) for cell in cells)} |"


def _word(parts: dict[str, Any]) -> bytes:
    from docx import Document

    document = Document()
    document.core_properties.title = parts["titulo"]
    document.core_properties.language = "es-MX"
    document.add_heading(parts["titulo"], 0)
    document.add_paragraph(f"{parts['fecha']}.")
    for exchange in parts["preguntas"]:
        document.add_heading(exchange["pregunta"], 1)
        document.add_paragraph().add_run(exchange["veredicto"]).bold = True
        for paragraph in exchange["parrafos"]:
            written = document.add_paragraph().add_run(paragraph["texto"])
            written.bold = bool(paragraph["citas"])
            for quote in paragraph["citas"]:
                document.add_paragraph(quote, style="Quote")
        for table in exchange["tablas"]:
            _word_table(document, table)
        if exchange["fuentes"]:
            document.add_heading(exchange["titulo_fuentes"], 2)
        for source in exchange["fuentes"]:
            document.add_paragraph(f"[{source['numero']}] {source['cita']} ({source['datos']}).")
            if source["texto"]:
                document.add_paragraph(f"«{source['texto']}»", style="Quote")
        document.add_paragraph().add_run(exchange["nota"]).italic = True
    held = BytesIO()
    document.save(held)
    return held.getvalue()


def _word_table(document: WordDocument, table: dict[str, Any]) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    document.add_paragraph().add_run(table["titulo"]).bold = True
    made = document.add_table(rows=0, cols=len(table["columnas"]), style="Table Grid")
    made.autofit = False
    rows = [table["columnas"], *table["renglones"]]
    # Each column as wide as its longest text asks, within reason: Word would make all the same.
    asked = [min(max(len(row[place]) for row in rows), 36) + 6 for place in range(len(table["columnas"]))]
    for cells in rows:
        for place, (cell, text) in enumerate(zip(made.add_row().cells, cells, strict=True)):
            cell.paragraphs[0].add_run(text).font.size = Pt(9)
            if place in table["numericas"]:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for place, column in enumerate(made.columns):
        column.width = int(_TABLE_WIDTH * asked[place] / sum(asked))
    for cell in made.rows[0].cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True
    document.add_paragraph()


def _pdf(parts: dict[str, Any]) -> bytes:
    return typeset(_SOURCE, parts)


FORMS: dict[str, tuple[Callable[[dict[str, Any]], bytes], str]] = {
    "md": (_markdown, "text/markdown; charset=utf-8"),
    "docx": (_word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (_pdf, "application/pdf"),
}
"""How each form is written, by the ending of its files."""
