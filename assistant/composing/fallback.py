"""When a model fails or its words do not verify, the extractive answer stands and says why."""

from __future__ import annotations

from assistant.answers import Sentence
from assistant.composing.composer import Composer
from assistant.composing.extractive import Composition
from assistant.steps import Acted, Composed


async def without_model(extractive: Composer, acted: Acted, reason: str) -> Composed:
    """The extractive answer, ending with the reason for which no model had part in it."""
    composed = await extractive.compose(acted)
    held = composed.composition
    if held is None:
        return composed
    told = Sentence(text=f"{reason} Se muestran las citas textuales, sin redacción de un modelo.", role="notice")
    return composed.model_copy(update={"composition": Composition([*held.sentences, told], held.citations)})
