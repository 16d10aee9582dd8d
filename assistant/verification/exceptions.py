"""Exceptions and limits of the cited text: neither dropped nor widened ("en todos los casos")."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.citations.words import fold

from .claim import Claim
from .denials import negated
from .evidence import Unit
from .likeness import matches
from .text import Kind, Term, word_at

_HEDGES = ("EXC", "SIEMPRE_QUE", "SOLO", "CONDICION", "AUN")
_STATED = 0.6
_OPENING = 2
_ADDS = frozenset({"incluso", "inclusive", "aun", "ni siquiera"})
_APART = frozenset({"menos", "fuera", "pero", "general", "unico", "unica"})
_LEFT_OUT = ("excep", "exclu")
_WHOLE = frozenset({"todo", "toda", "todos", "todas"})


def exception_fault(claim: Claim, unit: Unit) -> str:
    """Why the exceptions of a claim and of its source disagree; "" where they agree."""
    own = unit.terms[len(unit.terms) - unit.own_terms :]
    widened = _universal(claim.terms) and not any(term.key in ("UNIVERSAL", "AUN") for term in own)
    included = _includes(claim) and "incluir" not in unit.concepts and unit.has_mark("EXC")
    never = claim.has_mark("NEG") and not unit.has_mark("NEG") and unit.has_mark("EXC", "CONDICION", "SIEMPRE_QUE")
    if widened or included or never:
        return "extiende a todos los casos lo que el texto citado no extiende"
    if unit.has_mark("EXC") and not claim.has_mark(*_hedges(unit)) and not _sets_apart(claim):
        ruled = _before(unit.terms, "EXC")
        if _denies_claim(claim) and not any(term.kind is Kind.NEGATION for term in ruled):
            return ""
        if ruled and _stated(ruled, claim.terms) >= _STATED:
            return "omite la excepción del texto citado"
    whole = any(fold(term.text) in _WHOLE for term in claim.terms) and not claim.has_mark("SOLO")
    if unit.has_mark("SOLO") and whole and not any(fold(term.text) in _WHOLE for term in unit.terms):
        return "omite el límite («sólo») del texto citado"
    told = claim.has_mark(*_HEDGES) or _denies_claim(claim) or _sets_apart(claim)
    if unit.has_mark("SOLO") and not told:
        limited = _after(unit.terms, "SOLO")
        if limited and _stated(limited, claim.terms) >= _STATED:
            return "omite el límite («sólo») del texto citado"
    return ""


def _universal(found: Sequence[Term]) -> bool:
    """ "En todos los casos", "siempre", "cualquier trabajador"; "cualquiera de los dos" chooses, and "incluso" adds."""
    for index, term in enumerate(found):
        word, choice = fold(term.text), word_at(found, index + 1) == "de" or word_at(found, index - 1) == "no"
        if term.key == "UNIVERSAL" and word not in _ADDS and not (word.startswith("cualquier") and choice):
            return True
    return False


def _hedges(unit: Unit) -> tuple[str, ...]:
    """Marks that stand for the exception. A condition does not where the source has one besides its exception."""
    ruled = _before(unit.terms, "EXC")
    conditioned = any(term.key == "CONDICION" for term in ruled)
    return tuple(mark for mark in _HEDGES if mark != "CONDICION" or not conditioned)


def takes_exception(claim: Sequence[Term], unit: Unit) -> bool:
    """Whether a claim states the exception: "sí puede haber visita si ..." for "no habrá visita, salvo que ..."."""
    if not unit.has_mark("EXC") or not any(term.key == "CONDICION" for term in claim):
        return False
    at = next(index for index, term in enumerate(claim) if term.key == "CONDICION")
    excepted = _concepts(unit.terms[next(i for i, term in enumerate(unit.terms) if term.key == "EXC") + 1 :])
    wanted = _concepts(claim[at + 1 :])
    held = sum(any(matches(key, other) for other in excepted) for key in wanted)
    return bool(wanted) and held / len(wanted) >= _STATED and any(fold(term.text) == "si" for term in claim[:2])


def _sets_apart(claim: Claim) -> bool:
    """ "Todas menos las del artículo 33", "fuera de los supuestos", "como regla general ... pero": told otherwise."""
    said = [fold(term.text) for term in claim.terms]
    return any(word in _APART or word.startswith(_LEFT_OUT) for word in said)


def _includes(claim: Claim) -> bool:
    denied = negated(claim.terms)
    return any(term.key == "incluir" and index not in denied for index, term in enumerate(claim.terms))


def _denies_claim(claim: Claim) -> bool:
    return any(term.kind is Kind.NEGATION for term in claim.terms)


def _concepts(found: Sequence[Term]) -> list[str]:
    return list(dict.fromkeys(term.key for term in found if term.kind in (Kind.CONCEPT, Kind.ACTOR)))


def _stated(part: Sequence[Term], claim: Sequence[Term]) -> float:
    """How much of a part of the source the claim states."""
    wanted = _concepts(part)
    held = _concepts(claim)
    return sum(any(matches(key, other) for other in held) for key in wanted) / len(wanted) if wanted else 0.0


def _before(found: Sequence[Term], mark: str) -> Sequence[Term]:
    """The clause that an exception follows: back to the previous semicolon or ", y"."""
    at = next(index for index, term in enumerate(found) if term.key == mark)
    if at < _OPENING:
        comma = next((index for index, term in enumerate(found) if term.key == ","), len(found))
        return found[comma + 1 :]
    start = at
    while start > 0 and found[start - 1].key not in (";", ".", ":"):
        start -= 1
    return found[start:at]


def _after(found: Sequence[Term], mark: str) -> Sequence[Term]:
    at = next(index for index, term in enumerate(found) if term.key == mark)
    end = at + 1
    while end < len(found) and found[end].key not in (";", ".", ","):
        end += 1
    return found[at + 1 : end]
