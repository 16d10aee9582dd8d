"""Answers about credits: the tool runs for the caller, and its result is told in sentences.

What is out of reach and what does not exist get one answer, word for word.
"""

from __future__ import annotations

from assistant.acting.credit_requests import CreditAsk
from assistant.acting.model import ActResult
from assistant.acting.telling import told_calculation
from assistant.answers import AnswerStatus, Sentence, ToolCall
from corpus.citations import format_citation
from corpus.errors import BadInput, CriterioError, Forbidden, NotFound, Unidentified
from tools.credits.credit_tools import CreditStatus
from tools.credits.portfolio import Portfolio, PortfolioRow
from tools.credits.report import CreditReport
from tools.registry import Registry, ToolContext
from tools.wording import long_date, pesos

_SHOWN = 20
_IDENTIFY = "Para ver créditos necesita identificarse: inicie sesión o indique su usuario."
_NO_PERMISSION = "Su función no le da permiso para ver créditos. Pida acceso a quien administra."


def act_on_credits(ask: CreditAsk, registry: Registry, context: ToolContext) -> ActResult:
    """Run the tool for the caller and tell what it found, or why nothing is shown."""
    try:
        result = registry.call(ask.tool, ask.arguments, context)
    except (NotFound, Forbidden, Unidentified, BadInput) as error:
        return _refused(ask, error)
    call = ToolCall(name=ask.tool, arguments=ask.arguments, result=result.model_dump(mode="json"))
    if isinstance(result, Portfolio):
        return ActResult(calls=[call], sentences=_list(result), bases=result.basis)
    assert isinstance(result, CreditStatus)
    if len(result.credits) > 1:
        return ActResult(calls=[call], sentences=_several(result))
    return _one(result.credits[0], ask, call)


def _refused(ask: CreditAsk, error: CriterioError) -> ActResult:
    status, text = AnswerStatus.NEEDS_INPUT, str(error)
    if isinstance(error, NotFound):
        status = AnswerStatus.NO_CRITERION
    elif isinstance(error, Unidentified):
        status, text = AnswerStatus.REFUSED, _IDENTIFY
    elif isinstance(error, Forbidden):
        status, text = AnswerStatus.REFUSED, _NO_PERMISSION
    call = ToolCall(name=ask.tool, arguments=ask.arguments, result={"error": error.code})
    return ActResult(calls=[call], sentences=[Sentence(text=text, role="notice")], status=status)


def _one(report: CreditReport, ask: CreditAsk, call: ToolCall) -> ActResult:
    calls, bases = [call], list(report.next.basis)
    sentences = [Sentence(text=report.status, role="figure")]
    if report.effective is not None:
        text = f"La notificación surtió efectos el {long_date(report.effective)}."
        sentences.append(Sentence(text=text, citations=["LSS:40/p3"], role="figure"))
        bases.append("LSS:40/p3")
    if report.owed is not None and ask.amounts:
        calls.append(
            ToolCall(
                name=report.owed.calculation,
                arguments=report.owed.inputs,
                result={**report.owed.figures, **report.owed.model_dump(mode="json", exclude={"figures"})},
            )
        )
        sentences += told_calculation(report.owed)
        bases += report.owed.basis
    elif report.owed is not None:
        sentences.append(Sentence(text=report.owed.summary, citations=report.owed.basis, role="figure"))
    sentences.append(_next(report))
    if report.prescription is not None and ask.prescription:
        sentences.append(Sentence(text=report.prescription.summary, citations=report.prescription.basis, role="figure"))
        bases += report.prescription.basis
    sentences += [
        Sentence(text=f"Garantía ({held.kind}) por {pesos(held.amount)}. {held.note}", role="figure")
        for held in report.guarantees
    ]
    sentences += [Sentence(text=text, role="notice") for text in report.notices]
    return ActResult(calls=calls, sentences=sentences, bases=list(dict.fromkeys(bases)))


def _next(report: CreditReport) -> Sentence:
    names = "; ".join(format_citation(identifier) for identifier in report.next.basis)
    basis = f" Fundamento: {names}." if names else ""
    return Sentence(text=f"Siguiente paso: {report.next.text}{basis}", citations=report.next.basis, role="figure")


def _several(result: CreditStatus) -> list[Sentence]:
    sentences = [Sentence(text=f"Hay {result.count} créditos en su ámbito.", role="figure")]
    for report in result.credits[:_SHOWN]:
        today = f" {report.owed.summary}" if report.owed else ""
        sentences.append(Sentence(text=report.status + today, role="figure"))
    return sentences + [Sentence(text=text, role="notice") for text in result.credits[0].notices]


def _list(result: Portfolio) -> list[Sentence]:
    names = "; ".join(format_citation(identifier) for identifier in result.basis)
    sentences = [Sentence(text=result.summary, citations=result.basis, role="figure")]
    for row in result.rows[:_SHOWN]:
        ends = f", garantía que vence el {long_date(row.expires)}" if row.expires else ""
        sentences.append(Sentence(text=f"{_listed(row)}: {pesos(row.balance)}{ends}.", role="figure"))
    if len(result.rows) > _SHOWN:
        sentences.append(Sentence(text=f"Se muestran {_SHOWN}; la lista completa está en el resultado.", role="notice"))
    sentences.append(Sentence(text=f"Fundamento: {names}.", citations=result.basis, role="figure"))
    return sentences + [Sentence(text=text, role="notice") for text in result.notices]


def _listed(row: PortfolioRow) -> str:
    credits = f"{row.credits} crédito{'s' * (row.credits != 1)}"
    if row.number:
        return f"Crédito {row.number}, {row.employer} ({row.place})"
    if row.registro_patronal:
        return f"Patrón {row.registro_patronal}, {row.employer} ({row.place}), {credits}"
    return f"{row.place}: {credits}"
