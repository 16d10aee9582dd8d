"""A message that asks several things at once, cut where each of them begins.

Blanks are made one before and every gap is bounded, so that reading stays linear.
"""

from __future__ import annotations

import re

_ASKING = r"(?:qu[eé]|cu[aá]l(?:es)?|cu[aá]nt[oa]s?|cu[aá]ndo|c[oó]mo|qui[eé]n(?:es)?|d[oó]nde)"
_BEFORE = r"(?:a|al|de|del|en|desde|hasta|por|para|con|ante|contra|cada|sobre)"
_CUT = re.compile(
    rf"\?\s*|;\s*|:\s*|,\s?(?:y\s)?(?=¿?(?:{_BEFORE}\s)?{_ASKING}\b)"
    rf"|\s[ye]\s(?=¿?(?:{_BEFORE}\s+)?(?:{_ASKING}|si)\b)",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\bdiferencias?\b.{0,15}?\bentre\s+(?P<one>[^?,;]{1,120}?)\s(?:y|e|con)\s(?P<other>[^?,;]{1,120})", re.IGNORECASE
)
_WHERE = re.compile(r"\s(?:en|para|según|segun|dentro)\b.*")
_FEWEST_WORDS = 3


def compared(message: str) -> list[str]:
    """The two things whose difference is asked for, bare; none where no difference is."""
    found = _COMPARED.search(" ".join(message.split()))
    return [_WHERE.sub("", found[name]).strip() for name in ("one", "other")] if found else []


def members(message: str) -> list[str]:
    """The parts of a message that ask for something or set the scene, in order; one where it asks one thing."""
    parts = (part.strip(" ¿.,") for part in _CUT.split(" ".join(message.split())))
    return compared(message) or [part for part in parts if len(part.split()) >= _FEWEST_WORDS]
