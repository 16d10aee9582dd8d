"""Documents known by their number: circulars, acuerdos of the Consejo Técnico, procedures.

oficio circular 0952179000/UFC/USE/UISS/23
ACDO.AS2.HCT.300419/150.P.DIR
Acuerdo 187/2003
9312-003-012
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .model import Basis, Citation, CitationKind

# Every alternative starts with a different shape and has no nested repetition: one pass, linear.
_CODE = re.compile(
    r"""
      (?<![\w./-])(?P<circular>\d{6,12}(?:/[A-Z0-9]{1,12}){1,6})(?![\w/])
    | (?<![\w./-])(?P<acdo>(?:ACDO\.)?AS\d\.HCT\.\d{6}/\d{1,4}(?:\.[A-Z]{1,8}){0,4})
    | (?<![\w./-])(?P<procedure>\d{4}-\d{3}-\d{3})(?![\w-])
    | (?P<acuerdo>\b[Aa](?:CUERDOS?|cuerdos?)(?:[ ]+[^\d\s]{1,12}){0,6}?[ ]+(?P<number>\d{1,4}/(?:19|20)\d{2}))(?![\w/])
    | (?P<rule>\b[Rr]eglas?[ ]+(?P<ruleno>\d{1,2}(?:\.\d{1,3}){2,4}))
    """,
    re.VERBOSE,
)


def find_documents(text: str) -> Iterator[Citation]:
    """Every document number in a text; its `instrument` is the number as written, "Acuerdo 187/2003" with its word."""
    for match in _CODE.finditer(text):
        if match["acuerdo"]:
            name = f"Acuerdo {match['number']}"
        elif match["rule"]:
            name = f"RMF:{match['ruleno']}"
        else:
            name = match.group().strip()
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
