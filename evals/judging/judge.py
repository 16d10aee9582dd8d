"""A model as judge of a finished run, through the evaluators of LlamaIndex, and how far people agree with it.

    faithfulness        sentences that state a rule and that the judge finds in their own quotes / such sentences
    answer_relevance    0, 1/2 or 1: same subject as the question, and its point of view
    context_precision   sum of precision@k over the useful quotes / useful quotes, in the order they are shown

Definitions of the first and the third: Es et al., "RAGAS", EACL 2024. Where the judge gives nothing that can be read
the measure is absent, never zero; only a case that it judged is written, so that a judging can be continued.

<state>/evals/<run>/judge-<model>.jsonl    one line for each case judged
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.evaluations.agreement import kappa
from assistant.evaluations.labelling import Judged, Judgement
from corpus.errors import BadInput, Unavailable
from corpus.provisions import within
from evals.answers.runs import Result, Run
from evals.retrieval.metrics import estimate

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

MEASURES = ("faithfulness", "answer_relevance", "context_precision")
PATIENCE = 3
"""Cases in a row without an answer after which the judge is taken to be away."""
_RULES = ("rule", "quote")
_VERDICT = re.compile(r"\W*(yes|no)\b", re.IGNORECASE)
_SUPPORTED = (
    "Diga si el contexto sustenta la información. Conteste sólo YES o NO.\n"
    "Información: {query_str}\nContexto: {context_str}\nRespuesta: "
)
_USEFUL = (
    "Diga si el contexto sirve para contestar la pregunta como lo hace la respuesta. Conteste sólo YES o NO.\n"
    "{query_str}\nContexto: {context_str}\nRespuesta: "
)
_RELEVANT = (
    "Evalúe si la respuesta atiende la pregunta: 1 punto si trata el mismo asunto, 1 punto si lo hace desde el punto "
    "de vista de quien pregunta. Explique en una oración y termine con [RESULT] seguido del total (0, 1 o 2).\n"
    "Pregunta: {query}\nRespuesta: {response}\nEvaluación:"
)


@dataclass(frozen=True, slots=True)
class CaseJudged:
    """What the judge said of one case; `sentences` has its verdict by position, from 1."""

    id: str
    values: dict[str, float] = field(default_factory=dict)
    sentences: dict[int, bool] = field(default_factory=dict)


class Judge:
    """The three questions that are put to the model."""

    def __init__(self, llm: LLM) -> None:
        from llama_index.core import PromptTemplate
        from llama_index.core.evaluation import AnswerRelevancyEvaluator, FaithfulnessEvaluator, RelevancyEvaluator

        self._faithful = FaithfulnessEvaluator(llm=llm, eval_template=PromptTemplate(_SUPPORTED))
        self._useful = RelevancyEvaluator(llm=llm, eval_template=PromptTemplate(_USEFUL))
        self._relevant = AnswerRelevancyEvaluator(llm=llm, eval_template=PromptTemplate(_RELEVANT))

    async def judge(self, result: Result) -> CaseJudged:
        """Every measure that the judge could give. Its connection errors pass through."""
        sentences = {}
        for position, sentence in enumerate(result.sentences, 1):
            quotes = _quotes_of(sentence, result.quotes)
            if sentence.get("role") in _RULES and quotes:
                found = await self._faithful.aevaluate(response=sentence["text"], contexts=quotes)
                if (verdict := _read(found.feedback)) is not None:
                    sentences[position] = verdict
        useful = []
        for quote in result.quotes:
            told = await self._useful.aevaluate(result.question, result.answer, [quote["quote"]])
            useful.append(_read(told.feedback))
        relevance = (await self._relevant.aevaluate(query=result.question, response=result.answer)).score
        values = {
            "faithfulness": sum(sentences.values()) / len(sentences) if sentences else None,
            "answer_relevance": None if relevance is None else min(1.0, relevance),
            "context_precision": context_precision(useful),
        }
        return CaseJudged(result.id, {k: v for k, v in values.items() if v is not None}, sentences)


def context_precision(useful: Sequence[bool | None]) -> float | None:
    """Of verdicts in the order shown; absent where there is none, or where one could not be read."""
    verdicts = [one for one in useful if one is not None]
    if not verdicts or len(verdicts) < len(useful):
        return None
    shares = [sum(verdicts[: k + 1]) / (k + 1) for k, one in enumerate(verdicts) if one]
    return sum(shares) / len(shares) if shares else 0.0


async def judge_run(
    run: Run, judge: Judge, path: Path, announce: Callable[[int, int], None] = lambda _done, _total: None
) -> list[CaseJudged]:
    """Judge what `path` does not have yet.

    Raises:
        BadInput: `CONJUNTO_SELLADO`, its texts are not kept.
        Unavailable: `JUEZ_NO_RESPONDE` after `PATIENCE` cases in a row; what was judged stays.
    """
    from openai import OpenAIError

    if run.manifest.sealed:
        raise BadInput("CONJUNTO_SELLADO", "De un conjunto sellado no se guarda texto que juzgar.", "Use otro.")
    held = {one.id: one for one in read_judged(path)}
    answered = [result for result in run.results if result.status == "answered"]
    failed = 0
    with path.open("a", encoding="utf-8") as file:
        for position, result in enumerate(answered, 1):
            if result.id not in held:
                try:
                    found = await judge.judge(result)
                except (OpenAIError, OSError) as error:
                    failed += 1
                    if failed == PATIENCE:
                        raise _away(type(error).__name__, len(held)) from error
                    continue
                failed, held[result.id] = 0, found
                file.write(json.dumps(asdict(found)) + "\n")
                file.flush()
            announce(position, len(answered))
    if answered and not held:
        raise _away("ningún caso", 0)
    return list(held.values())


def read_judged(path: Path) -> list[CaseJudged]:
    """The cases judged; a last line cut by an interruption is removed."""
    if not path.is_file():
        return []
    text = path.read_text("utf-8")
    whole = text[: text.rfind("\n") + 1]
    if whole != text:
        path.write_text(whole, "utf-8")
    rows: list[dict[str, Any]] = [json.loads(line) for line in whole.splitlines()]
    return [CaseJudged(r["id"], r["values"], {int(k): v for k, v in r["sentences"].items()}) for r in rows]


def totals(judged: Sequence[CaseJudged], labels: Sequence[Judged], model: str) -> dict[str, Any]:
    """Means with their intervals where there is a value, and Cohen's kappa of judge and people over sentences."""
    samples = {name: [one.values[name] for one in judged if name in one.values] for name in MEASURES}
    pairs = _pairs(judged, labels)
    return {
        "model": model,
        "cases": len(judged),
        "metrics": {name: asdict(estimate(sample)) for name, sample in samples.items() if sample},
        "people": {"sentences": len(pairs), "kappa": kappa(pairs)},
    }


