"""What follows the body: the law's own transitorios, and those of every decree that reformed it.

After "ARTÍCULOS TRANSITORIOS DE DECRETOS DE REFORMA" comes one part per decree: title, publication line, amending
articles, transitorios, signatures, sometimes annexes. Only the transitorios are provisions.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from corpus.provisions import ProvisionKind
from ingest.dates import read_dof_date, read_written_date
from ingest.headings import transitory_heading
from ingest.law_draft import LawDraft
from ingest.law_marks import DECREE_DIVISION, DECREES, ELIDED, ONLY_DOTS, PUBLICATION, SIGNATURE, SIGNED
from ingest.layout import Block
from ingest.ordinals import ordinal_name
from ingest.parsed import RootDraft
from ingest.repealed import is_repealed
from ingest.transitory_labels import TransitoryLabel, read_transitory

_HEADING_REACH = 3  # blocks after a heading among which its transitorio must come


class Decrees:
    """Reads transitorios, decree by decree."""

    def __init__(self, draft: LawDraft) -> None:
        self._draft = draft
        self._reforms = False  # past the law's own transitorios
        self._mode = ""  # within transitorios: "plain" or "special"; "" outside
        self._ordinal = 0
        self._part = 0
        self._decree: tuple[date | None, str] = (None, "")
        self._titles: list[str] = []

    def start_own(self) -> None:
        """The law's own transitorios begin."""
        self._draft.close()
        self._mode, self._ordinal = "plain", 0
        self._decree = (self._draft.law.published, "")

    def start_reforms(self) -> None:
        """The decrees that reformed the law begin."""
        self._draft.close()
        self._titles.clear()
        self._reforms, self._mode = True, ""

    def take(self, block: Block) -> str:
        """Read a block after the body; the word is for the tally."""
        if self._reforms and PUBLICATION.match(block.text):
            self._start_decree(block)
            return "decree"
        if self._reforms and self._title_of_decree(block):
            self._leave()
            self._titles.append(block.text)
            return "decree"
        if self._draft.heading_like(block):
            taken = self._heading(block)
            if taken:
                return taken
        if self._mode and self._groups_transitorios(block):
            self._draft.close()
            return "heading"
        if SIGNATURE.match(block.text) or SIGNED.search(block.text):
            self._leave()
            return "closing"
        if not self._mode:
            return "decree" if self._reforms else "closing"
        return self._transitory(block)

    def _leave(self) -> None:
        """End the transitorios that are being read."""
        self._draft.close()
        self._mode = ""

    # -- decrees -----------------------------------------------------------------------------------------------

    def _title_of_decree(self, block: Block) -> bool:
        """Titles of decrees are bold, larger than the text, and start at the margin."""
        first, measure = block.lines[0], self._draft.measure
        if not (block.bold and first.size > measure.size and first.left < measure.left + 9):
            return False
        if self._draft.has_root or (self._decree[0] is not None and self._mode):
            self._titles.clear()
        return True

    def _start_decree(self, block: Block) -> None:
        self._leave()
        title = " ".join(self._titles)
        self._titles.clear()
        day = read_written_date(block.text) or read_dof_date(block.text)
        if day is None:
            self._draft.problem("DECRETO_SIN_FECHA", f"No se pudo leer la fecha en «{block.text}».", block)
        self._decree, self._ordinal = (day, title), 0
        self._part += 1

    def _heading(self, block: Block) -> str:
        """The heading of a set of transitorios, or one that ends them (an annex, a division of another law)."""
        kind = transitory_heading(block.text)
        if kind:
            self._draft.close()
            self._mode, self._ordinal = kind, 0
            self._part += 1
            return "heading"
        if block.lines[0].size > self._draft.measure.size or DECREE_DIVISION.match(block.text):
            self._leave()
            return "decree"
        return ""

    def _groups_transitorios(self, block: Block) -> bool:
        """A heading in bold capitals over some transitorios: what follows it, notes apart, is a transitorio."""
        if not _in_capitals(block) or self._label(block) is not None:
            return False
        for later in self._draft.later_text(_HEADING_REACH):
            if not _in_capitals(later):
                return self._label(later) is not None
        return False

    # -- transitorios ------------------------------------------------------------------------------------------

    def _transitory(self, block: Block) -> str:
        """A transitorio starts with its ordinal and a stop, in bold or as the next in order."""
        label = self._label(block)
        if label is not None:
            text = block.text[label.length :]
            if ONLY_DOTS.match(text):
                self._ordinal = label.numbers[-1]
                self._draft.close()
                return "decree"
            self._ordinal = label.numbers[0]
            for number in self._named(label, text):
                self._ordinal = number
                self._open(ordinal_name(number), block, label.length)
            return "text"
        if ELIDED.match(block.text) and block.bold:
            self._draft.close()
            return "decree"
        if not self._draft.has_root:
            return self._unlabelled(block)
        return self._draft.paragraph(block)

    def _label(self, block: Block) -> TransitoryLabel | None:
        """The label that a block starts with; None for what is none, or what a transitorio quotes."""
        label = self._read(block)
        if label is None or (self._ordinal and label.numbers[0] <= self._ordinal):
            return None
        trusted = block.bold or not self._draft.bold_matters
        return label if trusted or label.numbers[0] == self._ordinal + 1 else None

    def _read(self, block: Block) -> TransitoryLabel | None:
        return read_transitory(block.text, self._mode == "special")

    def _named(self, label: TransitoryLabel, text: str) -> tuple[int, ...]:
        """Which transitorios a label opens: of "SEGUNDO A NOVENO" the first, if the others come with their own."""
        if len(label.numbers) == 1 or is_repealed(text):
            return label.numbers
        following = next(filter(None, map(self._read, self._rest_of_set())), None)
        if following is not None and following.numbers[0] in label.numbers:
            return label.numbers[:1]
        return label.numbers

    def _rest_of_set(self) -> Iterator[Block]:
        """The blocks of text that follow within the same transitorios."""
        for later in self._draft.later_text():
            if PUBLICATION.match(later.text) or SIGNATURE.match(later.text) or DECREES.search(later.text):
                return
            if self._draft.heading_like(later) and transitory_heading(later.text):
                return
            yield later

    def _unlabelled(self, block: Block) -> str:
        """Text right under TRANSITORIO that has no ordinal: the only one there is, unless others follow."""
        if self._mode != "plain" or self._ordinal or ONLY_DOTS.match(block.text) or ELIDED.match(block.text):
            return "decree"
        if any(read_transitory(later.text, special=False) for later in self._rest_of_set()):
            said = f"Texto antes del primer transitorio: «{block.text[:80]}»."
            self._draft.problem("TEXTO_SIN_TRANSITORIO", said, block)
            return "decree"
        self._open(ordinal_name(0), block, 0)
        return "text"

    def _open(self, ordinal: str, block: Block, label_length: int) -> None:
        day, title = self._decree
        special = self._mode == "special"
        number = f"Artículo {ordinal}" if special else ordinal
        hierarchy = ("Transitorios", title) if title else ("Transitorios",)
        if special:
            hierarchy = (*hierarchy, "Disposiciones transitorias")
        root = RootDraft(ProvisionKind.TRANSITORIO, number, f"Transitorio {number}", hierarchy)
        root.decree, root.decree_title, root.block_of_decree = day, title, self._part
        if day is None:
            said = f"El transitorio {number} no tiene fecha de decreto."
            self._draft.problem("TRANSITORIO_SIN_FECHA", said, block)
        self._draft.open(root, block, label_length)


def _in_capitals(block: Block) -> bool:
    return block.bold and block.text.isupper()
