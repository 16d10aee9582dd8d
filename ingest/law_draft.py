"""A law while it is read: what is open, what was read so far, and what the layout says of a block."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.headings import division_level, numbers_division, transitory_heading
from ingest.layout import Block, BlockKind, Layout
from ingest.parsed import Paragraph, ParsedLaw, Problem, RootDraft


class LawDraft:
    """What the parts of the parser share: the law so far, the root that is open, and the place in the document."""

    def __init__(self, layout: Layout) -> None:
        self.measure = layout.measure
        self.blocks = layout.blocks
        self.law = ParsedLaw()
        self.law.tally["furniture"] = len(layout.furniture)
        self.bold_matters = any(block.bold for block in layout.blocks)
        self.position = 0
        self.heading_notes: list[str] = []
        """Notes that stand under headings, since the last root: they go to the next one."""
        self._root: RootDraft | None = None

    @property
    def has_root(self) -> bool:
        """Whether an article or a transitorio is open, to which text belongs."""
        return self._root is not None

    def centred(self, block: Block) -> bool:
        """Whether every line of a block stands in the middle of the column."""
        return all(map(self.measure.centred, block.lines))

    def heading_like(self, block: Block) -> bool:
        """Whether a block is set as headings are: in the middle; or wholly in bold, where it is a numbered division."""
        if not self.centred(block):
            return all(line.set_off for line in block.lines) and numbers_division(block.text)
        if block.bold or block.lines[0].size > self.measure.size:
            return True
        # Older texts print some headings in the plain face: what they say is enough.
        return division_level(block.text) is not None or transitory_heading(block.text) is not None

    def later_text(self, most: int | None = None) -> Iterator[Block]:
        """The blocks after the present one that are no notes; of the `most` next ones, where it says how many."""
        end = len(self.blocks) if most is None else self.position + 1 + most
        for place in range(self.position + 1, min(end, len(self.blocks))):
            if self.blocks[place].kind is BlockKind.TEXT:
                yield self.blocks[place]

    def open(self, root: RootDraft, block: Block, label_length: int) -> None:
        """Start a root with what a block says after its label."""
        root.heading_notes, self.heading_notes = self.heading_notes, []
        root.paragraphs.append(Paragraph(block.text[label_length:].strip(), block))
        self.law.roots.append(root)
        self._root = root

    def close(self) -> None:
        """End the open root: what follows is none of its text."""
        self._root = None

    def paragraph(self, block: Block) -> str:
        """Add a paragraph to the open root; the word is for the tally."""
        if self._root is None:
            self.problem("TEXTO_SIN_ARTICULO", f"Texto fuera de todo artículo: «{block.text[:80]}».", block)
            return "unexplained"
        paragraphs = self._root.paragraphs
        if len(paragraphs) == 1 and not paragraphs[0].text:
            paragraphs[0] = Paragraph(block.text, block, paragraphs[0].notes)
        else:
            paragraphs.append(Paragraph(block.text, block))
        return "text"

    def note(self, block: Block) -> str:
        """Put a note beside what it stands under; the word is for the tally."""
        if self._root is not None:
            self._root.paragraphs[-1].notes.append(block.text)
        else:
            self.heading_notes.append(block.text)
        return "note"

    def problem(self, code: str, message: str, block: Block) -> None:
        """Report what cannot be explained, with the page of a block."""
        self.law.problems.append(Problem(code, message, block.pages[0]))
