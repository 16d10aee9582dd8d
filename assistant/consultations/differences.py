"""What changed between two versions of a draft, part by part, and what two people made of the same one."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.consultations.draft import NAMES


@dataclass(frozen=True, slots=True)
class Change:
    """One part that changed: its lines, as a unified diff without headers."""

    section: str
    lines: tuple[str, ...]

    @property
    def name(self) -> str:
        """What a person calls the part."""
        return NAMES.get(self.section, self.section)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """The parts that differ, in the order of the document."""
    found = []
    for section in dict.fromkeys([*before, *after]):
        old, new = before.get(section), after.get(section)
        if old != new:
            lines = difflib.unified_diff(_lines(old), _lines(new), lineterm="", n=1)
            kept = tuple(line for line in lines if not line.startswith(("---", "+++", "@@")))
            found.append(Change(section, kept))
    return found


def merged(
    base: Mapping[str, Any], theirs: Mapping[str, Any], mine: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Change]]:
    """What somebody typed over `base` put upon what a colleague kept meanwhile: of a part that only one changed,
    theirs or mine; of one that both did, mine, with what the colleague wrote told apart.
    """
    whole = {part: theirs.get(part) if value == base.get(part) else value for part, value in mine.items()}
    both = [
        Change(part, tuple(_lines(theirs.get(part))))
        for part, value in mine.items()
        if base.get(part) not in (value, theirs.get(part)) and value != theirs.get(part)
    ]
    return whole, both


def _lines(value: Any) -> list[str]:
    """One line for each item, without the names that only programs use."""
    if value is None or value == "":
        return []
    if isinstance(value, Mapping):
        return [str(item) for item in value.values() if item]
    if isinstance(value, list):
        rows = (item.values() if isinstance(item, Mapping) else (item,) for item in value)
        return [" · ".join(str(part) for part in row if part) for row in rows]
    return str(value).splitlines()
