"""The composer's interface: from what was retrieved and computed to a draft, whichever level writes it."""

from __future__ import annotations

import asyncio
from typing import Protocol

from assistant.composing.bases import cite_bases
from assistant.composing.extractive import Companions, Composition, compose
from assistant.steps import Acted, Composed


class Composer(Protocol):
    """`name` is shown under the answer ("sin modelo" or the model's)."""

    name: str

    async def compose(self, acted: Acted) -> Composed: ...


class ExtractiveComposer:
    """Quotes; needs no model."""

    name = "extractive"

    def __init__(self, companions: Companions) -> None:
        self._companions = companions

    async def compose(self, acted: Acted) -> Composed:
        """Pick and quote the clauses that answer; beside a calculation, those of its legal bases."""
        retrieved = acted.retrieved
        if acted.act.calls:
            bases = cite_bases(retrieved.snapshot.store, acted.act.bases, retrieved.as_of)
            return Composed(acted=acted, composition=Composition([], bases))
        question = retrieved.understanding.standalone
        composition = await asyncio.to_thread(
            compose, retrieved.snapshot, retrieved.result, question, self._companions, retrieved.as_of
        )
        return Composed(acted=acted, composition=composition)
