"""Whether two concepts are one, and whether a word is a verb."""

from __future__ import annotations

import re

from corpus.citations.words import fold

from .text import Term

_SHORT = 4
_VERBAL = re.compile(r"(?:[aei]r(?:se|l[aeo]s?)?|[ai]d[ao]s?|iert[ao]s?|[aei]ra|[aei]ran)$")


def verbal(term: Term) -> bool:
    """Whether a word looks like a verb: infinitive, participle or future."""
    return _VERBAL.search(fold(term.text)) is not None


def matches(left: str, right: str) -> bool:
    """Whether two concepts are the same, or long words with the same beginning."""
    if left == right:
        return True
    if min(len(left), len(right)) == _SHORT:
        return left.startswith(right) or right.startswith(left)
    size = max(5, min(len(left), len(right)) - 2)
    return len(left) >= 5 and len(right) >= 5 and left[:size] == right[:size]
