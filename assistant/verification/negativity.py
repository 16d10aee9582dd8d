"""Which denials prove that a sentence contradicts its source, and which texts deny without a "no".

A "no" proves nothing where its own verb undoes it ("no impide"), where it stands in a condition ("si no paga"), where
it only contrasts two things ("no sólo A"), or where the source denies there too in other words ("omitir", "salvo").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.citations.words import fold

from .evidence import Unit
from .scopes import STOPS
from .text import Kind, Term, word_at

_NEAR = 9
_BEFORE, _AFTER = 10, 7
_REVERSED = re.compile(
    r"acab|afect|agot|alcan|alter|anul|automat|baj[ae]|bast|borr|cambi|cancel|carec|ces|choqu|contrad"
    r"|contrav|depend|deten|detien|difer|disminu|dispens|distin|estorb|evit|exced|excl|exen|exim|exon|extin"
    r"|falt|forz|imp[ie]d|import|impos|indispens|interrump|liber|libr|limit|lleg|mas$|mayor|menor|menos"
    r"|modific|necesari|neg|nieg|oblig|obst|olvid|omit|opon|opong|pas[ae]|perd|perjudic|pierd|preci[st]"
    r"|priv|prohib|quit|rebas|rechaz|redu[cz]|relev|renunc|revoc|sirv|sobrepas|super|suspend|termin|tope"
    r"|vari|volv|vuelv"
)
_DENYING = re.compile(
    r"abst\w+|ajen\w+|aparte|aun|aunque|ausen\w+|ausenc\w+|cancel\w+|carec\w+|carez\w+|ces[ae]n?|cesara\w*"
    r"|contrari\w+|defecto|dej[ae]\w*|demas|desist\w+|diferent\w+|dispens\w+|distint\w+|divers[ao]s?"
    r"|evit\w+|except\w+|excl[ua]\w+|exclusiv\w+|exen[tc]\w+|exim\w+|extin\w+|falt\w+|fuera|imp[ie]d\w+"
    r"|improced\w+|in\w{2,}bles?|incapac\w+|incosteab\w+|incumpl\w+|indebid\w+|independ\w+|inexist\w+"
    r"|insolv\w+|insufic\w+|interrump\w+|liber[ae]\w*|libr[ae]s?|nad[ae]|negar\w*|negativ\w*|neguen|nieg\w+"
    r"|nul[ao]\w*|nulidad|omi[st]\w+|opon\w+|opong\w+|optativ\w+|pendient\w+|perd\w+|perjuicio|pierd\w+"
    r"|preven\w+|privad\w+|prohib\w+|proteg\w+|rechaz\w+|relev\w+|restant\w+|resto|revoc\w+|salvedad\w*"
    r"|salvo|solamente|solo|suspen\w+|unic[ao]\w*|unicamente"
)
_CONDITIONS = frozenset({"si", "cuando", "donde", "mientras", "caso"})
_RELATIVES = frozenset({"quien", "quienes", "que", "cual", "cuales", "cuyo", "cuya", "cuyos", "cuyas"})
_RELATIVE_REACH = 2
_INFINITIVE = re.compile(r"[aei]r(?:se|l[aeo]s?|les?)?$")
_AFTERWARDS = re.compile(r"pasad|vencid|transcurrid|despues|una vez|iniciad|notificad")
_MOMENTS = frozenset({"hasta", "mientras"})
_COMPARING = frozenset({"mas", "menos", "mayor", "menor"})
_NOUN_BEGINS = frozenset(
    {"el", "la", "los", "las", "un", "una", "al", "del", "a", "de", "en", "con", "por", "desde"}
    | {"todo", "toda", "todos", "todas"}
)
_EXISTS = frozenset({"hay", "existe", "existen", "significa", "implica"})
_DUTY = ("oblig", "forz", "precis")
_LACK = re.compile(r"falta de|libres? de")
_ONLY = frozenset({"solo", "solamente", "unicamente", "tan", "necesariamente"})


def proves(claim: Sequence[Term], index: int, unit: Unit, places: Sequence[int]) -> bool:
    """Whether the denial of a word of the claim contradicts a source that states it at `places` (nowhere: none)."""
    source = unit.terms
    at = denier_of(claim, index)
    if at is None or _idle(claim, at, index) or _bounded(claim, at) or _optional(claim[at:index], source):
        return False
    if not places:
        return not undone(claim[index]) and not any(map(denying, source))
    excepted = any(term.key == "EXC" for term in source) and any(term.key == "CONDICION" for term in claim)
    introduced = any(map(denying, source[: len(source) - unit.own_terms]))
    return not excepted and not introduced and not any(_denied_near(source, place) for place in places)


def _idle(found: Sequence[Term], at: int, index: int) -> bool:
    """Whether a "no" denies no fact of its own."""
    twice = any(term.kind is Kind.NEGATION for term in found[max(0, at - 2) : at])
    compared = any(term.kind is Kind.NUMBER or fold(term.text) in _COMPARING for term in found[at + 1 : index])
    either = word_at(found, at - 1) == "o" or word_at(found, at + 1) == "importar"
    if twice or compared or either or word_at(found, at + 1) in _EXISTS:
        return True
    return contrasts(found, at) or _set_apart(found, at, index) or hypothetical(found, at) or _foregone(found, at)


def _set_apart(found: Sequence[Term], at: int, index: int) -> bool:
    """ "Es gasto operativo y no administrativo", "al cumplirse, no antes"."""
    joined = word_at(found, at - 1) in ("y", ",", "pero") and index == at + 1
    return joined and (index + 1 == len(found) or found[index + 1].key in STOPS)


def _optional(denial: Sequence[Term], source: Sequence[Term]) -> bool:
    """ "No está obligado a celebrarlo" says what "podrá celebrarlo" says."""
    marks = {term.key for term in source}
    duty = any(term.key == "MOD_DEBE" or fold(term.text).startswith(_DUTY) for term in denial)
    return duty and "MOD_PUEDE" in marks and "MOD_DEBE" not in marks


def _bounded(found: Sequence[Term], at: int) -> bool:
    """ "No nace hasta", "pasado un año ya no": a moment is what is said."""
    words = {fold(term.text) for term in found}
    return bool(words & _MOMENTS) or (word_at(found, at - 1) == "ya" and any(map(_AFTERWARDS.match, words)))


def denying(term: Term) -> bool:
    """Whether a word denies or limits by itself."""
    return term.kind is Kind.NEGATION or term.key in ("EXC", "SOLO") or bool(_DENYING.fullmatch(fold(term.text)))


def denier_of(found: Sequence[Term], index: int) -> int | None:
    """The place of the negation that falls on a word."""
    before = range(index - 1, max(-1, index - _NEAR), -1)
    return next((place for place in before if found[place].kind is Kind.NEGATION), None)


def undone(term: Term) -> bool:
    """Whether a verb undoes its "no": "no impide", "no pierde", "no basta"."""
    return bool(_REVERSED.match(fold(term.text)))


def hypothetical(found: Sequence[Term], at: int) -> bool:
    """Whether a denial is a condition or describes: "si no", "cuando el patrón no", "quien no", "los que ya no".

    "No pagar" is one where it opens its clause; "aunque no" is none: it says that the denied thing is not needed.
    """
    deed = word_at(found, at) == "no" and _opens(found, at) and _INFINITIVE.search(word_at(found, at + 1))
    if deed or _LACK.search(word_at(found, at)):
        return True
    for place in range(at - 1, max(-1, at - _NEAR), -1):
        if found[place].key in STOPS or found[place].key == "AUN":
            return False
        if found[place].key in ("CONDICION", "SIEMPRE_QUE") or word_at(found, place) in _CONDITIONS:
            return True
        purpose = word_at(found, place) == "que" and word_at(found, place - 1) == "para"
        if purpose or (word_at(found, place) in _RELATIVES and at - place <= _RELATIVE_REACH):
            return True
    return False


def _opens(found: Sequence[Term], at: int) -> bool:
    return at == 0 or found[at - 1].key in STOPS


def contrasts(found: Sequence[Term], at: int) -> bool:
    """Whether a denial only sets two things apart: "no sólo A", "no A, sino B", "A y no B", "A, pero no las de B"."""
    if at + 1 < len(found) and (found[at + 1].key == "SOLO" or word_at(found, at + 1) in _ONLY):
        return True
    if fold(found[at].text) in ("no", "ni") and word_at(found, at + 1) in _NOUN_BEGINS:
        return True
    return any(fold(term.text) == "sino" for term in found[at + 1 :])


def _foregone(found: Sequence[Term], at: int) -> bool:
    """ "Sin autorización no pueden funcionar" and "si no paga, no puede entrar" say what is needed."""
    others = [place for place, term in enumerate(found) if term.kind is Kind.NEGATION and place != at]
    if word_at(found, at) == "sin":
        joined = any(place < at and _same_clause(found, place, at) for place in others)
        return joined or (_opens(found, at) and any(place > at for place in others))
    return any(
        (word_at(found, place) == "sin" and _opens(found, place)) or hypothetical(found, place) for place in others
    )


def _same_clause(found: Sequence[Term], left: int, right: int) -> bool:
    return not any(term.key in STOPS for term in found[left:right])


def _denied_near(source: Sequence[Term], place: int) -> bool:
    return any(map(denying, source[max(0, place - _BEFORE) : place + _AFTER]))
