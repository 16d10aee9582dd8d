"""Which area sets a criterion: read from `corpus/areas.yaml`, which cites the manual for every line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from assistant.understanding.spans import fold
from corpus.errors import Unavailable


@dataclass(frozen=True, slots=True)
class Competence:
    """A subject, the numerals that give it to the area, and the words by which staff speak of it (folded)."""

    subject: str
    numerals: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """A normative area; `general` is the numeral under which it answers general consultations."""

    id: str
    name: str
    parent: str
    general: str
    concrete: str
    certainty: str
    competences: tuple[Competence, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """Where a doubt goes and why. `numeral` is a provision id of the manual."""

    area: str
    numeral: str
    subject: str
    reason: str


class Areas:
    """The areas and the rule that tells where a doubt goes."""

    def __init__(self, areas: tuple[Area, ...], default: Area, concrete_area: str, concrete_numeral: str) -> None:
        self.areas = areas
        self._default = default
        self._concrete_area = concrete_area
        self._concrete_numeral = concrete_numeral

    @classmethod
    def load(cls, path: Path) -> Areas:
        """Read `areas.yaml`.

        Raises:
            Unavailable: AREAS_AUSENTES, the file is missing or lacks a default area.
        """
        try:
            data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
            rows = data["areas"]
            areas = tuple(_area(row) for row in rows)
            default = areas[next(i for i, row in enumerate(rows) if row["default"])]
            concrete = data["concrete_case"]
        except (OSError, KeyError, StopIteration, yaml.YAMLError) as error:
            raise Unavailable(
                "AREAS_AUSENTES", f"No se puede leer el catálogo de áreas ({path}).", "Reinstale Criterio."
            ) from error
        return cls(areas, default, concrete["area"], concrete["numeral"])

    def route(self, text: str, *, concrete: bool = False) -> Route:
        """The area for a doubt: an employer's concrete case to its Subdelegación, else the area with the subject.

        The area whose words stand most often in `text`; the default one where none does.
        """
        area, competence, hits = self._best(fold(text))
        if concrete:
            return Route(
                self._concrete_area,
                self._concrete_numeral,
                competence.subject,
                "El caso real y concreto de un patrón se remite a la Subdelegación competente.",
            )
        reason = (
            f"Su materia incluye: {competence.subject.lower()}."
            if hits
            else "Ninguna materia del manual coincide; es el área que contesta consultas de cobro."
        )
        return Route(area.name, area.general, competence.subject if hits else "", reason)

    def _best(self, folded: str) -> tuple[Area, Competence, int]:
        best = (self._default, self._default.competences[0], 0)
        for area in self.areas:
            for competence in area.competences:
                hits = sum(f" {word}" in f" {folded}" for word in competence.words)
                if hits > best[2]:
                    best = (area, competence, hits)
        return best


def _area(row: dict[str, Any]) -> Area:
    competences = tuple(
        Competence(item["subject"], tuple(item["numerals"]), tuple(fold(str(word)) for word in item["words"]))
        for item in row["competences"]
    )
    return Area(row["id"], row["name"], row["parent"], row["general"], row["concrete"], row["certainty"], competences)
