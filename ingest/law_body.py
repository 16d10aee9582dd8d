"""The body of a law: its divisions and its articles."""

from __future__ import annotations

from collections.abc import Callable

from corpus.provisions import ProvisionKind
from ingest.article_labels import ArticleLabel, article_key, names_article, read_repealed_range
from ingest.headings import division_level, transitory_heading, unspaced
from ingest.item_labels import read_items
from ingest.law_draft import LawDraft
from ingest.law_marks import ANNEX
from ingest.layout import Block
from ingest.numbering_gaps import letter_gap, number_gap
from ingest.parsed import RootDraft

_UNNUMBERED = 9  # the depth of a heading that names no libro, título, capítulo...
_HEADING_REACH = 4  # blocks after a heading among which its article must come
_MIDDLE = 9.0  # points that the middle of a heading may be off the middle of the column


class Body:
    """Reads divisions and articles; `read_label` says how the law labels its articles."""

    def __init__(self, draft: LawDraft, read_label: Callable[[str], ArticleLabel | None]) -> None:
        self._draft = draft
        self._read_label = read_label
        self._divisions: dict[int, str] = {}
        self._heading_open: int | None = None
        self._headings: list[str] = []  # since the last article
        self._in_annex = False
        self._keys: set[tuple[int, str]] = set()
        self._last_key: tuple[int, str] = (0, "")
        self._last_number = ""

    def starts_at(self, block: Block) -> bool:
        """Whether a block of the front is the first of the body: a division, or one of the first two articles."""
        if self._draft.heading_like(block) and division_level(block.text) is not None:
            return True
        label = self._article_label(block)
        return label is not None and article_key(label.number)[0] <= 2

    def ends_at(self, block: Block) -> bool:
        """Whether a block is the heading of the law's own transitorios."""
        return self._is_heading(block) and transitory_heading(block.text) is not None

    def take(self, block: Block) -> str:
        """Read a block of the body; the word is for the tally."""
        if self._is_heading(block):
            taken = self._division(block) or self._annex(block)
            if taken:
                return taken
        if self._open_repealed_range(block):
            return "text"
        label = self._article_label(block)
        if label is not None:
            self._heading_open, self._in_annex = None, False
            self._open_article(label, block)
            return "text"
        if self._in_annex:
            return "annex"
        if self._heading_open is not None and self._draft.centred(block):
            return self._division(block) or self._draft.paragraph(block)
        self._heading_open = None
        if block.bold and names_article(block.text) and self._read_label(block.text) is None:
            said = f"«{block.text[:60]}» parece un artículo y no se entiende su número; quedó como texto de otro."
            self._draft.problem("ARTICULO_SIN_LEER", said, block)
        return self._draft.paragraph(block)

    # -- divisions ---------------------------------------------------------------------------------------------

    def _is_heading(self, block: Block) -> bool:
        return self._draft.heading_like(block) or self._goes_on_heading(block)

    def _goes_on_heading(self, block: Block) -> bool:
        """The name of a division may be as wide as the column: bold, and in the middle of it."""
        first = block.lines[0]
        return (
            self._heading_open is not None
            and block.bold
            and abs((first.left + first.right) / 2 - self._draft.measure.centre) < _MIDDLE
            and self._read_label(block.text) is None
        )

    def _division(self, block: Block) -> str:
        """A division heading, or its name in the lines below it."""
        text = unspaced(block.text)
        level = division_level(text)
        if level is not None:
            self._draft.close()
            self._divisions = {depth: name for depth, name in self._divisions.items() if depth < level}
            self._divisions[level] = text
            self._headings.append(text)
            self._heading_open = level
            return "heading"
        if self._heading_open is not None and not read_items(text):
            name = self._divisions[self._heading_open]
            self._divisions[self._heading_open] = f"{name}{' ' if name[-1:] in '.-' else '. '}{text}"
            self._headings.append(text)
            return "heading"
        return ""

    def _annex(self, block: Block) -> str:
        """An annex, or a heading without number ("DISPOSICIONES COMUNES") right over an article."""
        draft = self._draft
        if ANNEX.match(block.text):
            draft.close()
            self._in_annex = True
            draft.problem("ANEXO_SIN_LEER", f"«{block.text[:80]}» no es parte del articulado; vea la página.", block)
            return "annex"
        if read_items(block.text) or not self._over_article():
            return ""
        draft.close()
        self._divisions[_UNNUMBERED] = block.text
        self._heading_open = _UNNUMBERED
        return "heading"

    def _over_article(self) -> bool:
        """Whether the next block that is no note and no heading opens an article."""
        for later in self._draft.later_text(_HEADING_REACH):
            if not self._draft.heading_like(later):
                return later.bold and self._read_label(later.text) is not None
        return False

    # -- articles ----------------------------------------------------------------------------------------------

    def _article_label(self, block: Block) -> ArticleLabel | None:
        """An article heading is bold and starts a paragraph.

        Without a stop after it, or where it alone is not bold, it must be the next number.
        """
        label = self._read_label(block.text)
        if label is None:
            return None
        key = article_key(label.number)
        stopped = block.text[: label.length].rstrip()[-1:] in ".-–—:" or block.text[label.length :][:1] == "("
        if self._draft.bold_matters and not block.bold:
            indented = 8 < block.left - self._draft.measure.left < 40
            if not (stopped and indented and key == (self._last_key[0] + 1, "")):
                return None
        if not stopped and key[0] not in (self._last_key[0], self._last_key[0] + 1):
            return None
        # Additions are not always in order (70-A before 70 Bis), but a number never comes twice nor goes back.
        if key[0] < self._last_key[0] or key in self._keys:
            said = f"«Artículo {label.number}» aparece después del artículo {self._last_number}; se deja como texto."
            self._draft.problem("NUMERACION_RETROCEDE", said, block)
            return None
        return label

    def _open_repealed_range(self, block: Block) -> bool:
        """ "Artículos 76 a 79.- (Se derogan)." is four articles, each repealed."""
        found = read_repealed_range(block.text) if block.bold or not self._draft.bold_matters else None
        if found is None or article_key(found.numbers[0]) <= self._last_key:
            return False
        self._heading_open = None
        for number in found.numbers:
            self._open_article(ArticleLabel(number, found.length), block)
        return True

    def _open_article(self, label: ArticleLabel, block: Block) -> None:
        key, page = article_key(label.number), block.pages[0]
        between = [*self._headings, *self._draft.heading_notes]
        gap = number_gap(self._last_key[0], key[0], (self._last_number, label.number), between, page)
        gap = gap or letter_gap(self._last_number, label.number, page)
        if gap is not None:
            self._draft.law.problems.append(gap)
        self._headings.clear()
        self._last_key, self._last_number = key, label.number
        self._keys.add(key)
        hierarchy = tuple(self._divisions[level] for level in sorted(self._divisions))
        root = RootDraft(ProvisionKind.ARTICLE, label.number, f"Artículo {label.name or label.number}", hierarchy)
        self._draft.open(root, block, label.length)
