"""Blocks to the roots of a law: its articles, its own transitorios, and those of every reform decree.

A consolidated text reads: front matter; the body (divisions and articles); TRANSITORIOS of the law; and, after
"ARTÍCULOS TRANSITORIOS DE DECRETOS DE REFORMA", one part per decree (title, publication line, amending articles,
transitorios, signatures, sometimes annexes). Only articles of the body and transitorios are provisions: an article
that a decree or an errata quotes after the body never overwrites the law.

What cannot be explained becomes a `Problem`; no line is dropped in silence (`ParsedLaw.tally` accounts for all).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from corpus.provisions import ProvisionKind
from ingest.dates import read_dof_date, read_written_date
from ingest.labels import (
    ArticleLabel,
    article_key,
    division_level,
    is_repealed,
    read_article,
    read_items,
    read_ordinal_article,
    read_repealed_range,
    transitory_heading,
    unspaced,
)
from ingest.law_marks import (
    ANNEX,
    DECREE_DIVISION,
    DECREES,
    EDITION,
    ELIDED,
    FIRST_PUBLICATION,
    LAST_REFORM,
    ONLY_DOTS,
    PUBLICATION,
    SIGNATURE,
    SIGNED,
)
from ingest.layout import Block, BlockKind, Layout
from ingest.numbering_gaps import letter_gap, number_gap
from ingest.ordinals import ordinal_name
from ingest.parsed import Paragraph, ParsedLaw, Problem, RootDraft
from ingest.rubrics import mark_rubrics
from ingest.transitory_labels import TransitoryLabel, read_transitory

_UNNUMBERED = 9  # the depth of a heading that names no libro, título, capítulo...


class LawParser:
    """One pass over the blocks of a law; `parse_law` is the way in."""

    def __init__(self, layout: Layout, ordinals: bool = False) -> None:
        self._measure = layout.measure
        self._blocks = layout.blocks
        self._read_label = read_ordinal_article if ordinals else read_article
        self._law = ParsedLaw()
        self._law.tally["furniture"] = len(layout.furniture)
        self._bold_matters = any(block.bold for block in layout.blocks)
        self._position = 0
        self._state = "front"
        self._root: RootDraft | None = None
        self._divisions: dict[int, str] = {}
        self._heading_open: int | None = None
        self._heading_notes: list[str] = []
        self._between: list[str] = []  # headings and their notes since the last article
        self._last_key: tuple[int, str] = (0, "")
        self._keys: set[tuple[int, str]] = set()
        self._in_annex = False
        self._mode = ""  # within transitorios: "plain", "special", or "" outside
        self._ordinal = 0
        self._part = 0
        self._decree: tuple[date | None, str] = (None, "")
        self._titles: list[str] = []

    def parse(self) -> ParsedLaw:
        for position, block in enumerate(self._blocks):
            self._position = position
            self._law.tally[self._take(block)] += len(block.lines)
        self._law.title = self._law.title or " ".join(self._titles[:1])
        if not self._law.roots:
            self._law.problems.append(Problem("SIN_ARTICULOS", "No se encontró ningún artículo."))
        mark_rubrics(self._law)
        return self._law

    def _take(self, block: Block) -> str:
        """Decide what a block is, act on it, and name it for the tally."""
        if block.kind is BlockKind.NOTE:
            return self._note(block)
        if self._state == "front":
            taken = self._front(block)
            if taken:
                return taken
        if DECREES.search(block.text) and self._centred(block):
            self._close()
            self._titles.clear()
            self._state, self._mode = "decrees", ""
            return "heading"
        if self._state == "body":
            return self._body(block)
        return self._after_body(block)

    def _centred(self, block: Block) -> bool:
        return all(self._measure.centred(line) for line in block.lines)

    def _heading_like(self, block: Block) -> bool:
        if not self._centred(block):
            return False
        if block.bold or block.lines[0].size > self._measure.size:
            return True
        # Older texts print some headings in the plain face: what they say is enough.
        return division_level(block.text) is not None or transitory_heading(block.text) is not None

    def _note(self, block: Block) -> str:
        if self._root is not None and self._root.paragraphs:
            self._root.paragraphs[-1].notes.append(block.text)
        else:
            self._heading_notes.append(block.text)
            self._between.append(block.text)
        return "note"

    # -- front matter ------------------------------------------------------------------------------------------

    def _front(self, block: Block) -> str:
        """Title and dates; the body starts with the first division or article."""
        text = block.text
        if (self._heading_like(block) and division_level(text) is not None) or self._article_label(block):
            self._state = "body"
            return ""
        if self._centred(block):
            if self._law.published is None and FIRST_PUBLICATION.search(text):
                self._law.published = read_written_date(text) or read_dof_date(text)
                self._law.title = self._law.title or " ".join(self._titles)
            elif LAST_REFORM.match(text):
                self._law.last_reform = read_dof_date(text)
            elif self._law.published is None and not EDITION.match(text) and self._heading_like(block):
                self._titles.append(text)
        return "front"

    # -- body --------------------------------------------------------------------------------------------------

    def _body(self, block: Block) -> str:
        if self._heading_like(block) or self._goes_on_heading(block):
            taken = self._division(block) or self._annex(block)
            if taken:
                return taken
        if block.kind is BlockKind.TEXT and self._open_repealed_range(block):
            return "text"
        label = self._article_label(block)
        if label is not None:
            self._heading_open, self._in_annex = None, False
            self._open_article(label, block)
            return "text"
        if self._in_annex:
            return "annex"
        if self._heading_open is not None and self._centred(block):
            return self._division(block) or self._paragraph(block)
        self._heading_open = None
        return self._paragraph(block)

    def _goes_on_heading(self, block: Block) -> bool:
        """The name of a division may be as wide as the column: bold, and in the middle of it."""
        first = block.lines[0]
        return (
            self._heading_open is not None
            and block.bold
            and abs((first.left + first.right) / 2 - self._measure.centre) < 9
            and self._read_label(block.text) is None
        )

    def _division(self, block: Block) -> str:
        """A division heading, its name in the lines below it, or the heading of the transitorios."""
        text = unspaced(block.text)
        if transitory_heading(text):
            self._close()
            self._state, self._mode, self._ordinal = "transitorios", "plain", 0
            self._decree = (self._law.published, "")
            self._divisions.clear()
            return "heading"
        level = division_level(text)
        if level is not None:
            self._close()
            self._divisions = {depth: name for depth, name in self._divisions.items() if depth < level}
            self._divisions[level] = text
            self._between.append(text)
            self._heading_open = level
            return "heading"
        if self._heading_open is not None and not read_items(text):
            name = self._divisions[self._heading_open]
            self._divisions[self._heading_open] = f"{name}{' ' if name[-1:] in '.-' else '. '}{text}"
            self._between.append(text)
            return "heading"
        return ""

    def _annex(self, block: Block) -> str:
        """An annex, or a heading without number ("DISPOSICIONES COMUNES") right over an article."""
        if ANNEX.match(block.text):
            self._close()
            self._in_annex = True
            self._problem("ANEXO_SIN_LEER", f"«{block.text[:80]}» no es parte del articulado; vea la página.", block)
            return "annex"
        if read_items(block.text) or not self._over_article():
            return ""
        self._close()
        self._divisions[_UNNUMBERED] = block.text
        self._heading_open = _UNNUMBERED
        return "heading"

    def _over_article(self) -> bool:
        """Whether the next block that is no note and no heading opens an article."""
        for later in self._blocks[self._position + 1 : self._position + 5]:
            if later.kind is BlockKind.TEXT and not self._heading_like(later):
                return later.bold and self._read_label(later.text) is not None
        return False

    def _article_label(self, block: Block) -> ArticleLabel | None:
        """An article heading is bold and starts a paragraph.

        Without a stop after it, or where it alone is not bold, it must be the next number.
        """
        label = self._read_label(block.text)
        if label is None:
            return None
        key = article_key(label.number)
        stopped = block.text[: label.length].rstrip()[-1:] in ".-–—:" or block.text[label.length :][:1] == "("
        if self._bold_matters and not block.bold:
            indented = 8 < block.left - self._measure.left < 40
            if not (stopped and indented and key == (self._last_key[0] + 1, "")):
                return None
        if not stopped and key[0] not in (self._last_key[0], self._last_key[0] + 1):
            return None
        if self._state == "front" and key[0] > 2:
            return None
        # Additions are not always in order (70-A before 70 Bis), but a number never comes twice nor goes back.
        if key[0] < self._last_key[0] or key in self._keys:
            self._problem(
                "NUMERACION_RETROCEDE",
                f"«Artículo {label.number}» aparece después del artículo {self._last_number()}; se deja como texto.",
                block,
            )
            return None
        return label

    def _open_repealed_range(self, block: Block) -> bool:
        """ "Artículos 76 a 79.- (Se derogan)." is four articles, each repealed."""
        found = read_repealed_range(block.text) if block.bold or not self._bold_matters else None
        if found is None or article_key(found.numbers[0]) <= self._last_key:
            return False
        self._heading_open = None
        for number in found.numbers:
            self._open_article(ArticleLabel(number, found.length), block)
        return True

    def _last_number(self) -> str:
        articles = [root.number for root in self._law.roots if root.kind is ProvisionKind.ARTICLE]
        return articles[-1] if articles else ""

    def _open_article(self, label: ArticleLabel, block: Block) -> None:
        key = article_key(label.number)
        last, page = self._last_number(), block.pages[0]
        gap = number_gap(self._last_key[0], key[0], (last, label.number), self._between, page)
        gap = gap or letter_gap(last, label.number, page)
        if gap is not None:
            self._law.problems.append(gap)
        self._between.clear()
        self._last_key = key
        self._keys.add(key)
        hierarchy = tuple(self._divisions[level] for level in sorted(self._divisions))
        root = RootDraft(ProvisionKind.ARTICLE, label.number, f"Artículo {label.name or label.number}", hierarchy)
        self._open(root, block, label.length)

    # -- transitorios ------------------------------------------------------------------------------------------

    def _after_body(self, block: Block) -> str:
        if PUBLICATION.match(block.text) and self._state == "decrees":
            self._start_decree(block)
            return "decree"
        if self._state == "decrees" and self._title_of_decree(block):
            self._close()
            self._mode = ""
            self._titles.append(block.text)
            return "decree"
        if self._heading_like(block):
            kind = transitory_heading(block.text)
            if kind:
                self._close()
                self._mode, self._ordinal = kind, 0
                self._part += 1
                return "heading"
            if block.lines[0].size > self._measure.size or DECREE_DIVISION.match(block.text):
                self._close()
                self._mode = ""
                return "decree"
        if self._mode and self._groups_transitorios(block):
            self._close()
            return "heading"
        if SIGNATURE.match(block.text) or SIGNED.search(block.text):
            self._close()
            self._mode = ""
            return "closing"
        if not self._mode:
            return "closing" if self._state == "transitorios" else "decree"
        return self._transitory(block)

    def _groups_transitorios(self, block: Block) -> bool:
        """A heading in bold capitals over some transitorios: what follows it, notes apart, is a transitorio."""
        if not (block.bold and block.text.isupper()) or self._transitory_label(block) is not None:
            return False
        for later in self._blocks[self._position + 1 : self._position + 4]:
            if later.kind is BlockKind.TEXT and not (later.bold and later.text.isupper()):
                return self._transitory_label(later) is not None
        return False

    def _title_of_decree(self, block: Block) -> bool:
        """Titles of decrees are bold, larger than the text, and start at the margin."""
        first = block.lines[0]
        if not (block.bold and first.size > self._measure.size and first.left < self._measure.left + 9):
            return False
        if self._root is not None or (self._decree[0] is not None and self._mode):
            self._titles.clear()
        return True

    def _start_decree(self, block: Block) -> None:
        self._close()
        title = " ".join(self._titles)
        self._titles.clear()
        day = read_written_date(block.text) or read_dof_date(block.text)
        if day is None:
            self._problem("DECRETO_SIN_FECHA", f"No se pudo leer la fecha en «{block.text}».", block)
        self._decree, self._mode, self._ordinal = (day, title), "", 0
        self._part += 1

    def _transitory(self, block: Block) -> str:
        """A transitorio starts with its ordinal and a stop, in bold or as the next in order."""
        label = self._transitory_label(block)
        if label is not None:
            self._ordinal = label.numbers[0]
            text = block.text[label.length :]
            if ONLY_DOTS.match(text):
                self._ordinal = label.numbers[-1]
                self._close()
                return "decree"
            for number in self._named(label, text):
                self._ordinal = number
                self._open_transitory(ordinal_name(number), block, label.length)
            return "text"
        if ELIDED.match(block.text) and block.bold:
            self._close()
            return "decree"
        if self._root is None:
            return self._unlabelled(block)
        return self._paragraph(block)

    def _transitory_label(self, block: Block) -> TransitoryLabel | None:
        """The label that a block starts with; None for what is none, or what a transitorio quotes."""
        label = read_transitory(block.text, self._mode == "special")
        if label is None or (self._ordinal and label.numbers[0] <= self._ordinal):
            return None
        return label if block.bold or not self._bold_matters or label.numbers[0] == self._ordinal + 1 else None

    def _named(self, label: TransitoryLabel, text: str) -> tuple[int, ...]:
        """Which transitorios a label opens: of "SEGUNDO A NOVENO" the first, if the others come with their own."""
        if len(label.numbers) == 1 or is_repealed(text):
            return label.numbers
        for later in self._rest_of_set():
            following = read_transitory(later.text, self._mode == "special")
            if following is not None:
                return label.numbers[:1] if following.numbers[0] in label.numbers else label.numbers
        return label.numbers

    def _rest_of_set(self) -> Iterator[Block]:
        """The blocks of text that follow within the same transitorios."""
        for later in self._blocks[self._position + 1 :]:
            if later.kind is BlockKind.NOTE:
                continue
            if PUBLICATION.match(later.text) or SIGNATURE.match(later.text) or DECREES.search(later.text):
                return
            if self._heading_like(later) and transitory_heading(later.text):
                return
            yield later

    def _unlabelled(self, block: Block) -> str:
        """Text right under TRANSITORIO that has no ordinal: the only one there is, unless others follow."""
        if self._mode != "plain" or self._ordinal or ONLY_DOTS.match(block.text) or ELIDED.match(block.text):
            return "decree"
        if any(read_transitory(later.text, special=False) for later in self._rest_of_set()):
            said = f"Texto antes del primer transitorio: «{block.text[:80]}»."
            self._problem("TEXTO_SIN_TRANSITORIO", said, block)
            return "decree"
        self._open_transitory(ordinal_name(0), block, 0)
        return "text"

    def _open_transitory(self, ordinal: str, block: Block, length: int) -> None:
        day, title = self._decree
        special = self._mode == "special"
        number = f"Artículo {ordinal}" if special else ordinal
        hierarchy = ("Transitorios", title) if title else ("Transitorios",)
        if special:
            hierarchy = (*hierarchy, "Disposiciones transitorias")
        root = RootDraft(
            ProvisionKind.TRANSITORIO,
            number,
            f"Transitorio {number}",
            hierarchy,
            decree=day,
            decree_title=title,
            block_of_decree=self._part,
        )
        if day is None:
            self._problem("TRANSITORIO_SIN_FECHA", f"El transitorio {number} no tiene fecha de decreto.", block)
        self._open(root, block, length)

    # -- common ------------------------------------------------------------------------------------------------

    def _open(self, root: RootDraft, block: Block, label_length: int) -> None:
        self._close()
        self._law.label_characters += len(re.sub(r"\s", "", block.text[:label_length]))
        root.heading_notes, self._heading_notes = self._heading_notes, []
        rest = block.text[label_length:].strip()
        root.paragraphs.append(Paragraph(rest, block))
        self._root = root
        self._law.roots.append(root)

    def _paragraph(self, block: Block) -> str:
        if self._root is None:
            self._problem("TEXTO_SIN_ARTICULO", f"Texto fuera de todo artículo: «{block.text[:80]}».", block)
            return "unexplained"
        if len(self._root.paragraphs) == 1 and not self._root.paragraphs[0].text:
            notes = self._root.paragraphs[0].notes
            self._root.paragraphs[0] = Paragraph(block.text, block, notes)
        else:
            self._root.paragraphs.append(Paragraph(block.text, block))
        return "text"

    def _close(self) -> None:
        self._root = None

    def _problem(self, code: str, message: str, block: Block) -> None:
        self._law.problems.append(Problem(code, message, block.pages[0]))


def parse_law(layout: Layout) -> ParsedLaw:
    """Read a consolidated law from its layout; where no article has a figure, those numbered in words count."""
    law = LawParser(layout).parse()
    if any(root.kind is ProvisionKind.ARTICLE for root in law.roots):
        return law
    return LawParser(layout, ordinals=True).parse()
