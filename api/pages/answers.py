"""An answer as the pages without a script show it: the same standing, tables and words as `static/answer.js`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from assistant.answers import Answer, AnswerStatus, Sentence
from corpus.citations import format_citation
from tools.wording import long_date, pesos

TITLES = {
    "answered": ("✔", "Respuesta fundada"),
    "partial": ("◐", "Respuesta parcialmente fundada"),
    "information": ("ℹ", "Información"),
    "no_criterion": ("○", "Sin criterio"),
    "needs_input": ("?", "Falta un dato"),
    "refused": ("–", "Fuera de alcance"),
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_CENTS = re.compile(r"\d+\.\d\d")


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """`kind` is a key of `TITLES`; `sentences` are those that no table of `results` tells again."""

    kind: str
    sentences: list[Sentence]
    results: list[dict[str, Any]]

    @property
    def icon(self) -> str:
        """The mark beside the title."""
        return TITLES[self.kind][0]

    @property
    def title(self) -> str:
        """What the answer is, in words."""
        return TITLES[self.kind][1]


def shown(answer: Answer) -> ShownAnswer:
    """What a page shows of the answer."""
    results = [tool.result for tool in answer.tools if isinstance(tool.result, dict) and tool.result.get("steps")]
    told = tuple(f"{step['name']}: " for result in results for step in result["steps"])
    beginnings = (*told, "Fundamento: ") if results else ()
    sentences = [
        sentence
        for sentence in answer.sentences
        if sentence.role != "figure" or not beginnings or not sentence.text.startswith(beginnings)
    ]
    return ShownAnswer(_kind(answer), sentences, results)


def _kind(answer: Answer) -> str:
    if answer.status is not AnswerStatus.ANSWERED:
        return answer.status.value
    if not answer.citations and not answer.tools:
        return "information"
    supported = all(sentence.supported for sentence in answer.sentences)
    return "answered" if supported and all(citation.verified for citation in answer.citations) else "partial"


def measured(value: str, unit: str) -> str:
    """A step's value with its unit, from the string of the result: a float would lose cents."""
    if unit == "pesos":
        return pesos(Decimal(value))
    if unit == "por ciento":
        return f"{value}\u00a0%"
    if unit in ("", "factor", "fecha"):
        return operand(value)
    return f"{value}\u00a0{unit}"


def operand(value: str) -> str:
    """A day in words, thousands apart where there are cents (without the sign: it may be a rate); else as it is."""
    if _DAY.fullmatch(value):
        return long_date(date.fromisoformat(value))
    return f"{Decimal(value):,}" if _CENTS.fullmatch(value) else value


def short_citation(identifier: str) -> str:
    """The short form of a citation."""
    return format_citation(identifier, "short")
