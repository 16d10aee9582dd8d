"""How far the stated probability that there is a criterion can be believed.

    Brier   mean of (probability - outcome)^2    (Brier, Monthly Weather Review 78, 1950)
    ECE     sum over bins of |share right - mean probability|, weighted by size    (Naeini et al., AAAI 2015)

The outcome is 1 where the case expects an answer and 0 where it expects the lack of a criterion; cases of tools, of
attacks and those that ask something back state no probability.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.abstention import SEARCHED, Abstention
from assistant.library import Library
from assistant.outside import OutsideMatters
from assistant.steps import Question, Retrieved
from assistant.understanding.understand import understand

BINS = 5


@dataclass(frozen=True, slots=True)
class Searched:
    """How likely the sources settle a question, where the program states it, and the provisions that search brought."""

    probability: float | None
    roots: tuple[str, ...]


Stated = Callable[[Question], Awaitable[Searched]]


@dataclass(frozen=True, slots=True)
class Bin:
    """Cases whose probability lies from `low` to `high`: their mean probability and the share that had an answer."""

    low: float
    high: float
    count: int
    mean: float
    share: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """The curve and its two summaries, over `count` cases."""

    count: int
    brier: float
    ece: float
    bins: tuple[Bin, ...]

    def as_json(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)


def calibration_of(pairs: Sequence[tuple[float, bool]]) -> Calibration | None:
    """From (probability, had an answer); absent where nothing states one."""
    if not pairs:
        return None
    bins = []
    for number in range(BINS):
        inside = [(p, had) for p, had in pairs if min(int(p * BINS), BINS - 1) == number]
        if inside:
            mean, share = sum(p for p, _ in inside) / len(inside), sum(had for _, had in inside) / len(inside)
            bins.append(Bin(number / BINS, (number + 1) / BINS, len(inside), mean, share))
    brier = sum((p - had) ** 2 for p, had in pairs) / len(pairs)
    ece = sum(abs(one.share - one.mean) * one.count for one in bins) / len(pairs)
    return Calibration(len(pairs), brier, ece, tuple(bins))


def stated_by(library: Library, editorial_dir: Path) -> Stated:
    """What the program's own decision says of a question; searches once more, as a turn does."""
    abstention = Abstention(OutsideMatters.load(editorial_dir / "outside.yaml"))

    async def stated(question: Question) -> Searched:
        found, snapshot = understand(question.text, question.earlier), library.snapshot()
        result = await asyncio.to_thread(
            snapshot.retriever.search, found.standalone, k=SEARCHED, as_of=question.as_of or found.as_of
        )
        day = question.as_of or found.as_of
        retrieved = Retrieved(question=question, understanding=found, snapshot=snapshot, result=result, as_of=day)
        decision = await asyncio.to_thread(abstention.decide, retrieved)
        return Searched(decision.probability, tuple(hit.provision for hit in result.hits))

    return stated
