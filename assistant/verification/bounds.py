"""Whether a value is a least or a most: "menos de trescientos" is not "trescientos o más"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.citations.words import fold

from .cases import Cases, Place
from .claim import Claim
from .evidence import Unit
from .quantities import Quantity
from .text import Kind, Term, word_at

_BACK, _AHEAD = 7, 4
_NEAR = 0.8
"""Places of the value that go with the sentence nearly as well as the best are looked at too."""
_LEAST = (
    "por lo menos",
    "cuando menos",
    "al menos",
    "como minimo",
    "como poco",
    "minimo de",
    "minima de",
    "no antes de",
    "no antes del",
    "a partir de",
    "a partir del",
    "desde",
    "pasados",
    "pasadas",
    "despues de",
    "despues del",
    "limite inferior",
)
_MOST = (
    "hasta",
    "maximo de",
    "maxima de",
    "como maximo",
    "como mucho",
    "a lo mas",
    "a lo sumo",
    "a lo mucho",
    "cuando mas",
    "cuando mucho",
    "tope de",
    "dentro de",
    "dentro del",
    "a mas tardar",
    "antes de",
    "antes del",
    "no despues de",
    "no despues del",
    "limite superior",
)
_ABOVE = ("mas de", "mas del", "mas", "mayor", "mayores", "superior", "superiores")
_BELOW = ("menos de", "menos del", "menos", "menor", "menores", "inferior", "inferiores")
_EXCEED = ("exced", "rebas", "pase", "pasa", "sobrepas", "supere", "supera", "transcurr")
_FALL_SHORT = ("baja", "baje")
_DENIERS = frozenset({"no", "sin", "ni", "nunca", "jamas", "antes", "ningun"})
_LET = ("dej",)
_MODALS = ("pued", "podr", "deb")
_BOUND = re.compile(
    r"antes|despues|menor|mayor|inferior|superior|baj|exced|pas|rebas|supera|mas|menos|minimo|maximo|tope"
)
_TERMS = frozenset({"plazo", "termino"})
_BINDING = frozenset({"menos", "mas", "minimo", "maximo", "mucho"})
_AFTER = {"o mas": 1, "en adelante": 1, "o menos": -1}
_STRONG_LEAST = ("por lo menos", "cuando menos", "al menos", "como minimo", "como poco", "minimo de", "minima de")
_STRONG_MOST = ("como maximo", "como mucho", "a lo mas", "a lo sumo", "a lo mucho", "cuando mas", "cuando mucho")


def limit_fault(claim: Claim, units: Sequence[Unit]) -> str:
    """A value that is a least in the claim and a most in the cited text, or the other way; "" where none is."""
    cases = Cases(claim, units)
    turned = _denies(claim.terms)
    for mine in claim.quantities:
        side = _side(claim.terms, claim.quantities, mine)
        strong = _strong(claim.terms, mine)
        # "Pasados cinco años ya no se puede" says what "dentro de los cinco años" says.
        if side and (strong or not turned) and _changes(side, strong, cases.own(mine)):
            return f"cambia el límite de «{mine.text}»"
    return ""


def _denies(found: Sequence[Term]) -> bool:
    """Whether a sentence denies anything besides a bound ("no antes de", "nunca baja de")."""
    for index, term in enumerate(found):
        if term.kind is Kind.NEGATION:
            following = " ".join(fold(other.text) for other in found[index + 1 : index + 4])
            if not _BOUND.search(following):
                return True
    return False


def _strong(found: Sequence[Term], quantity: Quantity) -> bool:
    """Whether a value is called a least or a most outright: "como mínimo", "a lo sumo"."""
    near = " ".join(fold(term.text) for term in found[max(0, quantity.first - 4) : quantity.last + 4])
    return any(mark in near for mark in (*_STRONG_LEAST, *_STRONG_MOST))


def _changes(side: int, strong: bool, places: Sequence[Place]) -> bool:
    """Whether every place that the sentence may speak of has the value on the other side, or on none."""
    near = [place for place in places if place.score >= _NEAR * places[0].score]
    sides = {_side_there(place) for place in near}
    return sides == {-side} or (strong and sides == {0})


def _side_there(place: Place) -> int:
    found, quantity = place.unit.terms, place.quantity
    side = _side(found, place.unit.quantities, quantity)
    # "Un plazo de quince días" is a most, as the law writes it.
    term = any(fold(term.text) in _TERMS for term in found[max(0, quantity.first - 2) : quantity.first])
    return side or (-1 if term else 0)


def extreme_fault(claim: Claim, unit: Unit) -> str:
    """ "A lo más" where the source says "cuando menos", with no value."""
    mine, theirs = (f" {' '.join(fold(term.text) for term in found)} " for found in (claim.terms, unit.terms))
    least = tuple(any(f" {mark} " in text for mark in _STRONG_LEAST) for text in (mine, theirs))
    most = tuple(any(f" {mark} " in text for mark in _STRONG_MOST) for text in (mine, theirs))
    if (least[0] and most[1] and not least[1]) or (most[0] and least[1] and not most[1]):
        return "cambia un mínimo por un máximo"
    return ""


def _side(found: Sequence[Term], held: Sequence[Quantity], quantity: Quantity) -> int:
    """1 for a least, -1 for a most, 0 where nothing says it."""
    return _said_after(found, quantity) or _in_range(found, held, quantity) or _said_before(found, quantity)


def _said_after(found: Sequence[Term], quantity: Quantity) -> int:
    words: list[str] = []
    for term in found[quantity.last + 1 : quantity.last + 1 + _AHEAD]:
        if term.key in (";", ".", "y", "e", "pero") or term.kind is Kind.NUMBER:
            break
        words.append(fold(term.text))
    text = f" {' '.join(words)} "
    for mark, side in _AFTER.items():
        if text.startswith(f" {mark} "):
            return side
    if any(f" {mark} " in text for mark in _STRONG_LEAST):
        return 1
    return -1 if any(f" {mark} " in text for mark in _STRONG_MOST) else 0


def _in_range(found: Sequence[Term], held: Sequence[Quantity], quantity: Quantity) -> int:
    """The first value of "de tres a seis años" is a least and the second a most."""
    at = held.index(quantity)
    if at + 1 < len(held) and _joined(found, quantity, held[at + 1]):
        return 1
    return -1 if at and _joined(found, held[at - 1], quantity) else 0


def _joined(found: Sequence[Term], low: Quantity, high: Quantity) -> bool:
    between = [fold(term.text) for term in found[low.last + 1 : high.first]]
    before = word_at(found, low.first - 1)
    if low.measure[1] != high.measure[1] or low.measure[0] >= high.measure[0]:
        return False
    if before in ("el", "los", "la", "las") and low.first > 1:
        before = fold(found[low.first - 2].text)
    ends = {"de": "a", "del": "al", "entre": "y", "desde": "hasta"}
    return between[:1] in (["a"], ["al"], [ends.get(before, "a")]) and len(between) <= 2 and before in ends


def _said_before(found: Sequence[Term], quantity: Quantity) -> int:
    before = list(found[max(0, quantity.first - _BACK) : quantity.first])
    for index in range(len(before) - 1, -1, -1):
        # "cuando menos, el 51%"
        binds = before[index].key == "," and index and fold(before[index - 1].text.split()[-1]) in _BINDING
        if before[index].kind in (Kind.SIGN, Kind.NUMBER) and not binds:
            before = before[index + 1 :]
            break
    words = [fold(word) for term in before for word in term.text.split()]
    best, side = max(_marked(words), _compared(words), _exceeded(words, _forbidden(found, quantity)))
    if best >= 0 and words[best] == "hasta" and _denied(words, best):
        return 1
    return side


def _marked(words: Sequence[str]) -> tuple[int, int]:
    """The last phrase that says a bound outright, as (place, side)."""
    marks = [(mark, 1) for mark in _LEAST] + [(mark, -1) for mark in _MOST]
    return max((at, side) if (at := _last(words, mark.split())) >= 0 else (-1, 0) for mark, side in marks)


def _compared(words: Sequence[str]) -> tuple[int, int]:
    """ "Más de", "no menor de"."""
    found = [(-1, 0)]
    for mark, side in [(mark, 1) for mark in _ABOVE] + [(mark, -1) for mark in _BELOW]:
        at = _last(words, mark.split())
        if at >= 0 and not _inside(words, at):
            found.append((at, -side if _denied(words, at) else side))
    return max(found)


def _exceeded(words: Sequence[str], forbidden: bool) -> tuple[int, int]:
    """ "Exceda de", "sin rebasar", "no baja de"."""
    found = [(-1, 0)]
    for at, word in enumerate(words):
        side = 1 if word.startswith(_EXCEED) else -1 if word.startswith(_FALL_SHORT) else 0
        if side:
            # "Deja pasar los quince días" tells what happens after a most.
            let = any(earlier.startswith(_LET) for earlier in words[:at])
            denied = _denied(words, at) or (forbidden and at > 0 and words[at - 1].startswith(_MODALS))
            found.append((at, 0 if let else -side if denied else side))
    return max(found)


def _forbidden(found: Sequence[Term], quantity: Quantity) -> bool:
    """Whether the sentence began by denying: "en ningún caso los gastos ... podrán exceder de"."""
    start = next((i for i in range(quantity.first - 1, -1, -1) if found[i].key in (";", ".")), 0)
    return any(term.kind is Kind.NEGATION for term in found[start : quantity.first])


def _last(words: Sequence[str], mark: Sequence[str]) -> int:
    """Where a phrase last ends among words; -1 where it does not stand."""
    size = len(mark)
    starts = [at for at in range(len(words) - size + 1) if list(words[at : at + size]) == list(mark)]
    return starts[-1] + size - 1 if starts else -1


def _inside(words: Sequence[str], at: int) -> bool:
    """Whether "más" or "menos" belongs to "cuando menos", "a lo más" or "a más tardar"."""
    place = at - 1 if words[at] in ("de", "del") else at
    before, after = words[place - 1] if place > 0 else "", words[place + 1] if place + 1 < len(words) else ""
    limit = before == "limite" and words[place] in ("superior", "inferior")
    return limit or before in ("lo", "al", "cuando") or after == "tardar"


def _denied(words: Sequence[str], at: int) -> bool:
    return any(word in _DENIERS for word in words[max(0, at - 4) : at])
