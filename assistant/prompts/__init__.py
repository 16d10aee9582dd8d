"""Instructions to models, one file each; they are ours, never a person's nor a document's."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def load_prompt(name: str) -> str:
    """The text of `assistant/prompts/<name>.md`."""
    return (Path(__file__).parent / f"{name}.md").read_text(encoding="utf-8").strip()
