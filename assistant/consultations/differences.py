"""What changed between two versions of a draft, part by part."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Change:
    """One part that changed: its lines, as a unified diff without headers."""

    section: str
    lines: tuple[str, ...]


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


def _lines(value: Any) -> list[str]:
    if value is None or value == "":
        return []
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1)
    return text.splitlines()
