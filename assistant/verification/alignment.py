"""Which words of the cited text say what each word of a sentence says, by the vectors of both in their context."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.citations.words import fold
from retriever.word_vectors import Words

from .evidence import Unit
from .text import Kind, Term, stem, terms

Matrix = NDArray[np.float32]
_CLAUSE = re.compile(r"[,;:.()]|\b(?:y|e|o|u|pero|sino|aunque)\b", re.IGNORECASE)
_CENTRE = (
    "Las personas obligadas deben presentar ante la autoridad, dentro de los quince días siguientes a la fecha en que "
    "surta efectos la notificación, los documentos que señale el reglamento, salvo que se trate de los casos previstos "
    "en el artículo anterior. El Instituto podrá conceder, a solicitud del patrón, un plazo mayor para el pago de las "
    "cuotas, los recargos y las multas; si no se cubren, procederá al cobro. Los trabajadores tendrán derecho a las "
    "prestaciones en dinero y en especie cuando reúnan las semanas de cotización que exige la ley. Cada año el Consejo "
    "informará del monto de los ingresos y de los gastos. No será responsable quien demuestre que actuó de buena fe."
)
"""Plain text of the kind of the law's: the mean of its words is taken off every vector, so that cosines spread."""


class WordReader(Protocol):
    """What reads the vectors of the words of a text (`retriever.word_vectors.WordVectors`)."""

    def read(self, text: str) -> Words:
        """The words of a text with their vectors."""
        ...


@dataclass(frozen=True)
class Reading:
    """A text word by word: folded form, stem, the term that it belongs to and its vector, centred, of length 1."""

    text: str
    spans: tuple[tuple[int, int], ...]
    vectors: Matrix

    @cached_property
    def words(self) -> list[str]:
        """Folded words."""
        return [fold(self.text[start:end]) for start, end in self.spans]

    @cached_property
    def stems(self) -> list[str]:
        """Their stems."""
        return [stem(word) for word in self.words]

    @cached_property
    def terms(self) -> list[Term | None]:
        """The term of the verifier that each word belongs to."""
        out: list[Term | None] = []
        found = terms(self.text)
        at = 0
        for start, end in self.spans:
            while at < len(found) and found[at].end <= start:
                at += 1
            out.append(found[at] if at < len(found) and found[at].start < end else None)
        return out

    @cached_property
    def telling(self) -> list[int]:
        """Indexes of the words that carry meaning; of all where none does."""
        kept = [i for i, term in enumerate(self.terms) if term and term.kind in (Kind.CONCEPT, Kind.ACTOR)]
        return kept or list(range(len(self.spans)))

    @cached_property
    def clauses(self) -> list[list[int]]:
        """Indexes of the words between signs and conjunctions."""
        runs: list[list[int]] = [[]]
        for index, (start, _) in enumerate(self.spans):
            if index and (_CLAUSE.search(self.text[self.spans[index - 1][1] : start]) or self.words[index] in _JOINTS):
                runs.append([])
            runs[-1].append(index)
        return runs


_JOINTS = frozenset({"y", "e", "o", "u", "pero", "sino", "aunque"})


@dataclass(frozen=True)
class Alignment:
    """A sentence beside the units of its cited text; `cosines[k]` is (words of the sentence, words of unit k)."""

    claim: Reading
    sources: Sequence[Unit]
    units: Sequence[Reading]
    cosines: Sequence[Matrix]

    @cached_property
    def held(self) -> list[NDArray[np.float32]]:
        """For each unit, how near its nearest word is to each telling word of the sentence."""
        return [matrix[self.claim.telling].max(axis=1) for matrix in self.cosines]

    @cached_property
    def best(self) -> int:
        """The unit whose words are nearest to the sentence's."""
        return int(np.argmax([float(near.mean()) for near in self.held]))

    @cached_property
    def anywhere(self) -> NDArray[np.float32]:
        """How near the nearest word of any unit is to each telling word."""
        nearest: NDArray[np.float32] = np.max(np.stack(self.held), axis=0)
        return nearest

    @cached_property
    def targets(self) -> list[int]:
        """For each word of the sentence, the nearest word of the best unit."""
        return [int(place) for place in self.cosines[self.best].argmax(axis=1)]


class Aligner:
    """Aligns sentences with units; what it has read of the law is kept."""

    def __init__(self, reader: WordReader) -> None:
        self._reader = reader
        centre = reader.read(_CENTRE).vectors.mean(axis=0)
        self._centre = centre
        self._unit = lru_cache(maxsize=2000)(self._read)

    def align(self, sentence: str, units: Sequence[Unit]) -> Alignment | None:
        """The alignment of a sentence; None where either side has no word."""
        claim = self._read(sentence)
        pairs = [(unit, self._unit(f"{unit.intro} {unit.text}".strip())) for unit in units]
        sources = [unit for unit, reading in pairs if reading.spans]
        readings = [reading for _, reading in pairs if reading.spans]
        if not claim.spans or not readings:
            return None
        return Alignment(claim, sources, readings, [claim.vectors @ reading.vectors.T for reading in readings])

    def _read(self, text: str) -> Reading:
        found = self._reader.read(text)
        moved = found.vectors - self._centre
        norms = np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-6)
        return Reading(text, found.spans, moved / norms)
