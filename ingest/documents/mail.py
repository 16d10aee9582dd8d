"""E-mail: who, to whom, when and about what; its text; and what came attached, by bare names."""

from __future__ import annotations

import email
import re
from email.message import EmailMessage
from email.policy import default
from pathlib import PurePosixPath, PureWindowsPath

from corpus.errors import BadInput
from ingest.documents.formats import SUFFIXES
from ingest.documents.model import Attachment, Paper
from ingest.documents.paragraphs import join_rows, rows_of_text
from ingest.documents.web import read_html

_MOST_PARTS = 100
_MOST_BYTES = 64 << 20


def read_email(name: str, data: bytes) -> Paper:
    """Read a message; pictures of the signature and other foreign files are not taken.

    Raises:
        BadInput: CORREO_DANADO or ARCHIVO_EXCEDE_LIMITE.
    """
    try:
        message = email.message_from_bytes(data, policy=default)
        assert isinstance(message, EmailMessage)
        parts = list(message.walk())
        if len(parts) > _MOST_PARTS:
            raise _too_big(name)
        blocks = _body(name, message).blocks
        attachments = _attachments(name, message)
        sent = message["date"].datetime.date() if message["date"] and message["date"].datetime else None
        return Paper(
            blocks,
            attachments=attachments,
            subject=_header(message, "subject"),
            sender=_header(message, "from"),
            addressee=_header(message, "to"),
            day=sent,
        )
    except (LookupError, ValueError, AttributeError, RecursionError) as error:
        raise BadInput(
            "CORREO_DANADO", f"El correo «{name}» no se puede leer.", "Vuelva a exportarlo.", file=name
        ) from error


def _header(message: EmailMessage, name: str) -> str:
    return re.sub(r"\s+", " ", str(message[name] or "")).strip()


def _body(name: str, message: EmailMessage) -> Paper:
    body = message.get_body(("plain", "html"))
    if body is None:
        return Paper([])
    content = body.get_content()
    if body.get_content_subtype() == "html":
        return read_html(name, str(content).encode())
    return Paper(join_rows(rows_of_text(str(content).replace("\r\n", "\n"))))


def _attachments(name: str, message: EmailMessage) -> list[Attachment]:
    found: list[Attachment] = []
    size = 0
    for part in message.iter_attachments():
        plain = bare_name(part.get_filename() or "")
        if PurePosixPath(plain).suffix.lower() not in SUFFIXES:
            continue
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes):
            continue
        size += len(content)
        if size > _MOST_BYTES:
            raise _too_big(name)
        found.append(Attachment(plain, content))
    return found


def bare_name(name: str) -> str:
    """The last part of a file name, without the ways out of a folder or the marks that a shell reads."""
    plain = PureWindowsPath(PurePosixPath(name).name).name
    return re.sub(r"[^\w .()-]", "_", plain).strip(" .") or "adjunto"


def _too_big(name: str) -> BadInput:
    return BadInput(
        "ARCHIVO_EXCEDE_LIMITE",
        f"El correo «{name}» tiene demasiadas partes o adjuntos demasiado grandes.",
        "Entregue los documentos por separado.",
        file=name,
    )
