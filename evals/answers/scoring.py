"""Scores of one answer against its case. Every value is between 0 and 1, or absent where it does not apply.

    status              1 if the status is the expected one or one of `status_also`
    citation_recall     of `cites_all`, provisions cited / expected (root level); where a case has only `cites_any`,
                        1 if one of them is cited
    citation_precision  citations among the expected provisions / citations; a lower bound, as `cites_any` is not
                        exhaustive
    pin                 the same with the expected provision cited exactly or below it
    quotes              quotes equal to the corpus between their offsets / quotes
    grounded            sentences that the verifier found supported / sentences
    facts               `says` found / `says`
    safe                1 if no `never` is found
    tool                1 if the tool ran and every expected value is equal (money as text, to the cent)
    retrieved           of the same provisions, those among the first ten that search brought, where it can be known
    correct             1 if status, citation_recall, facts, safe and tool are all 1 or absent

`says` and `never` are looked for without accents and without regard to case. Formulas and sources: evals/metrics.md.
Precision and recall as in Manning, Raghavan and Schütze, Introduction to Information Retrieval, § 8.3.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from assistant.answers import Answer, AnswerStatus
from assistant.evaluations.cases import Case, ExpectedTool
from assistant.understanding.spans import fold
from corpus.provisions import root_id, within

NAMES = (
    "correct",
    "status",
    "citation_recall",
    "citation_precision",
    "pin",
    "quotes",
    "grounded",
    "facts",
    "safe",
    "tool",
    "retrieved",
)
Scores = dict[str, float]
SourceText = Callable[[str], str | None]
"""Root id -> its text in the corpus that answered."""


def score(case: Case, answer: Answer, source: SourceText) -> Scores:
    """Every measure that applies to the case."""
    expect, text = case.expect, fold(answer.answer)
    cited = [citation.id for citation in answer.citations]
    values: dict[str, float | None] = {
        "status": float(answer.status in (expect.status, *expect.status_also)),
        "citation_recall": _recall(case, lambda wanted: any(root_id(c) == root_id(wanted) for c in cited)),
        "citation_precision": _precision(case, cited),
        "pin": _recall(case, lambda wanted: any(within(c, wanted) for c in cited)),
        "quotes": _share(
            (source(root_id(c.id)) or "")[c.start : c.end] == c.quote and bool(c.quote) for c in answer.citations
        ),
        "grounded": _share(sentence.supported for sentence in answer.sentences),
        "facts": _share(_found(pattern, text) for pattern in expect.says),
        "safe": float(not any(_found(pattern, text) for pattern in expect.never)) if expect.never else None,
        "tool": float(_tool_matches(expect.tool, answer)) if expect.tool else None,
    }
    deciding = (values[name] for name in ("status", "citation_recall", "facts", "safe", "tool"))
    values["correct"] = float(all(value is None or value == 1 for value in deciding))
    return {name: value for name in NAMES if (value := values.get(name)) is not None}


def retrieved(case: Case, roots: Sequence[str]) -> Scores:
    """The measure of what search brought; empty where the case expects no provision."""
    value = _recall(case, lambda wanted: root_id(wanted) in roots)
    return {} if value is None else {"retrieved": value}


def _share(found: Iterable[bool]) -> float | None:
    marks = list(found)
    return sum(marks) / len(marks) if marks else None


def _found(pattern: str, folded: str) -> bool:
    return re.search(pattern, folded, re.IGNORECASE) is not None


def _recall(case: Case, is_cited: Callable[[str], bool]) -> float | None:
    if case.expect.cites_all:
        return _share(is_cited(wanted) for wanted in case.expect.cites_all)
    # A refusal or the lack of a criterion needs no source: what it may cite counts only for precision.
    needed = case.expect.cites_any and case.expect.status is AnswerStatus.ANSWERED
    return float(any(map(is_cited, case.expect.cites_any))) if needed else None


def _precision(case: Case, cited: list[str]) -> float | None:
    wanted = {root_id(one) for one in (*case.expect.cites_all, *case.expect.cites_any)}
    return _share(root_id(one) in wanted for one in cited) if wanted else None


def _tool_matches(expected: ExpectedTool, answer: Answer) -> bool:
    for call in answer.tools:
        result = call.result if isinstance(call.result, dict) else {}
        if call.name != expected.name or (expected.error and result.get("error") != expected.error):
            continue
        if all(result.get(key) == value for key, value in (expected.result or {}).items()):
            return True
    return False
