"""What is left of a repealed provision."""

from __future__ import annotations

import re

from ingest.ordinals import fold

_REPEALED = re.compile(
    r"\(?\s*(?:se deroga[n]?|derogad[oa]s?|\(?derogad[oa]\)?|se suprime)\s*\)?[.;,]?(?:\s*[yo])?[.;,]?$"
)
_REPEALED_BY = re.compile(
    r"\(?derogad[oa]s?,?\s+(?:por|mediante|segun|en el diario oficial|d\.?\s?o\.?\s?f\b).*\d{4}\)?\.?$"
)

_LONGEST_REPEAL = 60
_LONGEST_REPEAL_BY = 150


def is_repealed(text: str) -> bool:
    """Whether all that is left of a provision says that it is gone: "(Se deroga).", "Derogado"."""
    plain = fold(text).strip() if len(text) <= _LONGEST_REPEAL_BY else ""
    return (len(text) <= _LONGEST_REPEAL and bool(_REPEALED.match(plain))) or bool(_REPEALED_BY.match(plain))
