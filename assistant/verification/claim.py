"""A sentence to verify, taken apart: its terms, its clauses, its quantities and the provisions it names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from corpus.citations import Citation, Context, find_citations

from .quantities import Quantity, quantities, unit_before
from .text import Kind, Term, lexicon, terms

_BREAKS = frozenset({",", ";", ":", ".", "(", ")", "—", "–"})
_JOINTS = frozenset({"y", "e", "pero", "sino"})


def telling(found: Sequence[Term]) -> list[str]:
    """The concepts whose presence or absence means something."""
    return [term.key for term in found if term.kind is Kind.CONCEPT and term.key not in lexicon().weak]


@dataclass(frozen=True)
class Claim:
    """One sentence of an answer."""

    text: str
    citations: list[Citation] = field(default_factory=list)

    @classmethod
    def read(cls, text: str, context: Context | None = None) -> Claim:
        """Take a sentence apart, in the context of the law that it cites."""
        return cls(text, find_citations(text, context))

    @cached_property
    def terms(self) -> list[Term]:
        """Its terms, without those inside the citations that it names."""
        return [term for term in terms(self.text) if not self._cited(term)]

    def _cited(self, term: Term) -> bool:
        return any(citation.start <= term.start < citation.end for citation in self.citations)

    @cached_property
    def concepts(self) -> list[str]:
        """Its content concepts in order."""
        return telling(self.terms)

    @cached_property
    def quantities(self) -> list[Quantity]:
        """Its quantities; a bare value takes the unit before it ("día 17")."""
        found = quantities(self.terms)
        return [self._with_unit_before(quantity) for quantity in found]

    def _with_unit_before(self, quantity: Quantity) -> Quantity:
        unit = "" if quantity.unit else unit_before(self.terms, quantity)
        return replace(quantity, unit=f"{unit}_n") if unit else quantity

    @cached_property
    def clauses(self) -> list[list[Term]]:
        """Runs of terms between commas and conjunctions, short ones joined to the one before."""
        runs: list[list[Term]] = [[]]
        for term in self.terms:
            if term.key in _BREAKS or (term.kind is Kind.LIGHT and term.key in _JOINTS):
                runs.append([])
            else:
                runs[-1].append(term)
        joined: list[list[Term]] = []
        for run in runs:
            telling = sum(term.kind in (Kind.CONCEPT, Kind.NUMBER, Kind.ACTOR) for term in run)
            if joined and telling < 2:
                joined[-1].extend(run)
            elif run:
                joined.append(list(run))
        return joined

    def has_mark(self, *keys: str) -> bool:
        """Whether one of these marks stands in it."""
        return any(term.key in keys for term in self.terms if term.kind in (Kind.MARK, Kind.NEGATION))
