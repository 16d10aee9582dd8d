"""Longer sentences made from the pairs: two rules of one provision joined, both true, or one of them altered.

People answer with a rule and what follows from it in one sentence; those who wrote the pairs wrote one rule a sentence.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence

from .dataset import GOOD, Labelled

_SEED = 11
_PER_PROVISION, _LONGEST = 4, 30
"""Compounds of each provision of a set; words of a sentence that may be joined to another."""
_JOINTS = (", y ", "; ", "; además, ", ". ", ", mientras que ", ", y también ")


def compounds(sets: Sequence[Sequence[Labelled]]) -> Iterator[Labelled]:
    """Of each provision of each set some true sentences joined two by two, and with an altered one in each place."""
    chance = random.Random(_SEED)  # noqa: S311
    for items in sets:
        for cites, families in _families(items).items():
            if len(families) < 2:
                continue
            for number in range(min(_PER_PROVISION, len(families) // 2 + 1)):
                (first, its), (second, others) = chance.sample(families, 2)
                joint, name = chance.choice(_JOINTS), f"{cites[0]}+{number}"
                yield Labelled(_joined(first, second, joint), cites, GOOD, name)
                if its:
                    altered = chance.choice(its)
                    yield Labelled(_joined(altered.text, second, joint), cites, altered.kind, name)
                if others:
                    altered = chance.choice(others)
                    yield Labelled(_joined(first, altered.text, joint), cites, altered.kind, name)


def _families(items: Sequence[Labelled]) -> dict[tuple[str, ...], list[tuple[str, list[Labelled]]]]:
    """The true sentences of each provision with those made from them."""
    goods = {item.pair: item for item in items if item.pair and item.is_good}
    made: dict[str, list[Labelled]] = defaultdict(list)
    for item in items:
        if item.pair and not item.is_good and _is_short(item):
            made[item.pair].append(item)
    found: dict[tuple[str, ...], list[tuple[str, list[Labelled]]]] = defaultdict(list)
    for pair, good in goods.items():
        if _is_short(good):
            found[good.cites].append((good.text, made[pair]))
    return found


def _is_short(item: Labelled) -> bool:
    return len(item.text.split()) <= _LONGEST


def _joined(first: str, second: str, joint: str) -> str:
    """Two sentences as one; the second loses its capital, unless it begins with a name."""
    head = second.split(" ", 1)[0]
    keeps = joint == ". " or head.isupper() or head in _NAMES
    return f"{first.rstrip('. ')}{joint}{second if keeps else second[0].lower() + second[1:]}"


_NAMES = frozenset({"Hacienda", "IMSS", "INFONAVIT", "CONSAR", "México"})
