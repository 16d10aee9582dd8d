"""Negations: what a sentence denies its source must deny, and what the source denies the sentence may not state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from corpus.citations.words import fold

from .denials import NOUN_MARKERS, SUPPORT_VERBS, denials, is_expletive
from .evidence import Unit
from .likeness import matches
from .negativity import denying, proves
from .text import Kind, Term, lexicon, stem, word_at

_CONTEXT = 5
_ALIKE = 0.5
_REACH = {False: 5, True: 30}
_INSISTING = frozenset({"sí", "también"})
_INSISTED = 4
_PARTS = frozenset({"constituir", "incluir", "integr"})
_EXCEEDING = frozenset({"exceder", "pas", "mayor", "llegar"})


def _context(found: Sequence[Term], index: int) -> set[str]:
    near = found[max(0, index - _CONTEXT * 2) : index + _CONTEXT * 2 + 1]
    return {term.key for term in near if term.kind in (Kind.CONCEPT, Kind.ACTOR)}


def _occurrence(found: Sequence[Term], term: Term, context: set[str]) -> int | None:
    """The place where a concept stands in a text: in surroundings most like `context`, in the same word if it can."""
    places = _places(found, term.key)
    if not places:
        return None
    word = stem(fold(term.text))
    return max(
        places,
        key=lambda i: (len(_context(found, i) & context) + 2 * (stem(fold(found[i].text)) == word), -i),
    )


class Finding(NamedTuple):
    """Why the negations of a claim and of its source disagree; a sure one proves it, another only makes it likely."""

    message: str
    sure: bool = False
    key: str = ""
    """The concept that the claim denies, and its source does not."""


AGREED = Finding("")


def polarity_finding(claim: Sequence[Term], unit: Unit, units: Sequence[Unit] = ()) -> Finding:
    """The first sure disagreement, or else the first doubtful one.

    What another of the cited `units` denies may be what the claim denies: that is not sure.
    """
    if _without_it(claim, unit):
        return AGREED
    excluded = _excluded(claim, unit)
    if excluded is not None:
        return Finding(excluded, bool(excluded) and not any(map(denying, claim)))
    mine, soft, _ = denials(claim)
    theirs, _, proverbs = denials(unit.terms)
    found = [*_denied(claim, unit, mine - soft, theirs, proverbs), *_stated(claim, unit, mine, theirs)]
    sure = (finding for finding in found if finding.sure and not _denied_in(finding.key, units))
    return next(sure, found[0]._replace(sure=False) if found else AGREED)


def _denied_in(key: str, units: Sequence[Unit]) -> bool:
    return bool(key) and any(matches(unit.terms[place].key, key) for unit in units for place in denials(unit.terms)[0])


def _denied(claim: Sequence[Term], unit: Unit, mine: set[int], theirs: set[int], spare: int) -> Iterator[Finding]:
    """Denials of the claim that are not the source's; each denial of the source serves once."""
    left = sorted(theirs)
    loose: list[int] = []
    reach = scopes(unit.terms)
    for index in sorted(mine):
        term = claim[index]
        if _opposite_stands(term.key, unit) or (term.key in _EXCEEDING and _limited(unit)):
            continue
        same = [place for place in left if matches(unit.terms[place].key, term.key)]
        if same and _stated_elsewhere(claim, index, unit, same[0], theirs | reach):
            yield Finding(f"niega «{term.text}» y el texto citado lo afirma")
        elif same:
            # The support verb of "no se realice el pago" goes with its noun: it was one denial.
            left = [p for p in left if p != same[0] and not (p < same[0] and unit.terms[p].key in SUPPORT_VERBS)]
        elif spare and (_conditional(claim, index) or not _governed_by_modal(unit.terms, term.key)):
            spare -= 1
        elif any(matches(unit.terms[place].key, term.key) for place in reach) and left:
            left.pop(0)
        elif places := _places(unit.terms, term.key):
            sure = proves(claim, index, unit, places)
            yield Finding(f"niega «{term.text}» y el texto citado lo afirma", sure, term.key)
        else:
            loose.append(index)
    yield from _loose(claim, unit, loose, len(left))


def _loose(claim: Sequence[Term], unit: Unit, loose: Sequence[int], left: int) -> Iterator[Finding]:
    """Denials of what the source does not speak of: sure where it denies nothing at all."""
    spare = left + sum(term.key in ("EXC", "SOLO", "NEG") for term in unit.terms)
    for index in reversed(loose):
        sure = proves(claim, index, unit, ())
        if sure or len(loose) > spare:
            yield Finding(f"niega «{claim[index].text}» y el texto citado no lo niega", sure, claim[index].key)


def _places(found: Sequence[Term], key: str) -> list[int]:
    return [i for i, term in enumerate(found) if term.kind is Kind.CONCEPT and matches(term.key, key)]


