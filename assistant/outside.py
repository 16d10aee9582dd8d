"""Matters that the regulations do not settle, read from `corpus/outside.yaml`: said plainly, with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from assistant.understanding.asking_who import asks_who
from assistant.understanding.spans import fold
from corpus.errors import Unavailable
from corpus.provisions import Instrument


@dataclass(frozen=True, slots=True)
class Matter:
    """A matter with its patterns over folded text; `unless` names an instrument that would settle it."""

    name: str
    reason: str
    patterns: tuple[re.Pattern[str], ...]
    unless: str = ""


class OutsideMatters:
    """The catalogue of what is not in the corpus."""

    def __init__(self, matters: Iterable[Matter]) -> None:
        self._matters = tuple(matters)

    @classmethod
    def load(cls, path: Path) -> OutsideMatters:
        """Read the catalogue.

        Raises:
            Unavailable: MATERIAS_AUSENTES, the file is missing or malformed.
        """
        try:
            rows = yaml.safe_load(path.read_text(encoding="utf-8"))
            return cls(
                Matter(
                    row["name"],
                    row["reason"],
                    tuple(re.compile(pattern) for pattern in row["patterns"]),
                    fold(row.get("unless", "")),
                )
                for row in rows
            )
        except (OSError, KeyError, TypeError, re.error, yaml.YAMLError) as error:
            raise Unavailable(
                "MATERIAS_AUSENTES", f"No se puede leer «{path}»: {error}.", "Reinstale Criterio."
            ) from error

    def find(self, question: str, instruments: Iterable[Instrument]) -> Matter | None:
        """The matter that a question asks for, unless an instrument of the corpus is about it.

        "¿Quién vigila las resoluciones del Acuerdo 187/2003?" asks for an area, which the manuals settle.
        """
        folded = fold(question)
        held = [fold(f"{instrument.id} {instrument.title}") for instrument in instruments]
        for matter in self._matters:
            if matter.unless and any(matter.unless in name for name in held):
                continue
            if any(pattern.search(folded) for pattern in matter.patterns):
                asks_area = asks_who(question) and matter.name not in ("contacto", "sistemas")
                return None if asks_area else matter
        return None
