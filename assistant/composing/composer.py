"""The composer's interface: from what was retrieved and computed to a draft, whichever level writes it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Protocol

from assistant.composing.bases import cite_bases
from assistant.composing.extractive import Companions, Composition, compose
from assistant.steps import Acted, Composed
from assistant.understanding.spans import fold

_ASKS_THE_RULE = re.compile(r"\b(?:fundament\w+|por que|que articulo|donde dice|que dice|segun que|base legal)\b")
"""Beside a calculation the question wants the words of the law too."""


Say = Callable[[Composition], Awaitable[None]]
"""Takes what of a draft is verified already, with its citations, while the rest is being written."""


async def unsaid(verified: Composition) -> None:
    """Nobody listens before the draft is whole."""


class Composer(Protocol):
    """`name` is shown under the answer ("sin modelo" or the model's)."""

    name: str

    async def compose(self, acted: Acted, say: Say = unsaid) -> Composed:
        """The draft. What is told to `say` stands in it in the same order, unless another draft takes its place."""
        ...


class ExtractiveComposer:
    """Quotes; needs no model."""

    name = "extractive"

    def __init__(self, companions: Companions) -> None:
        self._companions = companions

    async def compose(self, acted: Acted, say: Say = unsaid) -> Composed:
        """Pick and quote the clauses that answer; beside a calculation, those of its legal bases."""
        del say  # it is whole in milliseconds
        retrieved = acted.retrieved
        bases = cite_bases(retrieved.snapshot.store, acted.act.bases, retrieved.as_of)
        question = retrieved.understanding.standalone
        if acted.act.calls and not _ASKS_THE_RULE.search(fold(question)):
            return Composed(acted=acted, composition=Composition([], bases))
        composition = await asyncio.to_thread(
            compose, retrieved.snapshot, retrieved.result, question, self._companions, retrieved.as_of
        )
        held = {(citation.id, citation.start) for citation in composition.citations}
        composition.citations.extend(basis for basis in bases if (basis.id, basis.start) not in held)
        return Composed(acted=acted, composition=composition)
