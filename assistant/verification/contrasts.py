"""A term where the source has a neighbour of it: "recargos" for "multas", "mensual" for "bimestral"."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.citations.words import fold

from .denials import negated
from .evidence import Unit, holds
from .text import Kind, Term, concept
from .vocabulary import vocabulary


def contrast_fault(claim: Sequence[Term], unit: Unit, units: Sequence[Unit]) -> str:
    """A word that no cited unit has, where this one has its neighbour and the claim leaves the neighbour out."""
    rivals = vocabulary().rivals
    denied, denied_there = negated(claim), negated(unit.terms)
    said = {_key(term) for term in claim}
    there = {_key(term) for index, term in enumerate(unit.terms) if index not in denied_there}
    for index, term in enumerate(claim):
        key = _key(term)
        if key not in rivals or index in denied or any(holds(other, key) for other in units):
            continue
        if (rivals[key] & there) - said:
            return f"dice «{term.text}» y el texto citado, otra cosa de la misma clase"
    return ""


def _key(term: Term) -> str:
    """The concept of a word, light ones too ("total")."""
    return concept(fold(term.text)) if term.kind is Kind.LIGHT else term.key if term.kind is Kind.CONCEPT else ""
