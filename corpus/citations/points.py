"""Points of circulars and the like, named by the number of their document.

los puntos 1 y 3 del oficio circular 0952179000/FICT/UFC/01/2026
el punto 2, inciso c), de la circular FICT/COB/012/2025
el Acuerdo ACDO.AS2.HCT.280126/901.P.FICT, punto Segundo
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.document_numbers import GROUPS, without_blanks

from .words import fold, ordinal_value

_CODE = rf"{GROUPS}[A-Z0-9][A-Z0-9.\-]*(?:/[A-Z0-9.\-]*[A-Z0-9])+|[A-Z0-9]+(?:[.\-][A-Z0-9]+)+"
_DOCUMENT = re.compile(
    r"\b(?:oficio[\s-]+circular|circular|oficio|acuerdo|criterio)(?:\s+(?:normativo|interno|operativo))?\s*"
    rf"(?:(?:n[úu]m(?:ero)?\b\.?|no\b\.?|n[°º]\.?)\s*)?:?\s*(?P<code>{_CODE})"
    r"|\b(?P<council>ACDO\.(?:AS|SA)\d\.HCT\.\d{6}/\d{1,4}(?:\.[A-Z]{1,8}){0,4})",
    re.IGNORECASE,
)
_ORDINAL = r"(?:d[ée]cimo\s+)?(?:primer|segund|tercer|cuart|quint|sext|s[ée]ptim|octav|noven|d[ée]cim|[úu]nic)[oa]"
_ITEM = rf"(?:\d{{1,2}}(?:\.\d{{1,2}}){{0,2}}|{_ORDINAL})"
_POINTS = re.compile(
    rf"\b(?P<word>puntos?|numerale?s?|apartados?|resolutivos?|anexos?)\s+"
    rf"(?P<list>{_ITEM}(?:(?:\s*,\s*|\s+(?:y|e|a|al)\s+)(?:el\s+|los\s+)?{_ITEM}\b)*)\b(?!/)"
    r"(?:,?\s+(?:incisos?|fracci[óo]n(?:es)?)\s+(?P<below>[a-z]\)?(?:(?:\s*,\s*|\s+[ye]\s+)[a-z]\)?(?=[\s,.;:]))*))?",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.;])\s+(?=[A-ZÁÉÍÓÚÑ])|\n")


@dataclass(frozen=True, slots=True)
class PointMention:
    """Points of one document named in a text; `paths` is empty where the document as a whole is named."""

    number: str
    paths: tuple[str, ...]
    start: int
    end: int


def find_points(text: str) -> Iterator[PointMention]:
    """Every document named by its number, with the points that the sentence names of it."""
    for begin, end in sentences(text):
        documents = list(_DOCUMENT.finditer(text, begin, end))
        if not documents:
            continue
        owned: dict[int, list[re.Match[str]]] = {}
        for points in _POINTS.finditer(text, begin, end):
            after = next((i for i, found in enumerate(documents) if found.start() >= points.end()), None)
            owned.setdefault(len(documents) - 1 if after is None else after, []).append(points)
        for place, found in enumerate(documents):
            lists = owned.get(place, [])
            paths = tuple(dict.fromkeys(path for points in lists for path in _paths(points)))
            spans = [found.span(), *(points.span() for points in lists)]
            start, stop = min(span[0] for span in spans), max(span[1] for span in spans)
            number = without_blanks(found["code"] or found["council"]).rstrip(".")
            yield PointMention(number, paths, start, stop)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the sentences of a text."""
    start = 0
    for cut in _SENTENCE.finditer(text):
        yield start, cut.start()
        start = cut.end()
    yield start, len(text)


def _paths(points: re.Match[str]) -> list[str]:
    annex = "Anexo-" if points["word"].lower().startswith("anexo") else ""
    found: list[str] = []
    last = 0
    for separator, item in re.findall(rf"(?i)(\ba\s+|\bal\s+)?({_ITEM})", points["list"]):
        value = _value(item)
        if separator and last and value.isdecimal():
            found += [f"{annex}{number}" for number in range(last + 1, int(value))]
        found.append(f"{annex}{value}")
        last = int(value) if value.isdecimal() else 0
    if points["below"] and len(found) == 1:
        letters = re.findall(r"\b([a-z])\b", points["below"].lower().replace(" y ", " , ").replace(" e ", " , "))
        return [f"{found[0]}/{letter}" for letter in letters]
    return found


def _value(item: str) -> str:
    if item[0].isdigit():
        return item.replace(".", "/")
    value = ordinal_value(fold(item).replace(" ", ""))
    return str(value) if value else "1"  # "único" is the first
