"""Gaps in the numbering of articles, and what the text itself says of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.ordinals import fold
from ingest.parsed import Problem

_GONE = re.compile(r"\b(?:se\s+)?(?:derog|abrog|suprim)")
_RANGE = re.compile(r"\b(\d{1,4})[o°º]?\.?\s*(?:a|al|y|,|-)\s*(?:el\s+)?(\d{1,4})\b(?!\s*-)")
_LETTERED = re.compile(r"(\d+)[ -]([A-Z])")


def number_gap(before: int, after: int, shown: tuple[str, str], between: Sequence[str], page: int) -> Problem | None:
    """The problem of passing from article `before` to `after`; None where nothing is missing.

    `between` are the headings and notes printed since the last article: where one says that the chapter or the
    missing articles were repealed the gap is HUECO_EXPLICADO, which does not keep a law from being published;
    otherwise SALTO_DE_NUMERACION, which does. `shown` are the two numbers as printed.
    """
    if after <= before + 1:
        return None
    reason = next((text for text in between if _explains(text, before + 1, after - 1)), "")
    last, new = shown
    if reason:
        said = f"Del artículo {last or '(inicio)'} se pasa al {new}: «{reason[:90]}»."
        return Problem("HUECO_EXPLICADO", said, page)
    return Problem("SALTO_DE_NUMERACION", f"Del artículo {last or '(inicio)'} se pasa al {new}.", page)


def _explains(text: str, first: int, last: int) -> bool:
    """Whether a heading or note says that something was repealed, and does not say that it was other articles."""
    plain = re.sub(r"\d{1,2}-\d{1,2}-\d{4}", "", fold(text))
    if not _GONE.search(plain):
        return False
    ranges = [(int(low), int(high)) for low, high in _RANGE.findall(plain)]
    return not ranges or any(low <= first and last <= high for low, high in ranges)


def letter_gap(previous: str, number: str, page: int) -> Problem | None:
    """SALTO_DE_LETRA where 27-C follows 27-A, or 27-B the plain 27: no law at hand does so, one may."""
    found = _LETTERED.fullmatch(number)
    if found is None:
        return None
    digits, letter = found.groups()
    before = re.match(rf"{digits}(?:[ -]([A-Z])(?![A-Za-z]))?", previous)
    last = before[1] if before and before[1] else "@"  # the sign before A
    if ord(letter) <= ord(last) + 1:
        return None
    return Problem("SALTO_DE_LETRA", f"Del artículo {previous or '(inicio)'} se pasa al {number}.", page)
