"""Who the sentence is about: each actor that stands as a subject has a territory of words, which is compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.citations.words import fold

from .actors import role, word_before
from .evidence import Unit
from .likeness import matches
from .text import Kind, Term, lexicon

_PREPOSITIONS = frozenset(
    {"a", "al", "de", "del", "por", "ante", "con", "contra", "para", "entre", "en", "sin", "como"}
)
_TERRITORY = 8
_LEAST = 2
_TIMES = frozenset({"dias", "dia", "mes", "anos", "ano", "posterior", "previo", "fech", "plazo", "otros"})
_GIVES = frozenset({"da", "dan", "den", "entrega", "entregue", "paga", "pague", "proporciona", "otorga"})
_TAKES = frozenset({"recibe", "reciben", "reciba", "percibe", "perciben", "perciba"})
_PRONOUNS = frozenset({"éste", "ésta", "éstos", "éstas", "aquél", "aquélla", "aquéllos", "aquéllas"})
_SAID = 4
"""Concepts of the claim that follow its subject and are compared: its verb and what is nearest to it."""
_STOPS = frozenset({";", ".", "CONDICION", "EXC", "SIEMPRE_QUE", "AUN"})


@dataclass(frozen=True, slots=True)
class Frame:
    """A subject and what is said of it."""

    actor: str
    text: str
    keys: tuple[str, ...]


def subject_fault(claim: Sequence[Term], unit: Unit) -> str:
    """An actor of whom the claim says what the source says of another; "" where there is none."""
    turned = _commanded(claim, unit.terms)
    if turned:
        return turned
    source = frames(unit.terms)
    if _converse(claim, unit.terms):
        return ""
    for mine in frames(claim, relative=False):
        said = mine.keys[:_SAID]
        if len(said) < _LEAST:
            continue
        own = max((_shared(said, other.keys) for other in source if other.actor == mine.actor), default=0)
        rival = max((_shared(said, other.keys) for other in source if other.actor != mine.actor), default=0)
        verb = any(_shared(said[:1], other.keys) for other in source if other.actor == mine.actor)
        if not verb and rival >= max(_LEAST, len(said) / 2) and own * 2 < rival:
            return f"dice de «{mine.text}» lo que el texto citado dice de otro"
    return ""


def _converse(claim: Sequence[Term], source: Sequence[Term]) -> bool:
    """ "El patrón da" and "el trabajador recibe" say the same of two."""
    given, taken = ({fold(term.text) for term in found} for found in (claim, source))
    return bool((given & _GIVES and taken & _TAKES) or (given & _TAKES and taken & _GIVES))


def _commanded(claim: Sequence[Term], source: Sequence[Term]) -> str:
    """ "El deudor podrá señalar" where the source says "el ejecutor podrá señalar"."""
    theirs = _orders(source)
    for actor, text, key in _orders(claim):
        others = {other for other, _, its in theirs if matches(key, its)}
        if others and actor not in others:
            return f"dice de «{text}» lo que el texto citado dice de otro"
    return ""


def _orders(found: Sequence[Term]) -> list[tuple[str, str, str]]:
    """(actor, text, verb) of every actor right before a modal and its verb."""
    out = []
    for index, term in enumerate(found):
        if not term.key.startswith("MOD_") or index == 0:
            continue
        at = index - 2 if found[index - 1].kind is Kind.NEGATION else index - 1
        verb = next((other for other in found[index + 1 : index + 4] if other.kind is Kind.CONCEPT), None)
        actor = found[at] if at >= 0 else None
        if verb and actor and actor.kind is Kind.ACTOR and word_before(found, at) not in _PREPOSITIONS:
            out.append((role(actor.key), actor.text, verb.key))
    return out


def frames(found: Sequence[Term], relative: bool = True) -> list[Frame]:
    """Actors without a preposition with what follows them, and agents ("por el patrón") with what precedes them."""
    out = []
    named: list[Term] = []
    for index, term in enumerate(found):
        if named and _stands_for(found, index):
            last = _antecedent(named, term.text)
            out.append(Frame(_role(last), last.text, tuple(_concepts(found, range(index + 1, len(found))))))
        if term.kind is not Kind.ACTOR:
            continue
        named.append(term)
        before = word_before(found, index)
        if any(other.key == "NIEGA" for other in found[max(0, index - 2) : index]):
            continue
        if before == "por":
            keys = _concepts(found, range(index - 1, -1, -1))
        elif relative and before in _PREPOSITIONS and _relative(found, index):
            keys = _concepts(found, range(index + 1, len(found)))
        elif before not in _PREPOSITIONS and not _joined(found, index):
            keys = _concepts(found, range(index + 1, len(found)))
            if index > 1 and found[index - 1].kind is Kind.LIGHT and found[index - 2].kind is Kind.CONCEPT:
                keys = [found[index - 2].key, *keys]
        else:
            continue
        out.append(Frame(_role(term), term.text, tuple(dict.fromkeys(keys))))
    return out


def _role(actor: Term) -> str:
    return "obligado" if actor.key.startswith("PERSONAS_") else role(actor.key)


def _antecedent(named: Sequence[Term], pronoun: str) -> Term:
    """The nearest actor before that has the number of the pronoun, or the nearest one."""
    many = pronoun.endswith("s")
    return next((actor for actor in reversed(named) if actor.text.endswith("s") == many), named[-1])


def _stands_for(found: Sequence[Term], index: int) -> bool:
    """Whether a pronoun stands for the actor before: "éstos cubrirán", "la que podrá"."""
    word, following = found[index].text.lower(), found[index + 1] if index + 1 < len(found) else None
    if following is None:
        return False
    if word in _PRONOUNS:
        return following.kind is Kind.CONCEPT or following.key.startswith("MOD_")
    return (
        word in ("que", "quien", "cual")
        and following.key.startswith("MOD_")
        and index > 1
        and (found[index - 2].key == "," or found[index - 1].key == ",")
    )


def _relative(found: Sequence[Term], index: int) -> bool:
    """Whether a relative clause makes it the subject of a verb: "del contribuyente, que cuenta con"."""
    return any(fold(term.text) in ("que", "quien", "quienes") for term in found[index + 1 : index + 3])


def _joined(found: Sequence[Term], index: int) -> bool:
    """Whether it only continues a list that a preposition opened: "del patrón o sujeto obligado"."""
    return word_before(found, index) in ("o", "y", "u") and any(
        word_before(found, i) in _PREPOSITIONS for i in range(max(0, index - 4), index) if found[i].kind is Kind.ACTOR
    )


def _concepts(found: Sequence[Term], places: range) -> list[str]:
    keys: list[str] = []
    for place in places:
        term = found[place]
        subject = term.kind is Kind.ACTOR and word_before(found, place) not in _PREPOSITIONS
        if term.key in _STOPS or (subject and keys) or len(keys) == _TERRITORY:
            break
        if term.kind is Kind.CONCEPT and term.key not in lexicon().weak | lexicon().calendar | _TIMES:
            keys.append(term.key)
    return keys


def _shared(mine: Sequence[str], theirs: Sequence[str]) -> int:
    return sum(any(matches(key, other) for other in theirs) for key in mine)
