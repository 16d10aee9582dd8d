"""The composer's interface: from what was retrieved and computed to a draft, whichever level writes it."""

from __future__ import annotations

from typing import Protocol

from assistant.composing.bases import cite_bases
from assistant.composing.extractive import Composition, compose
from assistant.steps import Acted, Composed


class Composer(Protocol):
    """`name` is shown under the answer ("sin modelo" or the model's)."""

    name: str

    async def compose(self, acted: Acted) -> Composed: ...


class ExtractiveComposer:
    """Quotes; needs no model."""

    name = "extractive"

    async def compose(self, acted: Acted) -> Composed:
        """Pick and quote the clauses that answer; beside a calculation, those of its legal bases."""
        retrieved = acted.retrieved
        if acted.act.calls:
            bases = cite_bases(retrieved.snapshot.store, acted.act.bases, retrieved.as_of)
            return Composed(acted=acted, composition=Composition([], bases))
        composition = compose(
            retrieved.snapshot.store, retrieved.result.hits, retrieved.understanding.standalone, retrieved.as_of
        )
        return Composed(acted=acted, composition=composition)
