"""A rule does not end where its paragraph does: "Lo anterior no se aplicará…" is read with what it goes on from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.composing.clauses import Clause

LONGEST = 420
"""Characters of a paragraph that is added to what was chosen."""
_CASES = r"(?:casos?|supuestos?)"
_GOES_ON = re.compile(
    r"Lo anterior\b|(?:No obstante |Sin perjuicio de )?[Ll]o dispuesto en el párrafo anterior\b|Tampoco\b|Dich[oa]s?\b"
    rf"|(?:Cuando )?[Ee]n (?:est[eo]s?|dichos?|tal(?:es)?) {_CASES}\b"
    rf"|(?:Cuando )?[Ee]n (?:el|los) {_CASES} (?:anterior(?:es)?|a que se refiere el párrafo anterior"
    r"|de las fracciones anteriores)\b"
)


def continued(picked: Sequence[Clause], clauses: Sequence[Clause]) -> list[Clause]:
    """The paragraphs that go on from the clauses picked, where they are short and open no list."""
    chosen = {clause.start for clause in picked}
    added = []
    for before, clause in pairwise(clauses):
        if before.start in chosen and clause.start not in chosen and _goes_on(clause):
            added.append(clause)
            chosen.add(clause.start)
    return added


def _goes_on(clause: Clause) -> bool:
    return len(clause.text) <= LONGEST and bool(_GOES_ON.match(clause.text)) and not clause.text.endswith(":")
