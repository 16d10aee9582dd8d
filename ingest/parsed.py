"""What the law parser hands on: roots as lists of paragraphs, and the problems it met."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from corpus.provisions import ProvisionKind
from ingest.layout import Block


@dataclass(slots=True)
class Paragraph:
    """One paragraph of a root, with the block it was printed in and the notes that stand under it."""

    text: str
    block: Block
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class RootDraft:
    """An article or transitorio before its tree is built. `decree` is the DOF date for transitorios."""

    kind: ProvisionKind
    number: str
    label: str
    hierarchy: tuple[str, ...]
    paragraphs: list[Paragraph] = field(default_factory=list)
    heading_notes: list[str] = field(default_factory=list)
    decree: date | None = None
    decree_title: str = ""
    block_of_decree: int = 0
    pictures: list[dict[str, object]] = field(default_factory=list)
    rubric: str = ""
    """The title that some codes print beside the number; it is the first paragraph, which then counts as none."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something the parser cannot explain: stable code, a sentence, and the page."""

    code: str
    message: str
    page: int = 0


@dataclass(slots=True)
class ParsedLaw:
    """A law as read. `tally` counts printed lines by what they were taken for."""

    title: str = ""
    published: date | None = None
    last_reform: date | None = None
    roots: list[RootDraft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    tally: Counter[str] = field(default_factory=Counter)
