"""Who does what to whom: an actor that the source does not name, or two actors that changed places."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.citations.words import fold

from .evidence import Unit
from .likeness import matches, verbal
from .text import Kind, Term, lexicon, terms

_PREPOSITIONS = frozenset({"como", "a", "al", "de", "del", "por", "ante", "con", "contra", "para", "entre"})
_FAR = 18
_TIMES = frozenset({"dia", "mes", "ano", "hora", "plaz"})
_ASIDE = frozenset({"a", "al", "ante", "contra"})
_RECIPIENT = frozenset({"a", "al", "ante"})
_ARTICLES = frozenset({"el", "la", "los", "las", "su", "sus", "dicho", "propio", "un", "una", "nuevo", "propios"})
_LINKS = frozenset({"o", "y", "e", "u", "sin", "con", "por", "en", "para", "ante", "contra"})
_NOUN_MARKERS = _ARTICLES | {"de", "del", "al", "este", "esta", "dicha", "cada"}


def role(actor: str) -> str:
    """The role of an actor, or the actor itself where it has none."""
    return lexicon().role_of.get(actor, actor)


def actor_fault(claim: Sequence[Term], unit: Unit, whole: frozenset[str]) -> str:
    """Why the actors of a claim are not those of its source; `whole` are all concepts of the cited provisions."""
    known = {role(key) for key in whole if key.isupper()}
    here = {role(term.key) for term in unit.terms if term.kind is Kind.ACTOR}
    near = {role(term.key) for term in terms(unit.before) if term.kind is Kind.ACTOR}
    roles = set(lexicon().role_of.values())
    for index, term in enumerate(claim):
        actor = role(term.key)
        if term.kind is not Kind.ACTOR or actor in here:
            continue
        # To whom something is done is said in its own item of an enumeration, not in the one before.
        aside = bool(unit.intro) and actor in known and word_before(claim, index) in _ASIDE
        if not aside and actor in near and not _rival(actor, here):
            continue
        # Who exercises authority and who owes may be left unsaid by a sentence of the law; nobody else may.
        party = (
            actor == "obligado" and here & {"TRABAJADOR", "ASEGURADO"} and not _names(claim, "TRABAJADOR", "ASEGURADO")
        )
        absent = actor not in known and here & roles and actor == "obligado"
        if aside or actor not in roles or absent or (party and actor not in here):
            return f"atribuye a «{term.text}» lo que el texto citado no le atribuye"
    return _swap(claim, unit.terms)


def turned_fault(claim: Sequence[Term], unit: Unit) -> str:
    """Two actors that changed places, told by verbs, owners and recipients alone; "" where there are none."""
    return _swap(claim, unit.terms, strict=True)


def _rival(actor: str, here: set[str]) -> bool:
    """Whether the sentence names another of the same sort, so that the one before is not carried over."""
    return actor.startswith("TRIBUNAL") and any(other.startswith("TRIBUNAL") for other in here)


def _names(found: Sequence[Term], *actors: str) -> bool:
    return any(term.kind is Kind.ACTOR and term.key in actors for term in found)


def _swap(claim: Sequence[Term], source: Sequence[Term], strict: bool = False) -> str:
    """A verb that both texts have, with another subject, recipient or owner in each."""
    for kind in ("subject", "recipient", "beneficiary", "owner"):
        mine, theirs = _relations(claim, kind, strict), _relations(source, kind)
        agree, differ = 0, []
        for head, actor, text in mine:
            others = {other for key, other, _ in theirs if matches(head, key)}
            if actor in others:
                agree += 1
            elif others:
                differ.append((head, text))
        if len(differ) > agree:
            return f"cambia al sujeto: «{differ[0][1]}»"
    return _turned(claim, source)


def _turned(claim: Sequence[Term], source: Sequence[Term]) -> str:
    """Who acts in the source is in the claim the one to whom it is done."""
    acts, done = _relations(source, "subject"), _relations(claim, "recipient")
    mine = _relations(claim, "subject")
    verbs = {term.key for term in claim if term.kind is Kind.CONCEPT and verbal(term)}
    for head, actor, text in done:
        if head not in verbs:
            continue
        doers = {other for key, other, _ in acts if matches(head, key)}
        if doers == {actor} and not any(matches(head, key) and other == actor for key, other, _ in mine):
            return f"cambia al sujeto: «{text}»"
    return ""


def _relations(found: Sequence[Term], kind: str, strict: bool = False) -> list[tuple[str, str, str]]:
    """(concept, role, text) of every concept whose subject or recipient can be told; if `strict`, only of verbs."""
    out = []
    for index, term in enumerate(found):
        if kind == "recipient" and term.kind is Kind.LIGHT and term.key.startswith("correspond"):
            actor = _recipient(found, index)
            out += [("correspond", role(actor.key), actor.text)] if actor else []
        if term.kind is not Kind.CONCEPT:
            continue
        if kind == "owner":
            owner = _owner(found, index)
            if owner:
                out.append((term.key, role(owner.key), owner.text))
            continue
        if kind == "beneficiary":
            if term.key.startswith("favor"):
                actor = next((t for t in found[index + 1 : index + 4] if t.kind is Kind.ACTOR), None)
                if actor:
                    out.append(("favor", role(actor.key), actor.text))
            continue
        if (
            index and fold(found[index - 1].text) in _NOUN_MARKERS
        ) or term.key in lexicon().calendar | lexicon().weak | _TIMES:
            continue
        if index and (found[index - 1].kind is Kind.SIGN or fold(found[index - 1].text) in _LINKS) and not verbal(term):
            continue
        if kind == "subject":
            if strict and not verbal(term):
                continue
            out += [(term.key, role(actor.key), actor.text) for actor in _subjects(found, index)]
        else:
            actor = _recipient(found, index)
            out += [(term.key, role(actor.key), actor.text)] if actor else []
    return out


def _noun(found: Sequence[Term], index: int) -> bool:
    """Whether a noun marker stands before it; "realice una transferencia" is the verb "transferir"."""
    marked = fold(found[index - 1].text) in _NOUN_MARKERS
    return marked and not any(term.key == "realizar" for term in found[max(0, index - 3) : index])


def _no_verbs() -> frozenset[str]:
    return lexicon().calendar | lexicon().weak | _TIMES


def _subjects(found: Sequence[Term], index: int) -> list[Term]:
    """The agent ("por el patrón"), the noun right after, or the nearest one before with no preposition.

    With "se" before the verb and no agent nobody is said to act.
    """
    for offset in range(index + 1, min(len(found), index + 6)):
        if found[offset].key in (";", ".", ",", "CONDICION"):
            break
        if found[offset].kind is Kind.ACTOR:
            word = word_before(found, offset)
            if word == "por" or (word not in _PREPOSITIONS and offset <= index + 2):
                return _with_joined(found, offset)
            break
    if any(fold(term.text) == "se" for term in found[max(0, index - 3) : index]):
        return []
    commas = 0
    for offset in range(index - 1, max(-1, index - _FAR), -1):
        if found[offset].key in (";", "."):
            return []
        commas += found[offset].key == ","
        if found[offset].kind is Kind.ACTOR and word_before(found, offset) not in _PREPOSITIONS:
            # "El patrón que ..., deberá": one comma closes the relative clause.
            relative = offset + 1 < len(found) and fold(found[offset + 1].text) == "que"
            return _with_joined(found, offset) if commas != 1 or relative else []
    return []


def _with_joined(found: Sequence[Term], index: int) -> list[Term]:
    """An actor with those joined to it before: "el interesado o su representante legal"."""
    out = [found[index]]
    at = index - 1
    while at >= 0 and fold(found[at].text) in _ARTICLES:
        at -= 1
    if at > 0 and fold(found[at].text) in ("o", "y") and found[at - 1].kind is Kind.ACTOR:
        out.append(found[at - 1])
    return out


def _recipient(found: Sequence[Term], index: int) -> Term | None:
    for offset in range(index + 1, min(len(found), index + 7)):
        if found[offset].key in (";", ".", ","):
            return None
        if found[offset].kind is Kind.ACTOR:
            return found[offset] if word_before(found, offset) in _RECIPIENT else None
    return None


def _owner(found: Sequence[Term], index: int) -> Term | None:
    """The actor of "la facultad del Instituto": right after the noun, with "de"."""
    for offset in range(index + 1, min(len(found), index + 4)):
        if found[offset].kind is Kind.ACTOR:
            return found[offset] if word_before(found, offset) in ("de", "del") else None
        if found[offset].kind is not Kind.LIGHT:
            return None
    return None


def word_before(found: Sequence[Term], index: int) -> str:
    """The preposition before an actor, its article skipped."""
    at = index - 1
    while at >= 0 and fold(found[at].text) in _ARTICLES:
        at -= 1
    word = fold(found[at].text) if at >= 0 else ""
    if word == "de" and at > 0 and fold(found[at - 1].text) in ("uno", "una"):
        return ""
    return "asi" if word == "como" and at > 0 and fold(found[at - 1].text) == "asi" else word
