"""Credit numbers (nine digits) and registros patronales (ten or eleven positions) named in a text."""

from __future__ import annotations

import re

from assistant.understanding.spans import Found

# What a slash joins to letters is the number of an oficio: "0952179000/UFC/USE/UISS/23".
_CREDIT = re.compile(r"(?<![\dA-Za-z$,./-])\d{9}(?![\d,]|\.\d|/[A-Za-z])")
_EMPLOYER = re.compile(
    r"(?<![\dA-Za-z/])([A-Za-z]\d{2}|\d{3})[- ]?(\d{5})[- ]?(\d{2})(?:[- ]?(\d))?(?![\dA-Za-z]|/[A-Za-z])"
)


_OF_A_DOCUMENT = re.compile(
    r"\b(?:oficios?|circular(?:es)?|acuerdos?|folio|escrito|memor[aá]ndum)\s+(?:(?:circular|n[uú]mero|n[uú]m|no)\.?\s+)*$",
    re.IGNORECASE,
)


def find_credit_numbers(text: str) -> list[Found[str]]:
    """Numbers of nine digits that stand alone. Leading zeros matter: they are text."""
    return [
        Found(m.group(), m.start(), m.end(), m.group())
        for m in _CREDIT.finditer(text)
        if not _OF_A_DOCUMENT.search(text[: m.start()])
    ]


def find_employer_registers(text: str) -> list[Found[str]]:
    """Registros patronales of ten positions, or eleven with the check digit, without separators, in capitals."""
    found = []
    for match in _EMPLOYER.finditer(text):
        if _OF_A_DOCUMENT.search(text[: match.start()]):
            continue
        value = "".join(part for part in match.groups() if part).upper()
        found.append(Found(value, match.start(), match.end(), match.group()))
    return found
