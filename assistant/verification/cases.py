"""Which value of the cited text a value of the sentence is, by the words around both.

A provision gives one value to each of several cases. A value that stands there may still be that of another case: the
words of the sentence then stand nearer to a rival, another value of the same measure, than to the value itself.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from .claim import Claim
from .evidence import Unit
from .quantities import Quantity
from .text import Kind, Term

_REACH = 8.0
"""Terms after which a word counts half for a value."""
_STEPS = {",": 2, ":": 3, ";": 12, ".": 12}
"""How many terms further away what lies behind a sign is."""
_ROOT = 6
_NAMED_ITEM = 1.5
_MARGIN, _MARGIN_LETTER, _FLOOR = 0.8, 0.1, 0.3
_CLOSE = 2.0
_SWAP = 0.1
_LABEL = re.compile(r"(?:fracci[oó]n(?:es)?|inciso|numeral|apartado) ([IVXLC]+|[a-zA-Z])\b")
_ITEM = re.compile(r"([IVXLC]+|[A-Za-z]|\d{1,2})[.)]")


@dataclass(frozen=True, slots=True)
class Place:
    """A quantity of the cited text and how well the words of the sentence go with it."""

    unit: Unit
    quantity: Quantity
    score: float


def same_value(mine: Quantity, theirs: Quantity) -> bool:
    """Whether two quantities are one; a bare value is any unit's, "día 17" is the 17 of a day."""
    if mine.unit.endswith("_n"):
        return mine.value == theirs.value and theirs.unit in ("", mine.unit[:-2], mine.unit)
    if mine.unit == "" or theirs.unit == "":
        return mine.value == theirs.value
    return mine.same(theirs)


