"""What a reform changed in a provision, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

_WORD = re.compile(r"\s+|[^\s\w]|\w+")


def changes(before: str, after: str) -> Iterator[tuple[str, str]]:
    """The pieces of both texts in reading order, each `same`, `removed` or `added`.

    The `same` and `removed` pieces joined are `before`; the `same` and `added` ones are `after`.
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    for operation, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if operation == "equal":
            yield "same", "".join(old[a:b])
            continue
        if b > a:
            yield "removed", "".join(old[a:b])
        if d > c:
            yield "added", "".join(new[c:d])
