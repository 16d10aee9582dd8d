"""Ids of documents that go by their number: circulars, acuerdos, oficios and criteria.

    oficio circular 0952179000/UFC/USE/UISS/23       CIRC-0952179000-UFC-USE-UISS-23
    acuerdo ACDO.AS2.HCT.300419/150.P.DIR            ACDO-AS2.HCT.300419-150.P.DIR

The number is read back from the id: a slash is a hyphen, a hyphen is two. Blanks are no part of a number: the same
office writes "09 52 17 9000/UFC/23" and "0952179000/UFC/23".
"""

from __future__ import annotations

import re

from corpus.provisions import InstrumentKind

PREFIXES = {
    InstrumentKind.CIRCULAR: "CIRC",
    InstrumentKind.ACUERDO: "ACDO",
    InstrumentKind.OFICIO: "OFIC",
    InstrumentKind.CRITERIO: "CRIT",
}
_WORDS = {"CIRC": "circular", "ACDO": "acuerdo", "OFIC": "oficio", "CRIT": "criterio"}
_GROUP = r"(?=[A-Z]*\d)[0-9A-Z]{2,4}[ \u00a0]"
GROUPS = rf"(?:\d{{2,4}}[ \u00a0](?:{_GROUP}){{0,5}})?"
"""The groups, parted by blanks, that the code of an office may begin with: "09 B5 61 61 2500/2026/0123"."""
_ID = re.compile(r"(CIRC|ACDO|OFIC|CRIT)-(\S+)")
_OF_COUNCIL = re.compile(r"(?:AS|SA)\d\.HCT\.")


def document_id(kind: InstrumentKind, number: str) -> str:
    """The instrument id of a document of a kind with this number."""
    plain = without_blanks(number)
    if kind is InstrumentKind.ACUERDO:
        plain = plain.removeprefix("ACDO.")
    return f"{PREFIXES[kind]}-{plain.replace('-', '--').replace('/', '-')}"


def without_blanks(number: str) -> str:
    """A number in the one form in which it is kept: in capitals and without blanks."""
    return re.sub(r"\s+", "", number).upper()


def is_document(instrument: str) -> bool:
    """Whether an instrument id is that of a document known by its number."""
    return _ID.fullmatch(instrument) is not None


def document_name(instrument: str) -> str:
    """How one writes it: `CIRC-0952179000-UFC-23` gives "circular 0952179000/UFC/23".

    Raises:
        ValueError: it is not the id of such a document.
    """
    match = _ID.fullmatch(instrument)
    if match is None:
        raise ValueError(f"not a numbered document: {instrument}")
    number = match[2].replace("--", "\0").replace("-", "/").replace("\0", "-")
    if match[1] == "ACDO" and _OF_COUNCIL.match(number):
        number = f"ACDO.{number}"
    return f"{_WORDS[match[1]]} {number}"
