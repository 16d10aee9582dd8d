"""What the grammar finds and what it needs to know: citations, context, catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol


class CitationKind(StrEnum):
    ARTICLE = "article"
    NUMERAL = "numeral"
    TRANSITORIO = "transitorio"
    DOCUMENT = "document"
    ANAPHORA = "anaphora"


class Basis(StrEnum):
    """Where the instrument of a citation comes from."""

    NAMED = "named"
    """Written beside the provision: "artículo 40 A de la Ley del Seguro Social"."""
    DEFINED = "defined"
    """By a definition of the context: "del Código" in the LSS."""
    CONTEXT = "context"
    """The text that is being read: "de esta Ley", or no name inside a law."""
    ANAPHORA = "anaphora"
    """The last instrument named: "del mismo ordenamiento"."""
    SENTENCE = "sentence"
    """The only instrument named before in the same sentence."""
    NONE = "none"


class Unresolved(StrEnum):
    """Why a mention does not name one provision by itself."""

    NO_INSTRUMENT = "SIN_ORDENAMIENTO"
    """A provision with no law; `path` is known."""
    AMBIGUOUS = "AMBIGUA"
    """Several readings; they are in `candidates`."""
    NO_ANTECEDENT = "SIN_ANTECEDENTE"
    """It points back or forth ("dicho precepto", "el párrafo anterior")."""
    DECREE = "DECRETO_SIN_FECHA"
    """A provision of a decree that is not identified."""


@dataclass(frozen=True, slots=True)
class Citation:
    """One provision named in a text, with the span that names it.

    `path` is the provision's id without instrument (`304-A/XII`, `21/p5`, `7.1.3/27`, `T/2001-12-20/Séptimo`);
    `p-1` is the last paragraph, which only a catalogue can number. A range has its last member in `until`.
    `instrument` is one of ours (`LSS`), the acronym or the title of another law, or "" where none is known.
    `relative` is "anterior", "siguiente" or "este" where the path hangs on the article that the text stands in.
    """

    raw: str
    start: int
    end: int
    kind: CitationKind
    instrument: str = ""
    path: str = ""
    until: str = ""
    candidates: tuple[str, ...] = ()
    unresolved: Unresolved | None = None
    basis: Basis = Basis.NONE
    relative: str = ""

    @property
    def id(self) -> str | None:
        """The provision id as written; None where it is unresolved or ambiguous, or only a catalogue tells the kind."""
        if self.unresolved or not self.instrument or (self.kind is CitationKind.DOCUMENT and self.candidates):
            return None
        return f"{self.instrument}:{self.path}" if self.path else self.instrument

    def reads(self) -> str:
        """One line that says how it was read, for tables of examples and logs."""
        if self.candidates and self.kind is not CitationKind.DOCUMENT:
            return " | ".join(self.candidates)
        if self.unresolved in (Unresolved.NO_ANTECEDENT, Unresolved.DECREE):
            return f"~{self.path}" if self.path else "~"
        name = f"{self.instrument or '?'}:{self.path}" if self.path else self.instrument
        return f"{name} > {self.until}" if self.until else name


@dataclass(frozen=True, slots=True)
class Context:
    """Where a text stands.

    `instrument` is the law being read: a bare "artículo 15" and "esta Ley" mean it. `root` is the article, for
    "este artículo" and "el artículo anterior". `shared` where the text is of a decree that reforms several laws: there
    a bare "artículo 15" may be of any of them. `definitions` gives what "ley", "código", "reglamento" mean when
    no name follows. `year` is that of the Ley de Ingresos when the text does not say it.
    """

    instrument: str = ""
    root: str = ""
    decree: date | None = None
    definitions: Mapping[str, str] = field(default_factory=dict)
    year: int | None = None
    shared: bool = False


class Catalogue(Protocol):
    """What the grammar asks of a corpus to resolve a reading."""

    def exists(self, provision_id: str) -> bool:
        """Whether that id, root or node, is in the corpus."""
        ...

    def children(self, provision_id: str) -> Sequence[str]:
        """Ids of the direct nodes of a provision, in document order."""
        ...

    def order(self, instrument: str) -> Sequence[str]:
        """Ids of all roots of an instrument in document order; empty where it is not in the corpus."""
        ...


class Outcome(StrEnum):
    FOUND = "found"
    MISSING = "missing"
    AMBIGUOUS = "ambiguous"
    EXTERNAL = "external"
    UNRESOLVED = "unresolved"


@dataclass(frozen=True, slots=True)
class Resolution:
    """A citation against a catalogue.

    `ids` are the provisions it names (several for a range), or the candidates where it is ambiguous. `nearest`
    are existing neighbours of a missing provision, and `bounds` the first and last article of the instrument.
    """

    outcome: Outcome
    ids: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()
    bounds: tuple[str, str] | None = None
    reason: str = ""