@dataclass(frozen=True)
class Cases:
    """The quantities of the cited units, ready to tell whose a value of the sentence is."""

    claim: Claim
    units: Sequence[Unit]

    def holds(self, mine: Quantity) -> bool:
        """Whether the cited text has this value."""
        return any(same_value(mine, other) for unit in self.units for other in unit.quantities)

    def own(self, mine: Quantity) -> list[Place]:
        """Where the cited text has this value, best first."""
        found = [(unit, other) for unit in self.units for other in unit.quantities if same_value(mine, other)]
        return sorted(self._places(mine, found), key=lambda place: -place.score)

    def other_case(self, mine: Quantity) -> bool:
        """Whether the words of the sentence go with another value of the same measure rather than with this one."""
        if not mine.unit:
            return False
        found = [
            (unit, other)
            for unit in self.units
            for other in unit.quantities
            if not same_value(mine, other) and _comparable(mine, other)
        ]
        own = self.own(mine) if found else []
        if not own:
            return False
        rival = max(self._places(mine, found), key=lambda place: place.score)
        # A rival in the item that the claim names, or whose sentence has all its words, needs to be little nearer.
        letter = any(
            held(rival.unit) and not any(held(place.unit) for place in own) for held in (self._whole, self._is_named)
        )
        return rival.score - own[0].score > (_MARGIN_LETTER if letter else _MARGIN) * (own[0].score + _FLOOR)

    def _is_named(self, unit: Unit) -> bool:
        """Whether the claim names this item, or the same fractions as it."""
        item = _ITEM.match(unit.text)
        return bool(self._labels & {item.group(1).lower() if item else "", *_labels(unit.text)})

    def _whole(self, unit: Unit) -> bool:
        """Whether a unit has every concept of the claim."""
        spots = _field(unit)[1]
        return all(_root(key) in spots for key in self.claim.concepts)

    def swapped(self, one: Quantity, two: Quantity) -> bool:
        """Whether each of two values of the sentence goes better with the words of the other."""
        if not one.unit or not _comparable(one, two) or same_value(one, two):
            return False
        kept = [self._best(one, one), self._best(two, two)]
        turned = [self._best(one, two), self._best(two, one)]
        return min(turned) > 0 and sum(turned) - sum(kept) > _SWAP * sum(kept)

    def _best(self, mine: Quantity, other: Quantity) -> float:
        """How well the words around a value of the sentence go with the places of another."""
        found = [(unit, held) for unit in self.units for held in unit.quantities if same_value(other, held)]
        return max((place.score for place in self._places(mine, found, _CLOSE)), default=0.0)

    @cached_property
    def _rarity(self) -> dict[str, float]:
        spread = Counter(key for unit in self.units for key in {_root(key) for key in unit.concepts})
        return {key: math.log(1 + len(self.units) / count) for key, count in spread.items()}

    @cached_property
    def _labels(self) -> frozenset[str]:
        return _labels(self.claim.text)

    def _weights(self, mine: Quantity, reach: float) -> dict[str, float]:
        """The words of the sentence: those beside the value and those that few units have weigh most."""
        steps = _steps(self.claim.terms)
        out: dict[str, float] = {}
        for index, term in enumerate(self.claim.terms):
            if term.kind in (Kind.CONCEPT, Kind.ACTOR) and not mine.first <= index <= mine.last:
                key = _root(term.key)
                out[key] = max(out.get(key, 0.0), self._rarity.get(key, 1.0) * _nearness(steps, mine, index, reach))
        for other in self.claim.quantities:
            # The other values of the sentence are words too.
            if other.value != mine.value and not _comparable(mine, other):
                out[_value(other)] = max(out.get(_value(other), 0.0), _nearness(steps, mine, other.first, reach))
        return out

    def _places(self, mine: Quantity, found: Sequence[tuple[Unit, Quantity]], reach: float = _REACH) -> list[Place]:
        weights = self._weights(mine, reach) if found else {}
        return [Place(unit, other, self._score(weights, unit, other, reach)) for unit, other in found]

    def _score(self, weights: dict[str, float], unit: Unit, other: Quantity, reach: float) -> float:
        steps, spots = _field(unit)
        score = 0.0
        for key, weight in weights.items():
            places = [spot for spot in spots.get(key, ()) if not other.first <= spot <= other.last]
            near = [_nearness(steps, other, spot, reach) for spot in places]
            score += weight * max(near, default=0.0)
        return score + (_NAMED_ITEM if self._is_named(unit) else 0.0)


def _comparable(mine: Quantity, other: Quantity) -> bool:
    """Whether one could stand in the place of the other: two dates, two sums, two percentages."""
    name = mine.unit.removesuffix("_n")
    if name.startswith("de_"):
        return other.unit.startswith("de_")
    return mine.measure[1].removesuffix("_n") == other.measure[1]


def _root(key: str) -> str:
    return key if key.isupper() else key[:_ROOT]


@lru_cache(maxsize=5000)
def _labels(text: str) -> frozenset[str]:
    return frozenset(match.group(1).lower() for match in _LABEL.finditer(text))


def _value(quantity: Quantity) -> str:
    return f"#{quantity.measure[0].normalize()}"


def _steps(found: Sequence[Term]) -> list[int]:
    out, at = [], 0
    for term in found:
        out.append(at)
        at += 1 + _STEPS.get(term.key, 0)
    return out


def _nearness(steps: Sequence[int], quantity: Quantity, index: int, reach: float) -> float:
    edge = quantity.first if index < quantity.first else quantity.last
    return 1 / (1 + abs(steps[index] - steps[edge]) / reach)


@lru_cache(maxsize=5000)
def _field(unit: Unit) -> tuple[list[int], dict[str, list[int]]]:
    spots: dict[str, list[int]] = {}
    for index, term in enumerate(unit.terms):
        if term.kind in (Kind.CONCEPT, Kind.ACTOR):
            spots.setdefault(_root(term.key), []).append(index)
    for quantity in unit.quantities:
        spots.setdefault(_value(quantity), []).append(quantity.first)
    return _steps(unit.terms), spots
