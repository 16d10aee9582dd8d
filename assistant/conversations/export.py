"""A conversation as a file: Markdown, Word or PDF, with every citation to the letter. All text is data to each form."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from assistant.answers import Answer, Citation
from assistant.conversations.models import Conversation, Exchange
from assistant.typesetting import typeset
from corpus.errors import BadInput
from tools.wording import long_date

_SOURCE = Path(__file__).parent / "templates" / "conversacion.typ"
_ACTIVE = re.compile(r"([\\`*_{}\[\]<>#|~])|^(\s{0,3})([-+=]|\d+[.)])", re.MULTILINE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


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
    return ExportedFile(write(_contents(conversation, branch)), media_type, form)


def _contents(conversation: Conversation, branch: Sequence[Exchange]) -> dict[str, Any]:
    """What every form says, as plain JSON."""
    return {
        "titulo": _clean(conversation.title or "Conversación"),
        "fecha": long_date(conversation.updated.date()),
        "preguntas": [_exchange(row) for row in branch],
    }


def _exchange(row: Exchange) -> dict[str, Any]:
    answer = Answer.model_validate(row.answer)
    return {
        "pregunta": _clean(row.asked),
        "respuesta": [_clean(sentence.text) for sentence in answer.sentences],
        "citas": [_citation(citation) for citation in answer.citations],
        "nota": f"Acervo {answer.corpus_version}; redacción: {answer.composer}; {long_date(row.at.date())}.",
    }


def _citation(citation: Citation) -> dict[str, str]:
    mark = "verificada" if citation.verified else citation.verdict.value
    return {
        "cita": _clean(citation.label),
        "texto": _clean(citation.quote),
        "datos": f"Página {citation.page}, texto al {citation.version}, {mark}.",
    }


def _clean(text: str) -> str:
    """Without control characters, which none of the forms can hold."""
    return _CONTROL.sub("", text)


def _markdown(parts: dict[str, Any]) -> bytes:
    lines = [f"# {_plain(parts['titulo'])}", "", f"{parts['fecha'].capitalize()}.", ""]
    for exchange in parts["preguntas"]:
        lines += [f"## {_plain(exchange['pregunta'])}", ""]
        for text in exchange["respuesta"]:
            lines += [_plain(text), ""]
        for number, citation in enumerate(exchange["citas"], 1):
            quote = _plain(citation["texto"]).replace("\n", "\n> ")
            lines += [f"> **[{number}] {_plain(citation['cita'])}.** «{quote}» {citation['datos']}", ""]
        lines += [f"*{_plain(exchange['nota'])}*", ""]
    return "\n".join(lines).encode()


def _plain(text: str) -> str:
    """Text that Markdown shows as it is: a person's words must not become a link, an image or a heading."""
    return _ACTIVE.sub(lambda match: f"\\{match[1]}" if match[1] else f"{match[2]}\\{match[3]}", text)


def _word(parts: dict[str, Any]) -> bytes:
    from docx import Document

    document = Document()
    document.core_properties.title = parts["titulo"]
    document.core_properties.language = "es-MX"
    document.add_heading(parts["titulo"], 0)
    document.add_paragraph(f"{parts['fecha'].capitalize()}.")
    for exchange in parts["preguntas"]:
        document.add_heading(exchange["pregunta"], 1)
        for text in exchange["respuesta"]:
            document.add_paragraph(text)
        for number, citation in enumerate(exchange["citas"], 1):
            paragraph = document.add_paragraph(style="Quote")
            paragraph.add_run(f"[{number}] {citation['cita']}. ").bold = True
            paragraph.add_run(f"«{citation['texto']}» {citation['datos']}")
        document.add_paragraph(exchange["nota"])
    held = BytesIO()
    document.save(held)
    return held.getvalue()


def _pdf(parts: dict[str, Any]) -> bytes:
    return typeset(_SOURCE, parts)


FORMS: dict[str, tuple[Callable[[dict[str, Any]], bytes], str]] = {
    "md": (_markdown, "text/markdown; charset=utf-8"),
    "docx": (_word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (_pdf, "application/pdf"),
}
"""How each form is written, by the ending of its files."""
