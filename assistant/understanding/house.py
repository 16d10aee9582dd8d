"""That it is the Institute's goes without saying: "¿cuándo prescribe un crédito del IMSS?" asks the same without."""

from __future__ import annotations

import re

_HOUSE = re.compile(
    r"(?<!ley )\b(?:en el|del|para el|ante el|con el|al) (?:imss|seguro social|instituto)\b"
    r"(?! \w*(?:nacional|mexicano|del))",
    re.IGNORECASE,
)


def without_house(question: str) -> str | None:
    """The question without naming the Institute; None where it does not."""
    bare = _HOUSE.sub("", question)
    return bare if bare != question else None
