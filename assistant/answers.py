"""The answer: the JSON of `criterio ask` and of `/api/v1/ask`, and what its parts mean."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, Field


class AnswerStatus(StrEnum):
    ANSWERED = "answered"
    NO_CRITERION = "no_criterion"
    NEEDS_INPUT = "needs_input"
    REFUSED = "refused"


class Verdict(StrEnum):
    """What the verifier found of one reference."""

    VERIFICADA = "VERIFICADA"
    NO_EXISTE = "NO_EXISTE"
    DEROGADA = "DEROGADA"
    NO_VIGENTE_EN_FECHA = "NO_VIGENTE_EN_FECHA"
    FUERA_DE_CONTEXTO = "FUERA_DE_CONTEXTO"
    TEXTO_NO_COINCIDE = "TEXTO_NO_COINCIDE"
    NO_VERIFICABLE = "NO_VERIFICABLE"


class Citation(BaseModel):
    """A pin cite with its verbatim quote. `start` and `end` are offsets into the root provision's text."""

    id: str = Field(description="Id del precepto exacto, por ejemplo CFF:21/p5")
    instrument: str = Field(description="Ordenamiento: LSS, CFF, LIF2026, MANUAL-JSAC, MANUAL-DIR…")
    provision: str = Field(description="Artículo, numeral o transitorio: 40 A, 17-A, 7.1.3 numeral 27…")
    label: str = Field("", description="Cita formal en español")
    quote: str = Field(description="Texto literal del precepto")
    start: int = 0
    end: int = 0
    page: int = 0
    version: str = Field("", description="Fecha de la última reforma del texto citado")
    verified: bool = False
    verdict: Verdict = Verdict.NO_VERIFICABLE


class Sentence(BaseModel):
    """One sentence of the answer and the ids that it rests on.

    `role` tells a rule in other words and a quote (both must be cited) from connecting text of ours, a figure of a
    tool, or a notice.
    """

    text: str
    citations: list[str] = Field(default_factory=list)
    role: str = Field("rule", description="rule | quote | figure | connective | notice")
    supported: bool = True
    second_reading: bool | None = Field(None, description="Si un segundo lector la halló en lo citado; null: no leyó")


class ToolCall(BaseModel):
    """A tool that ran: its name, the validated arguments and its result."""

    name: str
    arguments: dict[str, Any] = Field(default_factory=dict)
    result: Any = None


class ConsultationOffer(BaseModel):
    """The offer to draft the formal consultation: the competent area with its numeral, and a subject line."""

    area: str
    subject: str
    numeral: str = ""
    reason: str = ""


class MissingInput(BaseModel):
    """One question back to the person, with choices where they are known."""

    name: str
    question: str
    kind: str = Field("text", description="text | date | money | choice")
    choices: list[str] = Field(default_factory=list)


class Nearest(BaseModel):
    """A provision shown as context when nothing settles the question."""

    id: str
    label: str
    heading: str = ""


class Answer(BaseModel):
    """A whole turn's answer; every rule cited, every figure from a tool, checked before it is shown."""

    status: AnswerStatus
    answer: str
    sentences: list[Sentence] = Field(default_factory=list)
    citations: list[Citation] = Field(default_factory=list)
    tools: list[ToolCall] = Field(default_factory=list)
    consultation_offer: ConsultationOffer | None = None
    missing: MissingInput | None = None
    nearest: list[Nearest] = Field(default_factory=list)
    notices: list[str] = Field(default_factory=list, description="Premisas falsas, conflictos y advertencias")
    composer: str = "extractive"
    corpus_version: str = ""
    as_of: date | None = None
    checks: dict[str, int] = Field(default_factory=dict, description="Comprobaciones hechas, por clase")
    ms: float = 0.0
