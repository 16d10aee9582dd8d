"""What a sentence denies: the words that each "no", "sin", "en ningún caso" or "prohibido" falls on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.citations.words import fold

from .likeness import verbal
from .text import Kind, Term, word_at

SUPPORT_VERBS = frozenset({"realizar", "llev", "verificar", "ocurr", "constituir", "existir"})
NOUN_MARKERS = frozenset(["el", "la", "los", "las", "un", "una", "de", "del", "al", "su", "sus", "dicho", "dicha"])
_SPAN = 6
_ASIDE_BEGINS, _ASIDE_LASTS = 4, 10
_DO = ("hech", "hicie", "hace", "haga", "hizo", "hara")
_DENIERS = ("except", "prohib", "exent", "inembarg", "incumpl")
_NO_ONE = frozenset({"ningun", "ninguna"})
_DEED = re.compile(r"(?:[aei]r(?:se|l[aeo]s?)?|cion|ciones|miento|pago)$")
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
        if term.kind is not Kind.NEGATION or is_expletive(found, index):
            continue
        if term.key == "NEG" or (
            term.key in _NO_ONE and not any(t.key == "no" for t in found[max(0, index - 6) : index])
        ):
            if term.key != "NEG":
                out.update(_no_one(found, index))
            elif not any(other.key in ("no", "NIEGA") for other in found[max(0, index - 8) : index]):
                out.update(_governed(found, index))
        elif term.key == "ni" and out:
            places = [place for place in _heads(found, index + 1, 1) if not _noun_marked(found, place)]
            soft.update(places)
        elif _is_proverb(found, index):
            proverbs += 1
        elif index + 1 < len(found) and found[index + 1].kind is not Kind.ACTOR:
            out.update(_denied_by(found, index))
    soft |= {place for place in out if word_at(found, place - 1) == "ni" and len(out) > 1}
    return out | soft, soft, proverbs


def _no_one(found: Sequence[Term], index: int) -> set[int]:
    """ "En ningún trámite se admitirá": the verb, which "se" or a modal announces; else what follows."""
    for place in range(index + 1, len(found)):
        if found[place].key in (";", "."):
            break
        announced = word_at(found, place - 1) in ("se", "sera", "seran") or found[place - 1].key.startswith("MOD_")
        if found[place].kind is Kind.CONCEPT and announced:
            return {place} | _joined(found, place)
    return set(_heads(found, index + 1, 1))


def _denied_by(found: Sequence[Term], index: int) -> set[int]:
    clause = found[index].key == "sin" and word_at(found, index + 1) == "que"
    heads = _heads(found, index + 1, 3 if clause else 1)
    if found[index].key == "NIEGA":
        heads = [place for place in _heads(found, index + 1, 2) if found[place].key != "obligacion"][:1]
    if clause:
        heads = [place for place in heads if not _noun_marked(found, place)][:1]
    out = set(heads)
    for place in heads:
        out |= _joined(found, place)
        if found[place].key in SUPPORT_VERBS:
            out.update(i for i in _heads(found, place + 1, 1) if _noun_marked(found, i))
    return out


def _denied_by_noun(found: Sequence[Term], index: int) -> set[int]:
    """ "exceptuado de embargo", "incumplimiento de la obligación de inscribirlo o de avisar"."""
    forbids = found[index].key == "prohibir" and word_at(found, index + 1).endswith(("ar", "er", "ir"))
    if found[index].key == "prohibir" and word_at(found, index + 2) == "que":
        return set()
    if word_at(found, index + 1) not in ("de", "del", "en", "su", "sus") and not forbids:
        return set()
    end = next((i for i in range(index, len(found)) if found[i].key in _BOUNDARY), len(found))
    heads = [place for place in _heads(found, index + 1, 2) if place < end or forbids]
    kept = {place for place in heads if found[place].key != "obligacion"}
    if found[index].key.startswith("incumpl"):
        kept = {place for place in kept if _DEED.search(fold(found[place].text))}
    first = {min(kept)} if kept else set()
    for place in list(first):
        first |= _joined(found, place)
    return first


def _is_proverb(found: Sequence[Term], index: int) -> bool:
    """ "no lo hubiere hecho", "de no hacerlo": the verb denied is another sentence's."""
    words = [word_at(found, index + offset) for offset in range(1, 4)]
    return words[0] == "hacerlo" or (words[0] == "lo" and any(word.startswith(_DO) for word in words[1:]))


def _noun_marked(found: Sequence[Term], place: int) -> bool:
    return word_at(found, place - 1) in NOUN_MARKERS


def is_expletive(found: Sequence[Term], index: int) -> bool:
    """Whether a "no" denies nothing: "en tanto no", "hasta que no"."""
    before = [fold(term.text) for term in found[max(0, index - 2) : index]]
    return before[-1:] == ["tanto"] or before == ["hasta", "que"] or _waiting(found, index)


def _waiting(found: Sequence[Term], index: int) -> bool:
    """ "En tanto el patrón no presente", "mientras no se finque": until then, and nothing is denied."""
    for place in range(index - 1, max(-1, index - _SPAN), -1):
        if found[place].kind is Kind.SIGN:
            return False
        if word_at(found, place) in ("tanto", "mientras"):
            return word_at(found, place + 1) != "que"
    return False


def _heads(found: Sequence[Term], start: int, wanted: int) -> list[int]:
    heads: list[int] = []
    start = _past_aside(found, start)
    for index in range(start, min(len(found), start + _SPAN)):
        term = found[index]
        if term.kind is Kind.NEGATION or (term.kind is Kind.SIGN and term.key in _BOUNDARY and heads):
            break
        if term.kind is Kind.CONCEPT:
            heads.append(index)
            if len(heads) == wanted:
                break
    return heads


def _past_aside(found: Sequence[Term], start: int) -> int:
    """ "No se considerarán para los efectos de esta Ley, riesgos de trabajo": what is denied comes after the comma."""
    for at in range(start, min(len(found), start + _ASIDE_BEGINS)):
        if word_at(found, at) == "para" and "efectos" in (word_at(found, at + 1), word_at(found, at + 2)):
            end = min(len(found), at + _ASIDE_LASTS)
            return next((place + 1 for place in range(at, end) if found[place].key == ","), start)
    return start


def _governed(found: Sequence[Term], index: int) -> set[int]:
    """The verb that "en ningún caso" denies: after the modal of its sentence, or else right after it."""
    end = next((i for i in range(index, len(found)) if found[i].key in (";", ".")), len(found))
    first = _heads(found, index + 1, 1)
    before = next((i for i in range(index - 1, max(-1, index - 6), -1) if found[i].kind is Kind.CONCEPT), None)
    if not first and before is not None:
        return {before}
    modal = next((i for i in range(index, end) if found[i].key in ("MOD_PUEDE", "MOD_DEBE")), None)
    verb_first = bool(first) and (verbal(found[first[0]]) or word_at(found, first[0] - 1) == "se")
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
