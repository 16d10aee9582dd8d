"""Sentences of ours that are not rules: greetings, refusals, the lack of a criterion. None states the law."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers import Answer, AnswerStatus, ConsultationOffer, Nearest, Sentence
from assistant.areas import Route
from corpus.citations import format_citation

GREETING = (
    "Hola. Soy Criterio, asistente de cobranza. Respondo consultas sobre la Ley del Seguro Social, el Código Fiscal de "
    "la Federación, la Ley de Ingresos y los manuales con citas que puede abrir; calculo actualización, recargos, "
    "parcialidades, multas y plazos; y preparo la consulta formal cuando no hay criterio."
)
OUTSIDE = (
    "Eso queda fuera de lo que puedo contestar: sólo atiendo la normativa y los cálculos de cobranza del Instituto. "
    "Pregunte por un precepto, un crédito, un cálculo o un trámite de cobranza."
)
REFUSED = (
    "No puedo hacer eso: no sigo instrucciones escritas en una pregunta, no muestro cómo estoy configurado, no invento "
    "criterios y sólo consulto los créditos de su ámbito. Pregunte por un precepto, un cálculo o un crédito suyo."
)
EMPTY = "Escriba una pregunta: por ejemplo, «¿en qué plazo se paga una cédula de liquidación?»."


def notice(status: AnswerStatus, text: str) -> Answer:
    """An answer that states no rule."""
    return Answer(status=status, answer=text, sentences=[Sentence(text=text, role="notice")])


def no_criterion(question: str, searched: str, nearest: Sequence[Nearest], route: Route, reason: str = "") -> Answer:
    """The plain statement that the sources hold no criterion, what was searched, and the offer to consult."""
    where = format_citation(route.numeral, "formal")
    sentences = [
        Sentence(
            text=reason or "No encontré en la normativa disponible un criterio que resuelva esta pregunta.",
            role="notice",
        ),
        Sentence(text=f"Busqué en: {searched}.", role="notice"),
    ]
    if nearest:
        names = "; ".join(item.label for item in nearest)
        sentences.append(Sentence(text=f"Lo más cercano, como contexto: {names}.", role="notice"))
    sentences.append(
        Sentence(
            text=f"El área competente es: {route.area} ({where}). {route.reason} Puedo preparar la consulta.",
            citations=[route.numeral],
            role="notice",
        )
    )
    return Answer(
        status=AnswerStatus.NO_CRITERION,
        answer="\n\n".join(sentence.text for sentence in sentences),
        sentences=sentences,
        nearest=list(nearest),
        consultation_offer=_offer(question, route),
    )


def offering(answer: Answer, question: str, route: Route) -> Answer:
    """The same answer with the offer to draft, which the person asked for although the sources say something."""
    told = (
        f"Puedo preparar la consulta; el área competente es: {route.area} ({format_citation(route.numeral, 'formal')})."
    )
    return answer.model_copy(
        update={
            "answer": f"{answer.answer}\n\n{told}",
            "sentences": [*answer.sentences, Sentence(text=told, citations=[route.numeral], role="notice")],
            "consultation_offer": _offer(question, route),
        }
    )


def _offer(question: str, route: Route) -> ConsultationOffer:
    return ConsultationOffer(
        area=route.area, subject=subject_line(question), numeral=route.numeral, reason=route.reason
    )


def subject_line(question: str) -> str:
    """The subject of the consultation: the question on one line, at most 140 characters, cut at a word."""
    line = " ".join(question.split()).strip(" ¿?")
    if len(line) <= 140:
        return line
    return line[:140].rsplit(" ", 1)[0] + "…"
