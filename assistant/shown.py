"""An answer as pages and files show it: the same standing, tables and words as `api/static/answer.js`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from assistant.answers import Answer, AnswerStatus, Citation, Sentence
from assistant.quotation import Quotation, quotation
from corpus.citations import format_citation
from corpus.provisions import within
from tools.wording import long_date, month_name, pesos

TITLES = {
    "answered": ("✔", "Respuesta fundada"),
    "partial": ("◐", "Respuesta parcialmente fundada"),
    "information": ("ℹ", "Información"),
    "no_criterion": ("○", "Sin criterio"),
    "not_found": ("○", "No se encontró"),
    "needs_input": ("?", "Falta un dato"),
    "refused": ("–", "Fuera de alcance"),
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_CENTS = re.compile(r"\d+\.\d\d")
_NUMBERED = re.compile(r"(artículo|fracción|numeral|inciso) (?=\S)", re.IGNORECASE)
_MONTH = re.compile(r"\b(\d{4})-(0[1-9]|1[0-2])\b")
CONTEXT = "Lo más cercano, como contexto"


@dataclass(frozen=True, slots=True)
class ShownSentence:
    """A sentence with the numbers of its citations, or taken apart where it quotes."""

    sentence: Sentence
    quotation: Quotation | None
    marks: list[tuple[int, Citation]]


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """`kind` is a key of `TITLES`; `sentences` are those that no table of `results` or `lists` tells again."""

    kind: str
    sentences: list[ShownSentence]
    results: list[dict[str, Any]]
    lists: list[dict[str, Any]]
    credits: list[dict[str, Any]]

    @property
    def icon(self) -> str:
        """The mark beside the title."""
        return TITLES[self.kind][0]

    @property
    def title(self) -> str:
        """What the answer is, in words."""
        return TITLES[self.kind][1]

    @property
    def quoted(self) -> set[int]:
        """Numbers of the citations whose words stand among the sentences."""
        return {quote.number for shown in self.sentences if shown.quotation for quote in shown.quotation.quotes}


def shown(answer: Answer) -> ShownAnswer:
    """What a page shows of the answer."""
    found = [(tool.name, tool.result) for tool in answer.tools if isinstance(tool.result, dict)]
    results = [result for _, result in found if result.get("steps")]
    lists = [result for _, result in found if result.get("which") and result.get("rows")]
    credits = [credit for name, result in found if name == "credit_status" for credit in result.get("credits", ())]
    told = _told(results, lists)
    kind = _kind(answer)
    sentences = [
        _sentence(sentence, answer.citations)
        for sentence in answer.sentences
        if not (sentence.role == "figure" and told and sentence.text.startswith(told))
        and not (kind == "no_criterion" and sentence.text.startswith(f"{CONTEXT}: "))
    ]
    return ShownAnswer(kind, sentences, results, lists, credits)


def _told(results: list[dict[str, Any]], lists: list[dict[str, Any]]) -> tuple[str, ...]:
    """How the sentences begin that a table tells: those of a step, of a row, and of their basis."""
    steps = [f"{step['name']}: " for result in results for step in result["steps"]]
    rows = [_opening(row) for listed in lists for row in listed["rows"]]
    return (*steps, *rows, "Fundamento: ") if results or lists else ()


def _opening(row: dict[str, Any]) -> str:
    if row.get("number"):
        return f"Crédito {row['number']},"
    if row.get("registro_patronal"):
        return f"Patrón {row['registro_patronal']},"
    return f"{row.get('ooad')}/{row.get('subdelegacion')}: "


def _sentence(sentence: Sentence, citations: list[Citation]) -> ShownSentence:
    return ShownSentence(sentence, quotation(sentence, citations), marks_of(sentence.citations, citations))


def marks_of(identifiers: Iterable[str], citations: Sequence[Citation]) -> list[tuple[int, Citation]]:
    """The citations that some ids stand for, each with its number in the answer, from 1."""
    return [
        (number, citation)
        for identifier in identifiers
        for number, citation in enumerate(citations, 1)
        if within(citation.id, identifier)
    ]


def _kind(answer: Answer) -> str:
    # A tool that finds nothing is no lack of a criterion: there is nobody to consult.
    if answer.status is AnswerStatus.NO_CRITERION and answer.tools and not answer.consultation_offer:
        return "not_found"
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
    """A day or a month in words, thousands apart where there are cents (no sign: it may be a rate); else as it is."""
    if _DAY.fullmatch(value):
        return long_date(date.fromisoformat(value))
    if month := _MONTH.fullmatch(value):
        return month_name(int(month[1]), int(month[2]))
    return f"{Decimal(value):,}" if _CENTS.fullmatch(value) else value


def operand_name(name: str) -> str:
    """ "INPC de febrero de 2026" for "INPC 2026-02"."""
    return _MONTH.sub(lambda found: f"de {month_name(int(found[1]), int(found[2]))}", name)


def held(citation: str) -> str:
    """The same with each number on the line of its word."""
    return _NUMBERED.sub("\\1\u00a0", citation)


def short_citation(identifier: str) -> str:
    """The short form of a citation."""
    return format_citation(identifier, "short")
