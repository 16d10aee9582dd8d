"""Articles that print a title beside their number ("Artículo 3. Definiciones."): the title is no paragraph.

Codes of the last years do so. The title stays in the text, as printed, and what lawyers count starts below it.
"""

from __future__ import annotations

from corpus.provisions import ProvisionKind
from ingest.item_labels import read_items
from ingest.parsed import ParsedLaw, RootDraft
from ingest.repealed import is_repealed

_MOST = 0.6  # share of the articles that must have one: a habit of the law, not the accident of one article
_LONGEST = 200


def mark_rubrics(law: ParsedLaw) -> None:
    """Set `rubric` on the articles of a law whose first line is a title: whole in bold or italics, text below."""
    articles = [root for root in law.roots if root.kind is ProvisionKind.ARTICLE]
    standing = [root for root in articles if root.paragraphs and not is_repealed(root.paragraphs[0].text)]
    titled = [root for root in standing if _titled(root)]
    if standing and len(titled) >= _MOST * len(standing):
        for root in titled:
            root.rubric = root.paragraphs[0].text


def _titled(root: RootDraft) -> bool:
    if len(root.paragraphs) < 2:
        return False
    first = root.paragraphs[0]
    return (
        0 < len(first.text) <= _LONGEST
        and not first.notes
        and not first.text.endswith(":")
        and not read_items(first.text)
        and all(line.set_off for line in first.block.lines)
    )
