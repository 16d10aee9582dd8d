"""A first draft from a question and its answer: what was found and computed, in its place; nothing invented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from assistant.answers import Answer, AnswerStatus, Citation
from assistant.consultations.annexes import calculations_of
from assistant.consultations.draft import MISSING, Alternative, Basis, Calculation, ConsultationDraft, Person, Scope
from assistant.consultations.minimising import Minimiser
from assistant.consultations.subjects import questions_of, subject_of
from tools.credits.report import CreditReport
from tools.wording import long_date, pesos

_PROVISIONS, _CREDITS = 8, 5
_PARTIAL = f"y lo que dice se transcribe en el marco aplicable; {MISSING} por qué no basta"


def draft_from(
    question: str,
    answer: Answer,
    scope: Scope,
    area: str,
    earlier: Sequence[str] = (),
    titles: Mapping[str, str] | None = None,
) -> ConsultationDraft:
    """The draft for a question that was answered so, after `earlier` questions of the same conversation. `titles` are
    those of the instruments by their short one.

    Only verified citations enter; of what tools found, no personal data but a concrete case's number of credit.
    """
    minimiser = Minimiser(scope, answer)
    question = minimiser.written(question)
    provisions = [_basis(citation) for citation in answer.citations if citation.verified][:_PROVISIONS]
    return ConsultationDraft(
        addressee=Person(name=MISSING, post=f"Titular de la {area}" if area else MISSING),
        subject=subject_of(question, scope),
        scope=scope,
        background=_background(question, answer, [minimiser.written(text) for text in earlier], minimiser),
        questions=questions_of(question),
        provisions=provisions,
        searched=_searched(answer, titles or {}),
        alternatives=[Alternative(text=MISSING, consequence=MISSING), Alternative(text=MISSING, consequence=MISSING)],
        opinion=MISSING,
        amount=_at_stake(answer),
        calculations=[
            Calculation(name=result.title, summary=result.summary) for result in calculations_of(answer, minimiser)
        ],
    )


def _basis(citation: Citation) -> Basis:
    return Basis(id=citation.id, label=citation.label, quote=citation.quote, version=citation.version)


def _background(question: str, answer: Answer, earlier: Sequence[str], minimiser: Minimiser) -> str:
    when = f" al {long_date(answer.as_of)}" if answer.as_of else ""
    outcome = "sin encontrar un criterio que la resuelva" if answer.status is AnswerStatus.NO_CRITERION else _PARTIAL
    before = [f"Antes se preguntó: «{' '.join(text.split())}»." for text in earlier]
    facts = [_fact(credit, minimiser) for credit in _credits(answer)]
    return "\n".join(
        [
            f"{MISSING} Hechos con fecha, del más antiguo al más reciente: subdelegaciones, número de casos, importe y "
            f"antigüedad.",
            *facts,
            *before,
            f"En la operación se presentó esta duda: «{' '.join(question.split())}». Se revisó la normativa "
            f"disponible{when}, {outcome}.",
        ]
    )


def _credits(answer: Answer) -> list[CreditReport]:
    """The credits that the answer told: whoever asked was allowed to see them."""
    found = [call.result for call in answer.tools if call.name == "credit_status" and isinstance(call.result, dict)]
    return [CreditReport.model_validate(row) for result in found for row in result.get("credits", [])][:_CREDITS]


def _fact(credit: CreditReport, minimiser: Minimiser) -> str:
    """A credit in a line: of the employer, nothing."""
    told = f"notificado el {long_date(credit.notified)}" if credit.notified else "sin notificar"
    due = f", exigible desde el {long_date(credit.due)}" if credit.due else ""
    return (
        f"{minimiser.written(f'Crédito {credit.number}')}: {credit.kind}, periodo {credit.period}, por "
        f"{pesos(credit.amount)}, saldo de {pesos(credit.balance)}, {told}{due}. Incidencia {credit.incidencia} desde "
        f"el {long_date(credit.incidencia_since)}."
    )


def _at_stake(answer: Answer) -> Decimal | None:
    """What is owed today, or the balance, where the answer is about one credit."""
    found = _credits(answer)
    if len(found) != 1:
        return None
    return found[0].owed.total if found[0].owed else found[0].balance


def _searched(answer: Answer, titles: Mapping[str, str]) -> str:
    """What was searched, as an office says it: impersonal, each instrument by its title."""
    said = []
    for sentence in answer.sentences:
        opening, _, rest = sentence.text.partition(": ")
        if opening == "Busqué en":
            names = "; ".join(titles.get(name, name) for name in rest.rstrip(".").split(", "))
            said.append(f"Se buscó en: {names}.")
        elif sentence.text.startswith("No encontré"):
            said.append(sentence.text.replace("No encontré", "No se encontró", 1))
    return " ".join(said)
