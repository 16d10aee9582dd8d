"""What every reader of documents hands on: paragraphs with their pages, and what came attached."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, or one row of a table (cells joined by " | "). `page` counts from 1."""

    text: str
    page: int = 1
    table: bool = False


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside an e-mail, by its bare name."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Paper:
    """One document as read. `confidence` has the pages that were read by OCR, each from 0 to 1."""

    blocks: list[Block]
    pages: int = 1
    confidence: dict[int, float] = field(default_factory=dict)
    attachments: list[Attachment] = field(default_factory=list)
    subject: str = ""
    sender: str = ""
    addressee: str = ""
    day: date | None = None