def _pairs(judged: Sequence[CaseJudged], labels: Sequence[Judged]) -> list[tuple[str, str]]:
    """(judge, people) of each sentence that both settled; people settle by agreeing or by a third's decision."""
    said = {(one.id, position): verdict for one in judged for position, verdict in one.sentences.items()}
    pairs = []
    for label in labels:
        settled = label.verdicts[0] if label.agreed else label.decided
        if settled and label.item in said:
            right = settled == Judgement.CORRECTA.value
            pairs.append((_word(said[label.item]), _word(right)))
    return pairs


def _word(right: bool) -> str:
    return "sustentada" if right else "no sustentada"


def _quotes_of(sentence: dict[str, Any], quotes: Sequence[dict[str, Any]]) -> list[str]:
    used = sentence.get("citations", ())
    return [q["quote"] for q in quotes if any(within(q["id"], one) for one in used)]


def _read(feedback: str | None) -> bool | None:
    found = _VERDICT.match(feedback or "")
    return None if found is None else found[1].lower() == "yes"


def _away(reason: str, judged: int) -> Unavailable:
    return Unavailable(
        "JUEZ_NO_RESPONDE",
        f"El modelo juez no contesta ({reason}); {judged} casos juzgados quedan guardados y lo demás falta.",
        "Revise el servidor y repita: sigue donde quedó.",
    )
