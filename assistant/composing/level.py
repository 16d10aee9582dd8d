"""Which level writes the answers, by configuration: without a model, extractive; with one, what was asked for."""

from __future__ import annotations

from assistant.composing.composer import Composer
from assistant.composing.prose import ProseComposer
from assistant.composing.selector import SelectorComposer
from assistant.models.model import Model
from assistant.second_reading.reader import SecondReader
from corpus.errors import BadInput


def composer_of(level: str, extractive: Composer, model: Model | None, reader: SecondReader | None = None) -> Composer:
    """The composer of `level` (auto, extractive, selector, prose).

    `auto` with a model is the selector: it cannot misstate the law, whatever the model is worth. It is prose where the
    model may be the `reader` of it too: it passed the exam that tells a strong model from the rest.

    Raises:
        BadInput: MODELO_SIN_CONFIGURAR, the level needs a model and none is set.
    """
    if level == "extractive" or (level == "auto" and model is None):
        return extractive
    if model is None:
        raise BadInput(
            "MODELO_SIN_CONFIGURAR",
            f"El nivel «{level}» necesita un modelo.",
            "Indique CRITERIO_MODEL_URL y CRITERIO_MODEL_NAME, o deje CRITERIO_COMPOSER en auto.",
        )
    return ProseComposer(model, extractive, reader) if in_prose(level, reader) else SelectorComposer(model, extractive)


def in_prose(level: str, reader: SecondReader | None) -> bool:
    """Whether a model writes sentences of its own at this level."""
    return level == "prose" or (level == "auto" and reader is not None)
