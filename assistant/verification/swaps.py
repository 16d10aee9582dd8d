"""One word put in the place of another: "de aplicación flexible" for "de aplicación estricta"."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.citations.words import fold

from .evidence import Unit, holds
from .likeness import matches
from .text import Kind, Term, lexicon
from .vocabulary import vocabulary

_GAP = frozenset({"de", "del"})
_LEAD = 2
_LINKS = frozenset({",", ";", ".", ":", "(", ")"})


def swap_fault(claim: Sequence[Term], unit: Unit) -> str:
    """A modifier that the source does not have, where it has another for the same word; "" where none is."""
    theirs = _pairs(unit.terms)
    said = [term.key for term in claim if term.kind is Kind.CONCEPT]
    for head, modifier, text in _pairs(claim):
        if holds(unit, modifier) or modifier in lexicon().weak | vocabulary().ordinary:
            continue
        others = [its for other, its, _ in theirs if matches(head, other)]
        if others and not any(any(matches(its, key) for key in said) for its in others):
            return f"el texto citado no dice «{text}»"
    return ""


def _pairs(found: Sequence[Term]) -> list[tuple[str, str, str]]:
    """(word, what follows it, text) of neighbours, and of "recurso de revocación"; only modifiers are compared."""
    out = []
    for index, term in enumerate(found):
        if term.kind is not Kind.CONCEPT:
            continue
        at = index + 1
        joined = at < len(found) and fold(found[at].text) in _GAP
        at += joined
        if at >= len(found) or found[at].kind is not Kind.CONCEPT:
            continue
        modifier = found[at]
        if joined or is_modifier(modifier):
            out.append((term.key, modifier.key, f"{term.text} {'de ' if joined else ''}{modifier.text}"))
    return out


def is_modifier(term: Term) -> bool:
    """Whether a word looks like an adverb or an adjective."""
    word = fold(term.text)
    return word.endswith(_MODIFIERS)


_MODIFIERS = (
    "mente", "al", "ales", "ble", "bles", "iva", "ivo", "ivas", "ivos", "ica", "ico", "icas", "icos", "ada", "ado",
    "adas", "ados", "ida", "ido", "idas", "idos", "ina", "ino", "inas", "inos", "oria", "orio", "orias", "orios", "ria",
    "rio", "ante", "ente", "icta", "icto", "ible", "osa", "oso", "osas", "osos", "lar", "lares", "il", "iles",
)  # fmt: skip


def lead_fault(claim: Sequence[Term], unit: Unit, siblings: Sequence[Unit]) -> str:
    """The opening of one item of an enumeration with the rest of another: "por estrados, si falleció"."""
    if not unit.intro:
        return ""
    said = [term.key for term in claim if term.kind is Kind.CONCEPT]
    own = _lead(unit)
    if not own or any(matches(key, other) for key in own for other in said):
        return ""
    for other in siblings:
        if other is unit or other.intro != unit.intro or other.pair:
            continue
        lead = [key for key in _lead(other) if not holds(unit, key)]
        if lead and all(any(matches(key, mine) for mine in said) for key in lead):
            return "une partes de dos disposiciones distintas del texto citado"
    return ""


def _lead(unit: Unit) -> list[str]:
    """The first concepts of an item, up to its first comma."""
    start = len(unit.terms) - unit.own_terms
    keys: list[str] = []
    for term in unit.terms[start:]:
        if term.key in _LINKS and keys:
            break
        if term.kind is Kind.CONCEPT and len(keys) < _LEAD:
            keys.append(term.key)
    return keys
