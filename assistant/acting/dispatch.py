"""Runs by code the tool that a question calls for, with arguments that stand in the person's words."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from assistant.acting.credit_requests import credit_ask
from assistant.acting.credits import act_on_credits
from assistant.acting.detect import detect
from assistant.acting.facts import facts_of
from assistant.acting.model import ActResult
from assistant.acting.plans import Plan, plan
from assistant.acting.several import several_credits
from assistant.acting.telling import told_calculation
from assistant.answers import AnswerStatus, MissingInput, Sentence, ToolCall
from assistant.steps import Question
from assistant.understanding.intents import Intent
from assistant.understanding.understand import Understanding
from corpus.errors import CriterioError
from tools.registry import Registry, ToolContext
from tools.result import CalculationResult
from tools.wording import pesos

MakeContext = Callable[[Question], ToolContext]

_TODAY = " Se calculó al día de hoy porque no se dijo otra fecha de pago."
_REFUSALS = {
    "PLAZO_EXCEDIDO": (AnswerStatus.REFUSED, ["LSS:40-C", "CFF:66"]),
    "RCV_SOLO_DIFERIDO": (AnswerStatus.REFUSED, ["LSS:40-D"]),
    "PCT_FUERA_DE_RANGO": (AnswerStatus.REFUSED, ["LSS:304"]),
    "FRACCION_DESCONOCIDA": (AnswerStatus.REFUSED, ["LSS:304-A"]),
}
"""What the law does not allow is refused with its basis; any other error asks for better data."""


class Dispatcher:
    """Understanding in, tool results out."""

    def __init__(self, registry: Registry, make_context: MakeContext) -> None:
        self._registry = registry
        self._make_context = make_context

    def act(self, understanding: Understanding, question: Question) -> ActResult:
        """Run the tool that the question calls for; ask for what is missing; or nothing."""
        credit = credit_ask(understanding)
        if isinstance(credit, MissingInput):
            return ActResult(missing=credit)
        if credit is not None:
            return act_on_credits(credit, self._registry, self._make_context(question))
        if understanding.intent is not Intent.QUESTION:
            return ActResult()
        facts = facts_of(understanding.chain, question.today)
        tool = detect(understanding.text, facts)
        text = understanding.text
        if tool is None and understanding.follows_up:
            text = understanding.standalone
            tool = detect(text, facts)
        if tool is None:
            return ActResult()
        said_day = "paid" in facts.days
        credits = several_credits(understanding.chain, facts, question.today) if tool == "surcharges" else []
        if len(credits) > 1:
            return self._run_each(credits, question, said_day=said_day)
        planned = credits[0] if credits else plan(tool, text, facts, question.today)
        if planned.missing is not None:
            return ActResult(missing=planned.missing)
        return self.run(planned, question, said_day=said_day)

    def _run_each(self, credits: list[Plan], question: Question, *, said_day: bool) -> ActResult:
        """Each credit apart, after what they add up to; the first that cannot be computed stops all."""
        results = [self.run(planned, question, said_day=said_day) for planned in credits]
        failed = next((found for found in results if found.status is not AnswerStatus.ANSWERED), None)
        if failed is not None:
            return failed
        total = sum((Decimal(found.calls[0].result["total"]) for found in results), Decimal(0))
        bases = list(dict.fromkeys(basis for found in results for basis in found.bases))
        told = [sentence for found in results for sentence in found.sentences if sentence.role != "notice"]
        notices = {
            sentence.text: sentence for found in results for sentence in found.sentences if sentence.role == "notice"
        }
        together = Sentence(
            text=f"Son {len(results)} créditos: {pesos(total)} en total.", citations=bases, role="figure"
        )
        sentences = [together, *told, *notices.values()]
        return ActResult(calls=[call for found in results for call in found.calls], sentences=sentences, bases=bases)

    def run(self, planned: Plan, question: Question, *, said_day: bool) -> ActResult:
        """Run a planned calculation; `said_day` tells that the person gave the day of payment."""
        try:
            result = self._registry.call(planned.tool, planned.arguments, self._make_context(question))
        except CriterioError as error:
            call = ToolCall(name=planned.tool, arguments=planned.arguments, result={"error": error.code})
            status, bases = _REFUSALS.get(error.code, (AnswerStatus.NEEDS_INPUT, []))
            said = Sentence(text=str(error), citations=bases, role="figure" if bases else "notice")
            return ActResult(calls=[call], sentences=[said], bases=bases, status=status)
        assert isinstance(result, CalculationResult)
        told = {**result.figures, **result.model_dump(mode="json", exclude={"figures"})}
        call = ToolCall(name=planned.tool, arguments=planned.arguments, result=told)
        assumed = not said_day and planned.arguments.get("paid") == question.today.isoformat()
        return ActResult(
            calls=[call], sentences=told_calculation(result, _TODAY if assumed else ""), bases=result.basis
        )
