"""The data model of the corpus: instruments, provisions and the ids by which people cite them.

A provision id can be read by a person and survives re-ingestion:

    LSS:40-A                       article 40 A of the Ley del Seguro Social
    LSS:304-A/XII                  its fraction XII
    CFF:21/p5                      the fifth paragraph of CFF 21 (unnumbered paragraphs count from 1)
    CFF:66-A/V/c                   inciso c) of fraction V
    LSS:T/2001-12-20/Séptimo       transitorio Séptimo of the decree published on 20 December 2001
    MANUAL-JSAC:7.1.3/27           function 27 of chapter 7.1.3
    MANUAL-DIR:7.3.1.2/1/c         inciso c) of function 1

An article, a transitorio and a numeral are *roots*: they own their text. Everything below a root (paragraph,
fraction, inciso, table) is a *node* that owns a span of it, so that `node.text == root.text[start:end]` always.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from corpus.latin_numbers import LATIN


class InstrumentKind(StrEnum):
    LEY = "ley"
    CODIGO = "codigo"
    REGLAMENTO = "reglamento"
    MANUAL = "manual"
    CIRCULAR = "circular"
    ACUERDO = "acuerdo"
    OFICIO = "oficio"
    CRITERIO = "criterio"


class ProvisionKind(StrEnum):
    ARTICLE = "article"
    TRANSITORIO = "transitorio"
    NUMERAL = "numeral"
    PARAGRAPH = "paragraph"
    FRACTION = "fraction"
    INCISO = "inciso"
    TABLE = "table"


ROOT_KINDS = frozenset({ProvisionKind.ARTICLE, ProvisionKind.TRANSITORIO, ProvisionKind.NUMERAL})


class Status(StrEnum):
    VIGENTE = "vigente"
    DEROGADO = "derogado"
    SIN_EFECTO = "sin efecto"
    """A point that a later circular or acuerdo leaves without effect or rewords; it held until `valid_to`."""


@dataclass(frozen=True, slots=True)
class Instrument:
    """A regulation as one published text. `version` is the ISO date of its last reform (or of publication)."""

    id: str
    kind: InstrumentKind
    title: str
    version: str
    published: date | None = None
    last_reform: date | None = None
    issuer: str = ""
    source: str = ""
    sha256: str = ""
    rank: int = 0
    pages: int = 0
    short_title: str = ""
    scope: str = "nacional"
    fictitious: bool = False


@dataclass(frozen=True, slots=True)
class ReformNote:
    """An editorial note of the publisher ("Párrafo reformado DOF 20-12-2001"), kept beside the text.

    `applies_to` is the id of the node it stands under; `dates` are the DOF dates that it names, oldest first.
    """

    text: str
    applies_to: str
    dates: tuple[date, ...] = ()
    action: str = ""


@dataclass(frozen=True, slots=True)
class Provision:
    """One addressable piece of a regulation.

    `text` is as published, paragraphs separated by one newline, without the label ("Artículo 40 A."), page
    furniture or reform notes. `start` and `end` are offsets into the root's text. `pages` are the first and the
    last page of the source, from 1. `valid_from` is None where no note tells since when the wording holds.
    """

    id: str
    instrument: str
    version: str
    kind: ProvisionKind
    number: str
    label: str
    text: str
    hierarchy: tuple[str, ...] = ()
    start: int = 0
    end: int = 0
    pages: tuple[int, int] = (0, 0)
    parent: str | None = None
    status: Status = Status.VIGENTE
    valid_from: date | None = None
    valid_to: date | None = None
    notes: tuple[ReformNote, ...] = ()
    order: int = 0
    extras: dict[str, str] = field(default_factory=dict)

    @property
    def root(self) -> str:
        """Id of the article, transitorio or numeral that owns the text."""
        return root_id(self.id)

    @property
    def is_root(self) -> bool:
        return self.kind in ROOT_KINDS


@dataclass(frozen=True, slots=True)
class Reference:
    """A mention of another provision inside a text; `target` is None where the antecedent is not resolvable."""

    source: str
    target: str | None
    start: int
    end: int
    raw: str


_ORDINAL_MARK = re.compile(r"(?<=\d)[oº°]\.?", re.IGNORECASE)
_LABEL_PART = re.compile(r"\d+|[A-Za-zÁÉÍÓÚÜÑáéíóúüñ]+")


def article_slug(number: str) -> str:
    """The id part of an article number: "40 A" and "40-A" give "40-A", "4o.-A" gives "4-A", "151 bis" "151-Bis"."""
    parts = _LABEL_PART.findall(_ORDINAL_MARK.sub("", number))
    return "-".join(LATIN.get(part.lower(), part.upper() if len(part) <= 2 else part) for part in parts)


def root_id(provision_id: str) -> str:
    """The root of any provision id: "CFF:66-A/V/c" gives "CFF:66-A"; manuals and transitorios keep their depth."""
    instrument, _, path = provision_id.partition(":")
    parts = path.split("/")
    if parts[0] == "T":
        depth = 3
    elif re.match(r"\d+(\.\d+)+$", parts[0]):
        depth = 2
    else:
        depth = 1
    return f"{instrument}:{'/'.join(parts[:depth])}"


def within(provision_id: str, holder: str) -> bool:
    """Whether a provision is `holder` or stands inside it: "CFF:66-A/V/c" stands in "CFF:66-A/V", not in "CFF:66"."""
    return provision_id == holder or provision_id.startswith(f"{holder}/")


def public_instrument(instrument: str) -> str:
    """The instrument as the JSON contracts write it: `LIF-2026` is `LIF2026`, the others stand as they are."""
    return re.sub(r"^LIF-(\d{4})$", r"LIF\1", instrument)


def private_instrument(instrument: str) -> str:
    """The inverse of `public_instrument`, tolerant of case."""
    return re.sub(r"^LIF-?(\d{4})$", r"LIF-\1", instrument.strip().upper())
