"""What goes into the verifier and what comes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from assistant.answers import Verdict


class Fault(StrEnum):
    """Why a sentence is not supported; the code is stable."""

    SIN_CITA = "SIN_CITA"
    REFERENCIA = "REFERENCIA"
    REFERENCIA_AJENA = "REFERENCIA_AJENA"
    CITA_TEXTUAL = "CITA_TEXTUAL"
    CIFRA = "CIFRA"
    NEGACION = "NEGACION"
    POLARIDAD = "POLARIDAD"
    EXCEPCION = "EXCEPCION"
    MODALIDAD = "MODALIDAD"
    SUJETO = "SUJETO"
    CONDICION = "CONDICION"
    OPOSICION = "OPOSICION"
    CLAUSULA = "CLAUSULA"
    APOYO = "APOYO"
    LECTURA = "LECTURA"


@dataclass(frozen=True, slots=True)
class Cited:
    """A provision that a sentence rests on. A quote, if there is one, must be its text; offsets are of the root."""

    id: str
    quote: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """A sentence of an answer. `role` is "rule" (must be cited), "figure" (from a tool), "connective" or "notice".

    `second_reading` is what the second reader found (`assistant.second_reading`), None where none was asked.
    """

    text: str
    citations: tuple[Cited, ...] = ()
    role: str = "rule"
    second_reading: bool | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer to verify. `retrieved` are the ids found for the question; None means that none were searched.

    `tool_results` are the texts and figures of the tools that ran.
    """

    sentences: Sequence[Stated]
    question: str = ""
    as_of: date | None = None
    retrieved: frozenset[str] | None = None
    tool_results: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReferenceReport:
    """The verdict of one reference, with a sentence for the reader and, where it is missing, what is near."""

    raw: str
    id: str
    verdict: Verdict
    message: str = ""
    nearest: tuple[str, ...] = ()
    bounds: tuple[str, str] | None = None
    sentence: int = -1


@dataclass(frozen=True, slots=True)
class FaultReport:
    """One reason against a sentence."""

    fault: Fault
    message: str


@dataclass(frozen=True, slots=True)
class SentenceReport:
    """A sentence with its support (0 to 1) and every reason found against it."""

    text: str
    supported: bool
    support: float = 1.0
    faults: tuple[FaultReport, ...] = ()


@dataclass(frozen=True, slots=True)
class Premise:
    """Something that the question takes for granted and the corpus denies, with the sentence that corrects it."""

    raw: str
    message: str
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """The verification of an answer. `checks` counts what ran, by kind: what did not run is not a pass."""

    sentences: tuple[SentenceReport, ...]
    references: tuple[ReferenceReport, ...]
    premises: tuple[Premise, ...] = ()
    checks: Mapping[str, int] = field(default_factory=dict)

    @property
    def supported(self) -> bool:
        """Whether every sentence stands."""
        return all(sentence.supported for sentence in self.sentences)