def _excluded(claim: Sequence[Term], unit: Unit) -> str | None:
    """Why a list of exclusions denies that something is part of another; "" where it agrees, None where it is none."""
    if "excluir" not in unit.concepts or any(term.key == "excluir" for term in claim):
        return None
    parts = [i for i, term in enumerate(claim) if term.key in _PARTS]
    if not parts or not any(term.key in _PARTS for term in unit.terms):
        return None
    mine = denials(claim)[0]
    stated = next((i for i in parts if i not in mine), None)
    return (
        None if stated is None and not mine else "" if stated is None else f"afirma «{claim[stated].text}» y se excluye"
    )


def _without_it(claim: Sequence[Term], unit: Unit) -> bool:
    """ "Sin querella no puede procederse" says what "será necesario que formule querella" says."""
    keys = [term.key for term in claim if term.kind is Kind.NEGATION]
    return keys[:2] == ["sin", "no"] and len(keys) == 2 and bool({"necesario", "requerir"} & unit.concepts)


def _limited(unit: Unit) -> bool:
    """ "No puede pasar de" says what "el límite superior" says."""
    return "limite" in unit.concepts or any(fold(term.text) == "hasta" for term in unit.terms)


def _conditional(found: Sequence[Term], index: int) -> bool:
    """Whether a word stands in a condition: "si no los retira" says "en caso de no hacerlo"."""
    before = found[max(0, index - 8) : index]
    return any(term.key == "CONDICION" for term in before) and not any(term.kind is Kind.SIGN for term in before)


def _stated_elsewhere(claim: Sequence[Term], index: int, unit: Unit, denied: int, under: set[int]) -> bool:
    """Whether the source denies the word in another matter, and states it in the surroundings of the claim."""
    mine = _context(claim, index)
    place = _occurrence(unit.terms, claim[index], mine)
    if place is None or place in under:
        return False
    shared = [len(_context(unit.terms, at) & mine) for at in (place, denied)]
    return shared[0] > shared[1] + 1


def scopes(found: Sequence[Term]) -> set[int]:
    """Concepts within reach of a denial: the clause after it, and the noun before "no se verifique"."""
    out: set[int] = set()
    for index, term in enumerate(found):
        if term.kind is not Kind.NEGATION or is_expletive(found, index):
            continue
        stops = (";", ".") if term.key == "NEG" else (",", ";", ".")
        places: list[int] = []
        for place in range(index + 1, len(found)):
            if found[place].key in stops or len(places) >= _REACH[term.key == "NEG"]:
                break
            if found[place].kind is Kind.CONCEPT:
                places.append(place)
        out.update(places)
        if places and found[places[0]].key in SUPPORT_VERBS:
            before = [i for i in range(max(0, index - 5), index) if found[i].kind is Kind.CONCEPT]
            out.update(before[-1:])
    return out


def _governed_by_modal(found: Sequence[Term], key: str) -> bool:
    return any(
        found[i].key.startswith("MOD_") for place in _places(found, key) for i in range(max(0, place - 2), place)
    )


def _stated(claim: Sequence[Term], unit: Unit, mine: set[int], theirs: set[int]) -> Iterator[Finding]:
    """Something that the claim states and the source denies, in the same surroundings."""
    unmatched = any(not any(matches(claim[i].key, unit.terms[p].key) for p in theirs) for i in mine)
    reach = scopes(claim) if unmatched else set()
    for place in sorted(theirs):
        term = unit.terms[place]
        index = _occurrence(claim, term, _context(unit.terms, place))
        if index is None or index in mine | reach or any(matches(claim[i].key, term.key) for i in mine):
            continue
        if _occurrence(unit.terms, claim[index], _context(claim, index)) not in theirs:
            continue
        noun = word_at(claim, index - 1) in NOUN_MARKERS and word_at(unit.terms, place - 1) not in NOUN_MARKERS
        noun = noun and "con" not in (word_at(claim, index - 1), word_at(claim, index - 2))
        alone = sum(matches(other.key, term.key) for other in unit.terms if other.kind is Kind.CONCEPT) == 1
        if not noun and (alone or _alike(_context(claim, index), _context(unit.terms, place))):
            # What the claim denies or limits elsewhere may be this in other words.
            sure = _insisted(claim, index) or not any(map(denying, [*claim[:index], *claim[index + 1 :]]))
            yield Finding(f"afirma «{claim[index].text}» y el texto citado lo niega", sure)


def _insisted(claim: Sequence[Term], index: int) -> bool:
    """ "Sí se embarga", "también procede"."""
    return any(term.text.lower() in _INSISTING for term in claim[max(0, index - _INSISTED) : index])


def _opposite_stands(key: str, unit: Unit) -> bool:
    """ "sin incluir" says what "excluyendo" says."""
    itself = any(matches(key, other) for other in unit.concepts)
    return not itself and any(one == key and other in unit.concepts for one, other in lexicon().antonyms)


def _alike(claim: set[str], source: set[str]) -> bool:
    """Whether two surroundings are of one statement: at least half of the claim's words, besides the one denied."""
    return not claim or sum(any(matches(key, other) for other in source) for key in claim) / len(claim) >= _ALIKE
