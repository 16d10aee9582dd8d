"""Negations: what a sentence denies its source must deny, and what the source denies the sentence may not state."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.citations.words import fold

from .evidence import Unit
from .text import Kind, Term, lexicon, stem

_SPAN = 6
_CONTEXT = 5
_SHORT = 4
_DO = ("hech", "hicie", "hace", "haga", "hizo", "hara")
_ALIKE = 0.5
_DENIERS = ("except", "prohib", "exent", "inembarg", "incumpl")
_SUPPORT_VERBS = frozenset({"realizar", "llev", "verificar", "ocurr", "constituir", "existir"})
_REACH = {False: 5, True: 30}
_NOUN_MARKERS = frozenset(["el", "la", "los", "las", "un", "una", "de", "del", "al", "su", "sus", "dicho", "dicha"])
_VERBAL = re.compile(r"(?:[aei]r(?:se|l[aeo]s?)?|[ai]d[ao]s?|iert[ao]s?|[aei]ra|[aei]ran)$")
_BOUNDARY = frozenset({",", ";", ":", "."})


def negated(found: Sequence[Term]) -> set[int]:
    """Indexes of the terms that a negation falls on.

    "no se podrá" falls on the concept that follows, and on verbs joined to it ("liberar ... o reducir"); "en ningún
    caso" on the verb of the next modal; "ni" on a verb, or on what follows if nothing was denied before; "hasta en
    tanto no" denies nothing.
    """
    return denials(found)[0]


def denials(found: Sequence[Term]) -> tuple[set[int], set[int], int]:
    """(denied terms, those of them that only "ni" denies, how many "no lo hubiere hecho" with no verb of their own)."""
    out: set[int] = set()
    soft: set[int] = set()
    proverbs = 0
    for index, term in enumerate(found):
        if term.kind is Kind.CONCEPT and term.key.startswith(_DENIERS):
            out.update(_denied_by_noun(found, index))
        if term.kind is not Kind.NEGATION or _expletive(found, index):
            continue
        if term.key == "NEG":
            if not any(other.key in ("no", "NIEGA") for other in found[max(0, index - 8) : index]):
                out.update(_governed(found, index))
        elif term.key == "ni" and out:
            places = [place for place in _heads(found, index + 1, 1) if not _noun_marked(found, place)]
            soft.update(places)
        elif _is_proverb(found, index):
            proverbs += 1
        elif index + 1 < len(found) and found[index + 1].kind is not Kind.ACTOR:
            out.update(_denied_by(found, index))
    return out | soft, soft - out, proverbs


def _denied_by(found: Sequence[Term], index: int) -> set[int]:
    clause = found[index].key == "sin" and _text(found, index + 1) == "que"
    heads = _heads(found, index + 1, 3 if clause else 1)
    if found[index].key == "NIEGA":
        heads = [place for place in _heads(found, index + 1, 2) if found[place].key != "obligacion"][:1]
    if clause:
        heads = [place for place in heads if not _noun_marked(found, place)][:1]
    out = set(heads)
    for place in heads:
        out |= _joined(found, place)
        if found[place].key in _SUPPORT_VERBS:
            out.update(i for i in _heads(found, place + 1, 1) if _noun_marked(found, i))
    return out


def _denied_by_noun(found: Sequence[Term], index: int) -> set[int]:
    """ "exceptuado de embargo", "incumplimiento de la obligación de inscribirlo o de avisar"."""
    if _text(found, index + 1) not in ("de", "del", "en", "su", "sus"):
        return set()
    heads = _heads(found, index + 1, 2)
    kept = {place for place in heads if found[place].key != "obligacion"}
    first = {min(kept)} if kept else set()
    for place in list(first):
        first |= _joined(found, place)
    return first


def _is_proverb(found: Sequence[Term], index: int) -> bool:
    """ "no lo hubiere hecho", "de no hacerlo": the verb denied is another sentence's."""
    words = [_text(found, index + offset) for offset in range(1, 4)]
    return words[0] == "hacerlo" or (words[0] == "lo" and any(word.startswith(_DO) for word in words[1:]))


def _noun_marked(found: Sequence[Term], place: int) -> bool:
    return _text(found, place - 1) in _NOUN_MARKERS


def _expletive(found: Sequence[Term], index: int) -> bool:
    before = [fold(term.text) for term in found[max(0, index - 2) : index]]
    return before[-1:] == ["tanto"] or before == ["hasta", "que"]


def _heads(found: Sequence[Term], start: int, wanted: int) -> list[int]:
    heads: list[int] = []
    for index in range(start, min(len(found), start + _SPAN)):
        term = found[index]
        if term.kind is Kind.NEGATION or (term.kind is Kind.SIGN and term.key in _BOUNDARY and heads):
            break
        if term.kind is Kind.CONCEPT:
            heads.append(index)
            if len(heads) == wanted:
                break
    return heads


def _governed(found: Sequence[Term], index: int) -> set[int]:
    """The verb that "en ningún caso" denies: after the modal of its sentence, or else right after it."""
    end = next((i for i in range(index, len(found)) if found[i].key in (";", ".")), len(found))
    first = _heads(found, index + 1, 1)
    before = next((i for i in range(index - 1, max(-1, index - 6), -1) if found[i].kind is Kind.CONCEPT), None)
    if not first and before is not None:
        return {before}
    modal = next((i for i in range(index, end) if found[i].key in ("MOD_PUEDE", "MOD_DEBE")), None)
    verb_first = bool(first) and (verbal(found[first[0]]) or _text(found, first[0] - 1) == "se")
    heads = first if verb_first or modal is None else _heads(found, modal + 1, 1)
    out = set(heads)
    for place in heads:
        out |= _joined(found, place)
    return out


