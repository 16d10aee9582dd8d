"""Documents known by their number: circulars, acuerdos of the Consejo Técnico, procedures.

oficio circular 0952179000/UFC/USE/UISS/23
ACDO.AS2.HCT.300419/150.P.DIR
Acuerdo 187/2003
9312-003-012
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.document_numbers import PREFIXES, document_id, without_blanks

from .model import Basis, Citation, CitationKind
from .points import find_points

# Every alternative starts with a different shape and has no nested repetition: one pass, linear.
_CODE = re.compile(
    r"""
      (?<![\w./-])(?P<circular>
          (?:\d{6,12}|\d\d(?:[ ](?=[A-Z]?\d)[0-9A-Z]{2}){1,4}[ ](?=[A-Z]?\d)[0-9A-Z]{2,4})(?:/[A-Z0-9]{1,12}){1,6}
      )(?![\w/])
    | (?<![\w./-])(?P<acdo>(?:ACDO\.)?AS\d\.HCT\.\d{6}/\d{1,4}(?:\.[A-Z]{1,8}){0,4})
    | (?<![\w./-])(?P<procedure>\d{4}-\d{3}-\d{3})(?![\w-])
    | (?P<acuerdo>\b[Aa](?:CUERDOS?|cuerdos?)(?:[ ]+[^\d\s]{1,12}){0,6}?[ ]+(?P<number>\d{1,4}/(?:19|20)\d{2}))(?![\w/])
    | (?P<rule>\b[Rr]eglas?[ ]+(?P<ruleno>\d{1,2}(?:\.\d{1,3}){2,4}))
    """,
    re.VERBOSE,
)


_ACUERDO = "Acuerdo "
_OF_YEAR = re.compile(r"\d{1,4}/(?:19|20)\d{2}")
_PROCEDURE = re.compile(r"\d{4}-\d{3}-\d{3}")
_ASKED_FOR = re.compile(r"(?=.*\d)(?:.*/|(?:[^.-]*[.-]){2})")
"""A code that in a question can only be a document's: it has a figure, and a slash or several parts."""


def find_documents(text: str) -> Iterator[Citation]:
    """Every document number in a text; its `instrument` is the number as written, "Acuerdo 187/2003" with its word."""
    for match in _CODE.finditer(text):
        if match["acuerdo"]:
            name = f"{_ACUERDO}{match['number']}"
        elif match["rule"]:
            name = f"RMF:{match['ruleno']}"
        else:
            name = without_blanks(match.group()) if match["circular"] else match.group().strip()
        instrument, _, path = name.partition(":")
        yield Citation(
            raw=match.group(),
            start=match.start(),
            end=match.end(),
            kind=CitationKind.DOCUMENT,
            instrument=instrument,
            path=path,
            basis=Basis.NAMED,
        )


def find_asked_documents(text: str) -> list[Citation]:
    """The documents of a question, with the points it names of them; `candidates` are the ids they may have.

    One citation per point, all with the span that names them; one with an empty `path` for a whole document.
    """
    found: list[Citation] = []
    for mention in find_points(text):
        if _ASKED_FOR.match(mention.number):
            span = (mention.start, mention.end)
            found += [_asked(text, mention.number, path, span) for path in mention.paths or ("",)]
    spans = [(citation.start, citation.end) for citation in found]
    for document in find_documents(text):
        known_by_kind = not document.path and not _PROCEDURE.fullmatch(document.instrument)
        if known_by_kind and not any(start <= document.start < end for start, end in spans):
            number = document.instrument.removeprefix(_ACUERDO)
            found.append(_asked(text, number, "", (document.start, document.end)))
    return sorted(found, key=lambda citation: citation.start)


def _asked(text: str, number: str, path: str, span: tuple[int, int]) -> Citation:
    candidates = tuple(dict.fromkeys(document_id(kind, number) for kind in PREFIXES))
    raw = text[slice(*span)]
    name = f"{_ACUERDO}{number}" if _OF_YEAR.fullmatch(number) and "acuerdo" in raw.lower() else number
    return Citation(raw, *span, CitationKind.DOCUMENT, name, path, candidates=candidates, basis=Basis.NAMED)
