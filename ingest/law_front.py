"""The front matter of a consolidated text: title, day of publication, day of the last reform."""

from __future__ import annotations

from ingest.dates import read_dof_date, read_written_date
from ingest.law_draft import LawDraft
from ingest.law_marks import EDITION, FIRST_PUBLICATION, LAST_REFORM
from ingest.layout import Block


class FrontMatter:
    """Reads what stands before the first division or article."""

    def __init__(self, draft: LawDraft) -> None:
        self._draft = draft
        self._titles: list[str] = []

    def take(self, block: Block) -> str:
        """Read a block of the front; the word is for the tally."""
        text, law = block.text, self._draft.law
        if self._draft.centred(block):
            if law.published is None and FIRST_PUBLICATION.search(text):
                law.published = read_written_date(text) or read_dof_date(text)
                law.title = law.title or " ".join(self._titles)
            elif LAST_REFORM.match(text):
                law.last_reform = read_dof_date(text)
            elif law.published is None and not EDITION.match(text) and self._draft.heading_like(block):
                self._titles.append(text)
        return "front"

    def finish(self) -> None:
        """Where no day of publication closed the title, its first line is the title."""
        self._draft.law.title = self._draft.law.title or " ".join(self._titles[:1])
