"""What an oficio asks, from what a person typed: its questions one by one, and its subject as a phrase."""

from __future__ import annotations

import re

from assistant.consultations.draft import MISSING, Scope
from assistant.understanding.spans import fold

_LONGEST = 200
_ASKED = re.compile(r"¿[^¿?]+\?")
_WORD = r"(?:que|cual|cuales|cuando|cuant[oa]s?|como|donde|adonde|quien|quienes)\b"
_INTERROGATIVE = re.compile(rf"(?:(?:a|ante|bajo|con|de|desde|en|hasta|para|por|segun|sobre)\s+)?{_WORD}|si\b")
_YES_OR_NO = re.compile(
    r"(?:no\s+)?(?:se\s+)?(?:procede|puede|debe|es|son|hay|tiene|corresponde|basta|aplica|existe|esta|requiere)n?\b"
)
_ORDER = r"(?:redact|prepar|elabor|formul|escrib|haz|hac)\w*"
_REQUEST = re.compile(
    rf"(?:(?:por favor|necesito|quiero|favor de)\s+)?{_ORDER}\s+(?:(?:una|la|mi)\s+)?(?:consulta|oficio)"
    r"(?:\s+(?:formal|tecnica|operativa))?(?:\s+(?:de|sobre|acerca de|por))?\s*[:,]?\s*"
)


def questions_of(text: str) -> list[str]:
    """Each question that the text asks, one idea each; where it asks none, what is still to be asked about it."""
    line = " ".join(text.split())
    found = [match[0] for match in _ASKED.finditer(line)]
    if found:
        return [_closed(each) for each in found]
    left = _without_request(line)
    return [_closed(left)] if _asks(left) else [f"{MISSING} La pregunta concreta sobre: {left}"]


def subject_of(text: str, scope: Scope) -> str:
    """ "Consulta técnica sobre si procede aceptar la dación en pago", at most 200 characters, cut at a word."""
    kind = "operativa" if scope is Scope.OPERATIVE else "técnica"
    first, line = questions_of(text)[0], _without_request(" ".join(text.split()))
    asked = line.strip(" .") if MISSING in first else first.strip("¿?")
    acronym = asked.partition(" ")[0]
    asked = asked if acronym.isupper() and len(acronym) > 1 else asked[:1].lower() + asked[1:]
    whether = MISSING not in first and not _INTERROGATIVE.match(fold(asked))
    line = f"Consulta {kind} sobre {'si ' if whether else ''}{asked}"
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rsplit(" ", 1)[0] + "…"


def _asks(line: str) -> bool:
    folded = fold(line.lstrip(" ¿"))
    return "?" in line or bool(_INTERROGATIVE.match(folded) or _YES_OR_NO.match(folded))


def _without_request(line: str) -> str:
    """What the person wants asked, without the order to draft it."""
    found = _REQUEST.match(fold(line))
    return line[found.end() :] if found and line[found.end() :].strip() else line


def _closed(question: str) -> str:
    line = question.strip(" ¿?.")
    return f"¿{line[:1].upper()}{line[1:]}?"
