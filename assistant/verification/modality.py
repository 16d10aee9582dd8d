"""What may be done and what must be done are not the same."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.citations.words import fold

from .choices import (
    forces,
    is_chosen,
    is_free,
    is_optional,
    is_shirked,
    leaves_free,
    lets_shirk,
    needs_consent,
    plain_of,
)
from .evidence import Unit
from .likeness import matches
from .moods import Mood, Stretch, act_after, denied, elsewhere, governed, is_subordinate, leads, stretches, stretches_of
from .text import Kind, Term, lexicon, word_at

_DUTY = "presenta como obligación lo que el texto citado permite"
_ORDERED = "presenta como facultad lo que el texto citado ordena"
_NOT_GIVEN = "presenta como facultad lo que el texto citado no permite expresamente"
_LEFT_FREE = "deja a elección lo que el texto citado no deja"
_OPEN_DOORS = (
    *("derecho", "facult", "opcion", "solicit", "pued", "proced"),
    *("autoriz", "atribu", "permi", "acept", "acces", "convenio"),
)
"""Beginnings of the words that grant or ask something: what follows may be done."""
_STATIVE = frozenset({"ser", "estar", "haber", "tener", "resultar", "consistir", "coexistir", "deberse", "quedar"})
_BY = frozenset({"por", "en", "a", "al", "con", "mediante", "de", "bien", "desde"})
_CLEARLY = 2
_BESIDE = 7
_ALIKE = 3
_INFINITIVE = re.compile(r"(?:[IVXL]+|[a-zñ]|\d+)?[.)]?\s*-?\s*[A-ZÁÉÍÓÚ][a-záéíóúñ]+[aei]r(?:se|l[aeo]s?)?\b")


def modality_fault(claim: Sequence[Term], unit: Unit, units: Sequence[Unit]) -> str:
    """Why a claim turns a faculty into a duty or a duty into a faculty; "" where it does not."""
    held = stretches_of(unit)
    for index, term in enumerate(claim):
        if term.key not in ("MOD_PUEDE", "MOD_DEBE") or denied(claim, index) or _inside(claim, index):
            continue
        act = act_after(claim, index)
        if term.key == "MOD_DEBE":
            found = "" if _is_requirement(claim, index) else _duty(act, unit, units)
        else:
            found = _faculty(claim[index:], claim[:index], act, unit, units)
        if found:
            return found
    return _choice(claim, unit, held)


def _duty(act: Sequence[str], unit: Unit, units: Sequence[Unit]) -> str:
    held = stretches_of(unit)
    may, must = governed(act, held, Mood.MAY), governed(act, held, Mood.MUST, Mood.TERMS)
    if is_chosen(plain_of(unit.terms)) and not governed(act, held, Mood.MUST) and _speaks_of(unit, act[:1]):
        return _DUTY
    if not may and not must:
        # The sentence that allows it may be another: "la solicitud de dejar sin efectos" only names what is allowed.
        apart = elsewhere(act, units, Mood.MAY)
        return (
            _DUTY
            if apart >= min(_CLEARLY, len(act)) > 0 and apart > elsewhere(act, units, Mood.MUST, Mood.TERMS)
            else ""
        )
    own = stretches(unit.terms[-unit.own_terms :]) if unit.intro else []
    if governed(act, own, Mood.MUST) >= max(1, may):
        return ""
    if governed(act[:1], held, Mood.MUST, Mood.TERMS):
        return _DUTY if may >= must + _CLEARLY else ""
    return _DUTY if may > must or governed(act[:1], held, Mood.MAY) else ""


def _faculty(
    said: Sequence[Term], before: Sequence[Term], act: Sequence[str], unit: Unit, units: Sequence[Unit]
) -> str:
    following = fold(said[1].text) if len(said) > 1 else ""
    if following in _STATIVE or any(term.key == "SOLO" for term in before[-2:]):
        return ""
    if _offers(said, unit) or (not unit.intro and _INFINITIVE.match(unit.text)):
        return ""
    held = stretches_of(unit)
    may, must = governed(act, held, Mood.MAY), governed(act, held, Mood.MUST)
    if not may and elsewhere(act[:1], units, Mood.MAY) and elsewhere(act, units, Mood.MAY) >= _CLEARLY:
        return ""
    if act and _is_ordered(act, unit, units):
        return _ORDERED
    inside = _may_inside(unit, *act[:1])
    if not any(item.mood is Mood.MAY for item in held) and not _has_door(unit) and not inside:
        return _NOT_GIVEN
    return _ORDERED if not may and must >= _CLEARLY and not _near_door(unit, act) else ""


def _is_ordered(act: Sequence[str], unit: Unit, units: Sequence[Unit]) -> bool:
    """Whether the text orders the very verb of an act, in this sentence or, with the same things, in another."""
    held = stretches_of(unit)
    if governed(act[:1], held, Mood.MAY):
        return False
    if any(leads(act, stretches_of(other), _ALIKE) and not _may_inside(other, act[0]) for other in units):
        return True
    own = stretches(unit.terms[-unit.own_terms :]) if unit.intro else held
    return leads(act, own) and not governed(act, held, Mood.MAY) and not _may_inside(unit, act[0])


def _may_inside(unit: Unit, head: str = "") -> bool:
    """Whether a subordinate clause allows it: "con independencia de que pueda fincar nuevos capitales"."""
    return any(
        other.kind is Kind.CONCEPT and matches(head, other.key)
        for index, term in enumerate(unit.terms)
        if term.key == "MOD_PUEDE" and not denied(unit.terms, index)
        for other in unit.terms[index : index + 4]
    )


def _offers(said: Sequence[Term], unit: Unit) -> bool:
    """Whether a sentence tells the ways that the text leaves to choose from: "personalmente o por buzón"."""
    offered = _alternatives(unit.terms)
    return any(
        matches(left, one) and matches(right, other) for left, right in _alternatives(said) for one, other in offered
    )


def _alternatives(found: Sequence[Term]) -> list[tuple[str, str]]:
    """The concepts on both sides of each "o" between ways of doing something."""
    out = []
    for index, term in enumerate(found):
        following = word_at(found, index + 1)
        if term.key in ("o", "u") and following in _BY:
            left = [t.key for t in found[:index] if t.kind is Kind.CONCEPT][-1:]
            right = [t.key for t in found[index : index + _BESIDE] if t.kind is Kind.CONCEPT][:1]
            out += [(one, other) for one in left for other in right]
    return out


def _near_door(unit: Unit, act: Sequence[str]) -> bool:
    """Whether a word that opens a door stands beside what is done: "a petición de los patrones cubrirán"."""
    for index, term in enumerate(unit.terms):
        opens = term.key == "MOD_PUEDE" and not denied(unit.terms, index)
        if opens or term.key.startswith(_OPEN_DOORS):
            near = unit.terms[max(0, index - _BESIDE) : index + _BESIDE]
            if any(matches(key, other.key) for key in act for other in near if other.kind is Kind.CONCEPT):
                return True
    return False


def _speaks_of(unit: Unit, keys: Sequence[str]) -> bool:
    return any(matches(key, other) for key in keys for other in unit.concepts)


def _has_door(unit: Unit) -> bool:
    return any(key.startswith(_OPEN_DOORS) for key in unit.concepts | unit.context)


def _choice(claim: Sequence[Term], unit: Unit, held: Sequence[Stretch]) -> str:
    """What a sentence leaves free or forces without the modal of the law: "si lo desea", "forzosamente"."""
    said, text = plain_of(claim), plain_of(unit.terms)
    keys = [term.key for term in claim if term.kind is Kind.CONCEPT and term.key not in lexicon().weak]
    ordered = governed(keys, held, Mood.MUST) > governed(keys, held, Mood.MAY)
    if needs_consent(said, text) and ordered:
        return _LEFT_FREE
    if leaves_free(said) and not is_optional(text) and (ordered or not is_free(text)):
        return _LEFT_FREE
    if lets_shirk(said) and (ordered or not is_shirked(text)):
        return _LEFT_FREE
    ways = {item.mood for item in held}
    if forces(said) and Mood.MAY in ways and not ways & {Mood.MUST, Mood.TERMS}:
        return _DUTY
    return ""


def _inside(claim: Sequence[Term], index: int) -> bool:
    """Whether a modal stands inside a condition or a relative clause: "lo que deba pagar", "cuando se puede contar"."""
    if is_subordinate(claim[index]):
        return True
    beside = True
    for term in reversed(claim[max(0, index - _BESIDE) : index]):
        if term.kind is Kind.SIGN:
            return False
        if term.key == "CONDICION" or (beside and term.key == "que"):
            return True
        beside = beside and term.kind is not Kind.CONCEPT
    return False


def _is_requirement(claim: Sequence[Term], index: int) -> bool:
    """Whether a duty is only what something else takes: "para deducirlos hay que tener el registro"."""
    said = fold(claim[index].text)
    after = fold(claim[index - 1].text) if index else ""
    return fold(claim[0].text) == "para" or said == "debiendo" or (said == "obligatoriamente" and after.endswith("ado"))
