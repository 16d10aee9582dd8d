"""A first draft from a question and its answer: what was found and computed, in its place; nothing invented."""

from __future__ import annotations

from assistant.answers import Answer, AnswerStatus, Citation
from assistant.consultations.draft import MISSING, Alternative, Basis, Calculation, ConsultationDraft, Person, Scope
from assistant.replies import subject_line
from tools.wording import long_date

_PROVISIONS = 8
_PARTIAL = f"y lo que dice se transcribe en el marco aplicable; {MISSING} por qué no basta"


def draft_from(question: str, answer: Answer, scope: Scope, area: str) -> ConsultationDraft:
    """The draft for a question that was answered so; only verified citations enter."""
    provisions = [_basis(citation) for citation in answer.citations if citation.verified][:_PROVISIONS]
    subject = f"Consulta {_kind(scope)} sobre: {subject_line(question)}"
    return ConsultationDraft(
        addressee=Person(name=MISSING, post=f"Titular de la {area}" if area else MISSING),
        subject=subject[:200],
        scope=scope,
        background=_background(question, answer),
        questions=[_closed(question)],
        provisions=provisions,
        searched=_searched(answer),
        alternatives=[Alternative(text=MISSING, consequence=MISSING), Alternative(text=MISSING, consequence=MISSING)],
        opinion=MISSING,
        calculations=[
            Calculation(name=call.name, summary=text)
            for call, text in zip(answer.tools, _figures(answer), strict=False)
        ],
    )


def _kind(scope: Scope) -> str:
    return "operativa" if scope is Scope.OPERATIVE else "técnica"


def _basis(citation: Citation) -> Basis:
    return Basis(id=citation.id, label=citation.label, quote=citation.quote, version=citation.version)


def _background(question: str, answer: Answer) -> str:
    when = f" al {long_date(answer.as_of)}" if answer.as_of else ""
    outcome = "sin encontrar un criterio que la resuelva" if answer.status is AnswerStatus.NO_CRITERION else _PARTIAL
    return (
        f"{MISSING} Hechos con fecha, del más antiguo al más reciente: subdelegaciones, número de casos, importe y "
        f"antigüedad.\nEn la operación se presentó esta duda: «{' '.join(question.split())}». Se revisó la normativa "
        f"disponible{when}, {outcome}."
    )


def _searched(answer: Answer) -> str:
    """What was searched, in the words of the answer."""
    said = [sentence.text for sentence in answer.sentences if sentence.text.startswith(("Busqué en", "No encontré"))]
    return " ".join(text.replace("Busqué en:", "Se buscó en:") for text in said)


def _figures(answer: Answer) -> list[str]:
    return [sentence.text for sentence in answer.sentences if sentence.role == "figure"]


def _closed(question: str) -> str:
    line = " ".join(question.split()).strip(" ¿?")
    return f"¿{line[:1].upper()}{line[1:]}?"
