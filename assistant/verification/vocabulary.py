"""What the lack of a word proves: neighbouring terms that are not one another, things of the law, everyday words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from corpus.citations.words import fold

from .text import concept

_VOCABULARY = Path(__file__).with_name("vocabulary.yaml")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`vocabulary.yaml` as concepts."""

    rivals: dict[str, frozenset[str]]
    """Of each word of a family, the words of its other members."""
    telling: frozenset[str]
    ordinary: frozenset[str]


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Read the vocabulary once."""
    raw = yaml.safe_load(_VOCABULARY.read_text(encoding="utf-8"))
    rivals: dict[str, frozenset[str]] = {}
    for line in raw["contrasts"]:
        members = [_concepts(member) for member in line.split("/")]
        for own in members:
            others = frozenset().union(*members) - own
            for key in own:
                rivals[key] = rivals.get(key, frozenset()) | others
    telling = _concepts(raw["telling"])
    return Vocabulary(rivals, telling, _concepts(raw["ordinary"]) - telling)


def _concepts(words: str) -> frozenset[str]:
    return frozenset(concept(fold(word)) for word in words.split())
