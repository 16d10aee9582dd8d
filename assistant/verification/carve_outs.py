"""Exceptions that a sentence adds to a rule or takes from it: "salvo la viuda", "pero no los recargos", "sólo"."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.citations.words import fold

from .claim import Claim
from .evidence import Unit
from .scopes import ALONE, STOPS, Scopes, clause_after, scopes_of, share, stands_in, words_of
from .text import Kind, Term, word_at

_HALF = 0.5
_MARKS = (Kind.MARK, Kind.NEGATION)
_NEAR = 3
"""Letters between the last word and the reference that follows it."""
_REFERENCES = ("articul", "transitori", "precept", "titul", "fraccion", "parraf", "disposicion", "caso", "inciso")
_DENIERS = frozenset({"no", "nunca", "tampoco"})
_PREPOSITIONS = "en a al con por para"
_NOUN_OPENERS = frozenset(f"el la los las su sus un asi de del {_PREPOSITIONS}".split())
_LIMITED = frozenset(f"el la los las su sus quien quienes ante entre {_PREPOSITIONS}".split())
_INCLUDES = ("incluso", "inclusive", "incluido", "incluida", "incluidos", "incluidas", "ni siquiera")
_NEEDS = frozenset({"haga", "sea", "tenga", "tengan", "deba", "deban"})
_NEED = frozenset({"falta", "necesario", "necesid", "preciso"})
_NO_WAIVER = ("efecto", "importar")


def carve_fault(claim: Claim, units: Sequence[Unit]) -> str:
    """Why an exception or a limit of a claim is none of the cited text's; "" where it is, or has none."""
    found = claim.terms
    scopes: Scopes | None = None
    for index, term in enumerate(found):
        check = _CHECKS.get(term.text.lower()) or (_CHECKS.get(term.key) if term.kind in _MARKS else None)
        if check is None or not words_of(clause_after(found, index)):
            continue
        scopes = scopes or scopes_of(units)
        fault = check(found, index, scopes)
        # "Salvo lo que dicen los artículos 67 y 68": the exception is told by its number.
        if fault and not _refers(claim, found, index):
            return fault
    return ""


def _refers(claim: Claim, found: Sequence[Term], index: int) -> bool:
    """Whether what follows a mark is a reference to another provision."""
    part = clause_after(found, index)
    if found[index].key != "EXC" and fold(found[index].text) not in _INCLUDES:
        return False
    named = any(found[index].end <= citation.start <= part[-1].end + _NEAR for citation in claim.citations)
    return named or any(fold(term.text).startswith(_REFERENCES) for term in part)


def _contrast(found: Sequence[Term], index: int, scopes: Scopes) -> str:
    """ "Los bienes, pero no los muebles": what is left out is what the cited text leaves out.

    After "y" or a comma it may be said to make clear what the rule is not about: only what the cited text does
    speak of counts there.
    """
    joint, following = word_at(found, index - 1), word_at(found, index + 1)
    aside = joint in ("y", ",") and (following in _NOUN_OPENERS or found[index].key == "nunca")
    part = clause_after(found, index)
    mine = words_of(part)
    # "Pero no menos de cuatro mil pesos", "y no en tres": a figure, which is compared as such.
    if any(term.kind is Kind.NUMBER for term in part):
        return ""
    if joint not in ("pero", "mas") and not (aside and share(mine, scopes.every) >= _HALF):
        return ""
    if stands_in(mine, scopes.excepted, scopes.denied):
        return ""
    return "deja fuera lo que el texto citado no deja fuera"


def _exception(found: Sequence[Term], index: int, scopes: Scopes) -> str:
    mine = words_of(clause_after(found, index))
    # "No procede, salvo a petición" is "sólo a petición"; "procede, salvo en domingo" is "no procede en domingo".
    denies = any(term.kind is Kind.NEGATION for term in [*found[:index], *clause_after(found, index)])
    if stands_in(mine, scopes.excepted, scopes.limited if denies else scopes.denied):
        return ""
    return "agrega una excepción que el texto citado no tiene"


def _limit(found: Sequence[Term], index: int, scopes: Scopes) -> str:
    """ "Sólo a los patrones"; before a verb ("sólo procede si ...") "sólo" may but stress a condition."""
    before = found[max(0, index - 3) : index]
    if any(term.kind is Kind.NEGATION or fold(term.text) in ALONE for term in before):
        return ""
    following = found[index + 1]
    mine = words_of(clause_after(found, index))
    if following.key in ("MOD_PUEDE", "MOD_DEBE"):
        held = stands_in(mine, scopes.limited, scopes.excepted, scopes.denied)
    elif following.kind is Kind.ACTOR or fold(following.text) in _LIMITED:
        held = stands_in(mine, scopes.limited, scopes.excepted)
    else:
        return ""
    if held:
        return ""
    return "limita («solo») lo que el texto citado no limita"


def _concession(found: Sequence[Term], index: int, scopes: Scopes) -> str:
    """ "Aunque no lo pida" of what the cited text asks for, "aunque lo pida" of what it excepts."""
    part = clause_after(found, index)
    mine = words_of(part)
    if any(term.key == "SOLO" for term in part) or stands_in(mine, scopes.conceded):
        return ""
    if any(term.kind is Kind.NEGATION for term in part):
        waived = share(mine, scopes.every) >= _HALF and not stands_in(mine, scopes.denied)
    else:
        waived = stands_in(mine, scopes.excepted)
    return "extiende a todos los casos lo que el texto citado no extiende" if waived else ""


def _without(found: Sequence[Term], index: int, scopes: Scopes) -> str:
    """ "..., sin dictamen", "sin necesidad de pedirlo": what the cited text asks for and nowhere waives."""
    following = fold(found[index + 1].text)
    waives = following == "necesidad" or (following == "que" and word_at(found, index + 2) in _NEEDS)
    aside = word_at(found, index - 1) in STOPS and not following.startswith(_NO_WAIVER)
    mine = [key for key in words_of(clause_after(found, index)) if key not in _NEED]
    if not mine or not (waives or (aside and share(mine, scopes.every) >= _HALF)):
        return ""
    if stands_in(mine, scopes.excepted, scopes.denied):
        return ""
    return "dispensa de lo que el texto citado no dispensa"


def _inclusion(found: Sequence[Term], index: int, scopes: Scopes) -> str:
    """ "Incluso las bebidas" of what the cited text only excepts or denies."""
    mine = words_of(clause_after(found, index))
    if share(mine, scopes.every) < _HALF or stands_in(mine, scopes.conceded, scopes.affirmed):
        return ""
    return "incluye lo que el texto citado deja fuera" if stands_in(mine, scopes.excepted, scopes.denied) else ""


def _after_all(found: Sequence[Term], index: int, scopes: Scopes) -> str:
    """ "No los patrones, pero sí los trabajadores", whom the cited text leaves out too."""
    if found[index].text.lower() != "sí" or word_at(found, index - 1) not in ("pero", "aunque", "mas"):
        return ""
    if stands_in(words_of(clause_after(found, index)), scopes.affirmed):
        return ""
    return "incluye lo que el texto citado deja fuera"


_CHECKS = {
    "EXC": _exception,
    "SOLO": _limit,
    "AUN": _concession,
    **dict.fromkeys(_DENIERS, _contrast),
    "sin": _without,
    **dict.fromkeys(_INCLUDES, _inclusion),
    "sí": _after_all,
}
