"""A question for the area that does something: that is what the functions of a manual tell, and all they tell."""

from __future__ import annotations

import re

from assistant.understanding.spans import fold

_AREA = r"(?:areas?|divisi[oó]n(?:es)?|departamentos?|depto|unidad|jefatura|coordinaci[oó]n|supervisi[oó]n)"
_ASKS_WHO = re.compile(
    rf"\bquien(?:es)?\b|\b(?:que|cual) (?:es el |es la )?{_AREA}\b|\ba donde\b|\ble toca\b"
    rf"|\bque (?:funcion(?:es)?|numeral)\b|\bfuncion(?:es)? d(?:e|el)\b|^\W*(?:(?:la|el) {_AREA}\b|{_AREA} que\b)"
    rf"|\b{_AREA}\b.*\b(?:que (?:hace|debe hacer|tiene que hacer|le corresponde|le toca)|tiene que hacer|hace con)\b"
)


def asks_who(question: str) -> bool:
    """Whether the question is who does something or what an area does."""
    return bool(_ASKS_WHO.search(fold(question)))