def _joined(found: Sequence[Term], place: int) -> set[int]:
    """Verbs joined by "o", "ni" or "y" to a denied verb in the same sentence."""
    out: set[int] = set()
    if not verbal(found[place]):
        return out
    for index in range(place + 1, len(found)):
        if found[index].key in (";", ".", ","):
            break
        joint = [fold(term.text) for term in found[max(0, index - 2) : index]]
        near = joint[-1:] in (["o"], ["ni"]) or joint == ["o", "de"]
        if found[index].kind is Kind.CONCEPT and near and verbal(found[index]):
            out.add(index)
    return out


def _text(found: Sequence[Term], index: int) -> str:
    return fold(found[index].text) if 0 <= index < len(found) else ""


def verbal(term: Term) -> bool:
    """Whether a word looks like a verb: infinitive, participle or future."""
    return _VERBAL.search(fold(term.text)) is not None


def matches(left: str, right: str) -> bool:
    if left == right:
        return True
    if min(len(left), len(right)) == _SHORT:
        return left.startswith(right) or right.startswith(left)
    size = max(5, min(len(left), len(right)) - 2)
    return len(left) >= 5 and len(right) >= 5 and left[:size] == right[:size]


def _context(found: Sequence[Term], index: int) -> set[str]:
    near = found[max(0, index - _CONTEXT * 2) : index + _CONTEXT * 2 + 1]
    return {term.key for term in near if term.kind in (Kind.CONCEPT, Kind.ACTOR)}


def _occurrence(found: Sequence[Term], term: Term, context: set[str]) -> int | None:
    """The place where a concept stands in a text: in surroundings most like `context`, in the same word if it can."""
    places = [i for i, other in enumerate(found) if other.kind is Kind.CONCEPT and matches(other.key, term.key)]
    if not places:
        return None
    word = stem(fold(term.text))
    return max(
        places,
        key=lambda i: (len(_context(found, i) & context) + 2 * (stem(fold(found[i].text)) == word), -i),
    )


def polarity_fault(claim: Sequence[Term], unit: Unit) -> str:
    """Why the negations of a claim and of its source disagree; "" where they agree."""
    mine, soft, _ = denials(claim)
    theirs, _, proverbs = denials(unit.terms)
    return _denied(claim, unit, mine - soft, theirs, proverbs) or _stated(claim, unit, mine, theirs)


def _denied(claim: Sequence[Term], unit: Unit, mine: set[int], theirs: set[int], spare: int) -> str:
    """A denial of the claim that is not one of the source's; each denial of the source serves once."""
    left = sorted(theirs)
    loose: list[Term] = []
    reach = scopes(unit.terms)
    for index in sorted(mine):
        term = claim[index]
        if _opposite_stands(term.key, unit):
            continue
        same = [place for place in left if matches(unit.terms[place].key, term.key)]
        if same and _stated_elsewhere(claim, index, unit, same[0], theirs | reach):
            return f"niega «{term.text}» y el texto citado lo afirma"
        if same:
            # The support verb of "no se realice el pago" goes with its noun: it was one denial.
            left = [p for p in left if p != same[0] and not (p < same[0] and unit.terms[p].key in _SUPPORT_VERBS)]
        elif spare and not _governed_by_modal(unit.terms, term.key):
            spare -= 1
        elif any(matches(unit.terms[place].key, term.key) for place in reach) and left:
            left.pop(0)
        elif _occurrence(unit.terms, term, _context(claim, index)) is not None:
            return f"niega «{term.text}» y el texto citado lo afirma"
        else:
            loose.append(term)
    hedges = sum(term.key in ("EXC", "SOLO", "NEG") for term in unit.terms)
    if len(loose) > len(left) + hedges:
        return f"niega «{loose[-1].text}» y el texto citado no lo niega"
    return ""


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
        if term.kind is not Kind.NEGATION or _expletive(found, index):
            continue
        stops = (";", ".") if term.key == "NEG" else (",", ";", ".")
        places: list[int] = []
        for place in range(index + 1, len(found)):
            if found[place].key in stops or len(places) >= _REACH[term.key == "NEG"]:
                break
            if found[place].kind is Kind.CONCEPT:
                places.append(place)
        out.update(places)
        if places and found[places[0]].key in _SUPPORT_VERBS:
            before = [i for i in range(max(0, index - 5), index) if found[i].kind is Kind.CONCEPT]
            out.update(before[-1:])
    return out


def _governed_by_modal(found: Sequence[Term], key: str) -> bool:
    places = [i for i, term in enumerate(found) if term.kind is Kind.CONCEPT and matches(term.key, key)]
    return any(found[i].key.startswith("MOD_") for place in places for i in range(max(0, place - 2), place))


def _stated(claim: Sequence[Term], unit: Unit, mine: set[int], theirs: set[int]) -> str:
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
        noun = _text(claim, index - 1) in _NOUN_MARKERS and _text(unit.terms, place - 1) not in _NOUN_MARKERS
        alone = sum(matches(other.key, term.key) for other in unit.terms if other.kind is Kind.CONCEPT) == 1
        if not noun and (alone or _alike(_context(claim, index), _context(unit.terms, place))):
            return f"afirma «{claim[index].text}» y el texto citado lo niega"
    return ""


def _opposite_stands(key: str, unit: Unit) -> bool:
    """ "sin incluir" says what "excluyendo" says."""
    return any(one == key and other in unit.concepts for one, other in lexicon().antonyms)


def _alike(claim: set[str], source: set[str]) -> bool:
    """Whether two surroundings are of one statement: at least half of the claim's words, besides the one denied."""
    return not claim or sum(any(matches(key, other) for other in source) for key in claim) / len(claim) >= _ALIKE
