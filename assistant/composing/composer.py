"""The composer's interface: from what was retrieved and computed to a draft, whichever level writes it."""

from __future__ import annotations

from typing import Protocol

from assistant.composing.extractive import compose
from assistant.steps import Acted, Composed


class Composer(Protocol):
    """`name` is shown under the answer ("sin modelo" or the model's)."""

    name: str

    async def compose(self, acted: Acted) -> Composed: ...


class ExtractiveComposer:
    """Quotes; needs no model."""

    name = "extractive"

    async def compose(self, acted: Acted) -> Composed:
        """Pick and quote the clauses that answer."""
        retrieved = acted.retrieved
        composition = compose(
            retrieved.snapshot.store, retrieved.result.hits, retrieved.understanding.standalone, retrieved.as_of
        )
        return Composed(acted=acted, composition=composition)
