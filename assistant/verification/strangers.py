"""Actors that a sentence names and the cited provision never does, by any of their names."""

from __future__ import annotations

from collections.abc import Sequence

from .claim import Claim
from .evidence import Unit
from .roster import bodies, mentions, names, roots


def stranger_fault(claim: Claim, units: Sequence[Unit]) -> str:
    """The first actor that no unit of the cited provisions names; "" where all are named."""
    law = whole_text(units)
    for mention in mentions(claim.text):
        if not names(law, mention.actor) and not _cited(claim, mention.start):
            return f"el precepto citado no nombra a «{mention.text}»"
    known = {mention.start for mention in mentions(claim.text) if " " in mention.text}
    for name, telling in bodies(claim.text):
        start = claim.text.index(name)
        if start not in known and not telling <= roots(law) and not _cited(claim, start):
            return f"el precepto citado no nombra a «{name}»"
    return ""


def whole_text(units: Sequence[Unit]) -> str:
    """All that the cited provisions say, with what introduces it and the titles that they stand under."""
    return "\n".join(dict.fromkeys(f"{unit.title}\n{unit.intro} {unit.text}" for unit in units if not unit.pair))


def _cited(claim: Claim, start: int) -> bool:
    return any(citation.start <= start < citation.end for citation in claim.citations)
