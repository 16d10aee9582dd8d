"""Articles that people name by their number alone: "la caducidad del 297", "conforme al 304"."""

from __future__ import annotations

import re

_BARE = re.compile(
    r"\b(del|al|el)\s+(?=(\d{1,3})(?:[- ]?[A-F]\b)?(?:\s*(?:$|[?,;:.)]|fracci|p[aá]rraf|inciso|de la ley|del c[oó]digo|"
    r"de la LSS|del CFF|LSS|CFF|por\s+no|sobre|para|se\b|dice|habla|de\s+cu[aá]nto|va\b|es\b|aplica|prev[eé]|establece|"
    r"obliga|exige|permite|fija|se[nñ]ala))(?!\s*[.,]\d))"
)
_LEAST = 32
"""Smaller numbers after "el" or "al" are days of a month."""


def name_articles(text: str) -> str:
    """The text with "artículo" before numbers that can only be articles."""

    def named(match: re.Match[str]) -> str:
        return f"{match[1]} artículo " if int(match[2]) >= _LEAST else match[0]

    return _BARE.sub(named, text)
