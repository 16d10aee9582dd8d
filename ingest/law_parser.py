"""Blocks to the roots of a law: its articles, its own transitorios, and those of every reform decree.

A consolidated text reads: front matter (`law_front`); the body, divisions and articles (`law_body`); TRANSITORIOS of
the law and, after "ARTÍCULOS TRANSITORIOS DE DECRETOS DE REFORMA", those of each decree (`law_decrees`). Only articles
of the body and transitorios are provisions: an article that a decree or an errata quotes after the body never
overwrites the law.

What cannot be explained becomes a `Problem`; no line is dropped in silence (`ParsedLaw.tally` accounts for all).
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto

from corpus.provisions import ProvisionKind
from ingest.article_labels import ArticleLabel, read_article, read_ordinal_article
from ingest.law_body import Body
from ingest.law_decrees import Decrees
from ingest.law_draft import LawDraft
from ingest.law_front import FrontMatter
from ingest.law_marks import DECREES
from ingest.layout import Block, BlockKind, Layout
from ingest.parsed import ParsedLaw, Problem
from ingest.rubrics import mark_rubrics
from ingest.transitory_labels import is_lone_transitory


def parse_law(layout: Layout) -> ParsedLaw:
    """Read a consolidated law from its layout; where no article has a figure, those numbered in words count."""
    law = _LawParser(layout, read_article).parse()
    if any(root.kind is ProvisionKind.ARTICLE for root in law.roots):
        return law
    return _LawParser(layout, read_ordinal_article).parse()


class _Stage(Enum):
    FRONT = auto()
    BODY = auto()
    AFTER = auto()


class _LawParser:
    """One pass over the blocks of a law."""

    def __init__(self, layout: Layout, read_label: Callable[[str], ArticleLabel | None]) -> None:
        self._draft = LawDraft(layout)
        self._front = FrontMatter(self._draft)
        self._body = Body(self._draft, read_label)
        self._decrees = Decrees(self._draft)
        self._stage = _Stage.FRONT

    def parse(self) -> ParsedLaw:
        law = self._draft.law
        for position, block in enumerate(self._draft.blocks):
            self._draft.position = position
            law.tally[self._take(block)] += len(block.lines)
        self._front.finish()
        if not law.roots:
            law.problems.append(Problem("SIN_ARTICULOS", "No se encontró ningún artículo."))
        mark_rubrics(law)
        return law

    def _take(self, block: Block) -> str:
        """Decide what a block is, act on it, and name it for the tally."""
        if block.kind is BlockKind.NOTE:
            return self._draft.note(block)
        if self._stage is _Stage.FRONT:
            if not self._body.starts_at(block):
                return self._front.take(block)
            self._stage = _Stage.BODY
        if DECREES.search(block.text) and self._draft.centred(block):
            self._stage = _Stage.AFTER
            self._decrees.start_reforms()
            return "heading"
        if self._stage is _Stage.AFTER:
            return self._decrees.take(block)
        if self._body.ends_at(block):
            self._stage = _Stage.AFTER
            self._decrees.start_own()
            return "heading"
        if block.bold and is_lone_transitory(block.text):
            self._stage = _Stage.AFTER
            self._decrees.start_own()
            return self._decrees.take(block)
        return self._body.take(block)
