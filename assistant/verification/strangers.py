"""Actors that a sentence names and the cited provision never does, or only where it speaks of something else."""

from __future__ import annotations

from collections.abc import Sequence

from .claim import Claim
from .evidence import Unit, holds
from .roster import bodies, mentions, names, roots

_LEAST = 3
_FAR = 0.2
_OPENING = 8


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


def misplaced_fault(claim: Claim, units: Sequence[Unit]) -> str:
    """An actor that the provision names only far from the sentence that says what the claim says; "" where none is."""
    keys = [key for key in dict.fromkeys(claim.concepts) if not key.isupper()]
    singles = [unit for unit in units if not unit.pair]
    spoken = [mention for mention in mentions(claim.text) if not _cited(claim, mention.start)]
    if len(keys) < _LEAST or not singles or not spoken:
        return ""
    # What a provision opens with, or stands under, is spoken of to its end without being named again.
    topic = f"{singles[0].title} {singles[0].intro} {' '.join(singles[0].text.split()[:_OPENING])}"
    law = whole_text(units)
    scored = [(sum(holds(unit, key) for key in keys), unit) for unit in singles]
    top = max(score for score, _ in scored)
    for mention in spoken:
        if names(topic, mention.actor) or not names(law, mention.actor):
            continue
        own = max((score for score, unit in scored if _speaks(unit, mention.actor)), default=0)
        if top - own > _FAR * top:
            return f"lo que el texto citado dice no lo dice de «{mention.text}»"
    return ""


def _speaks(unit: Unit, actor: str) -> bool:
    return names(f"{unit.intro} {unit.text}", actor) or names(unit.before, actor) or unit.has_mark("REMISION")
