"""The headings of a law: its divisions, and those that open transitorios."""

from __future__ import annotations

import re
from typing import Literal

from ingest.ordinals import fold, read_ordinal

_DIVISIONS = ("libro", "titulo", "capitulo", "seccion", "subseccion", "apartado")
_DIVISION = re.compile(r"(libro|titulo|capitulo|seccion|subseccion|apartado)\b")


_NUMBERED_DIVISION = re.compile(
    r"(?:libro|titulo|capitulo|seccion)\s+(?:[ivxlc]{1,6}\b|unic[oa]\b|\d{1,2}[oa]?\b|(?P<word>[a-z]+))"
)


def numbers_division(text: str) -> bool:
    """Whether a text is a division with its number: "CAPÍTULO II ...", "Sección Primera"."""
    found = _NUMBERED_DIVISION.match(fold(unspaced(text)))
    return found is not None and (found["word"] is None or read_ordinal(found["word"]) is not None)


def division_level(text: str) -> int | None:
    """The depth of a division heading (libro 0, título 1, capítulo 2, sección 3...), None for other text."""
    match = _DIVISION.match(fold(unspaced(text)))
    return _DIVISIONS.index(match[1]) if match else None


def unspaced(text: str) -> str:
    """Letter-spaced words put together: "C A P Í T U L O  I" gives "CAPÍTULO I"."""
    if not re.fullmatch(r"(?:\S ){4,}\S+", text):
        return text
    return re.sub(r"^(LIBRO|T[IÍ]TULO|CAP[IÍ]TULO|SECCI[OÓ]N)(?=\S)", r"\1 ", text.replace(" ", ""))


_TRANSITORIOS = re.compile(
    r"(?:(?:articulos?|disposicion(?:es)?|regimen)\s+)?transitori[oa]s?(?:\s+unic[oa])?(?:\s*[.:])?$"
)
_SPECIAL_TRANSITORIOS = re.compile(r"disposicion(?:es)? transitorias?\s+(?:de|del|para)\b")


def transitory_heading(text: str) -> Literal["plain", "special"] | None:
    """Whether a heading opens transitorios: the decree's own, or those "de la Ley ..." inside a decree."""
    plain = fold(unspaced(text)).strip()
    if _TRANSITORIOS.match(plain):
        return "plain"
    return "special" if _SPECIAL_TRANSITORIOS.match(plain) else None
