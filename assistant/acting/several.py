"""Several credits in one question: each is computed apart, and which amount is of which credit is never guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from assistant.acting.facts import Facts, facts_of
from assistant.acting.plans import Plan, plan
from assistant.answers import MissingInput
from assistant.understanding.amounts import find_amounts
from assistant.understanding.dates import MONTHS
from assistant.understanding.periods import Period, find_periods
from assistant.understanding.spans import fold

_CUT = re.compile(r";|,(?!\d)|\by\b|\bmas\b|\b(?:ademas|tambien) de\b")
_FROM_TO = re.compile(rf"\b(?:{'|'.join(MONTHS)})\b(?: (?:del? )?\d{{4}})?\s+(?:a|al|hasta)\s+(?:{'|'.join(MONTHS)})\b")
_EACH = re.compile(r"\bcada (?:una|uno|mes|bimestre|cual)\b|\bc/u\b|\bpor (?:mes|bimestre)\b")
_ONE_BY_ONE = MissingInput(
    name="amount",
    question="Hay varios importes o periodos: ¿de cuánto es cada crédito y de qué periodo? Diga aparte lo pagado.",
    kind="text",
)


def several_credits(chain: Sequence[str], facts: Facts, today: date) -> list[Plan]:
    """A calculation per credit of the question; none where it tells of one only.

    Where the words do not tell which amount is of which credit, one plan that asks.
    """
    message = next((text for text in reversed(chain) if find_amounts(text)), "")
    amounts = {found.value for found in find_amounts(message)}
    periods = list(dict.fromkeys(found.value for found in find_periods(message, today)))
    each = len(amounts) == 1 and _EACH.search(fold(message)) is not None
    if each and len(periods) == 2 and not periods[0].bimester and _FROM_TO.search(fold(message)):
        periods = _between(*periods)
    if each and len(periods) > 1:
        return [
            plan("surcharges", message, replace(facts, **_period(found.number, found.year, found.bimester)), today)
            for found in periods
        ]
    if len(amounts) <= 1 and len(periods) <= 1 and not each:
        return []
    parts = [_facts_of_part(span, message, facts, today) for span in _parts(message, today)]
    plans = [plan("surcharges", message, part, today) for part in parts]
    apart = len(plans) > 1 and len(plans) == len(find_amounts(message))
    if not apart or any(found.missing for found in plans):
        return [Plan("surcharges", missing=_ONE_BY_ONE)]
    return plans


def _between(first: Period, last: Period) -> list[Period]:
    """Every month from one to another."""
    months = range(first.year * 12 + first.number - 1, last.year * 12 + last.number)
    return [Period(month // 12, month % 12 + 1, False) for month in months]


def _period(number: int, year: int, bimester: bool) -> dict[str, Any]:
    told = f"{year}-{number}" if bimester else f"{year}-{number:02d}"
    return {"bimester": told, "period": None} if bimester else {"period": told, "bimester": None}


def _facts_of_part(span: tuple[int, int], message: str, facts: Facts, today: date) -> Facts:
    """What a part says; the day of payment and, where it names none, the kind are those of the whole question.

    The year of a period may be told in another part ("enero 10,000 y febrero 12,000 de 2025").
    """
    own = facts_of((message[slice(*span)],), today)
    days = {role: day for role, day in own.days.items() if role != "paid"}
    if "paid" in facts.days:
        days["paid"] = facts.days["paid"]
    own = replace(own, days=days, kind=own.kind or facts.kind, vague_month=facts.vague_month)
    for found in find_periods(message, today):
        if span[0] <= found.start < span[1]:
            own = replace(own, **_period(found.value.number, found.value.year, found.value.bimester))
    return own


def _parts(message: str, today: date) -> list[tuple[int, int]]:
    """The message cut so that each part has one amount and tells when its credit fell due."""
    folded, parts, begin = fold(message), [], 0
    for end in [match.end() for match in _CUT.finditer(folded)] + [len(message)]:
        part = message[begin:end]
        if len(find_amounts(part)) == 1 and _tells_due(part, today):
            parts.append((begin, end))
            begin = end
    return parts


def _tells_due(part: str, today: date) -> bool:
    facts = facts_of((part,), today)
    return bool(facts.period or facts.bimester or {"notified", "due"} & set(facts.days))
