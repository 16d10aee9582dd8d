"""Written forms of the instruments (`forms.yaml`) and the trie that recognises them over tokens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from .model import Context
from .tokens import tokenize

_FORMS = Path(__file__).with_name("forms.yaml")


@dataclass(frozen=True, slots=True)
class Form:
    """How one instrument is written; see `forms.yaml` for the meaning of each field."""

    id: str
    kind: str
    title: str
    short: str = ""
    corpus: bool = False
    yearly: bool = False
    current: int = 0
    suffix: str = "-"
    ordinal: bool = False
    published: date | None = None
    published_by_year: Mapping[int, date] = field(default_factory=dict)
    chapters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    written: tuple[str, ...] = ()
    definitions: Mapping[str, str] = field(default_factory=dict)
    hyphened: frozenset[str] = frozenset()


class Trie:
    """Longest match of phrases over folded tokens; a lookup costs at most the longest phrase."""

    def __init__(self) -> None:
        self._root: dict[str, Any] = {}

    def add(self, phrase: str, value: str) -> None:
        """Register a phrase; white space, case and accents do not matter."""
        node = self._root
        for token in tokenize(phrase):
            node = node.setdefault(token.norm, {})
        node[""] = value

    def longest(self, norms: list[str], at: int) -> tuple[str, int] | None:
        """The value of the longest phrase that starts at token `at`, and the index after it."""
        node, found = self._root, None
        while at < len(norms) and norms[at] in node and norms[at]:
            node = node[norms[at]]
            at += 1
            if "" in node:
                found = (node[""], at)
        return found


@dataclass(frozen=True, slots=True)
class Forms:
    """All known instruments with their tries."""

    by_id: Mapping[str, Form]
    names: Trie
    units: Trie
    staff: Context

    def get(self, instrument: str) -> Form | None:
        """The form of an instrument id; `LIF-2026` has that of `LIF`."""
        return self.by_id.get(instrument) or self.by_id.get(instrument.rpartition("-")[0])

    def chapter(self, number: str) -> str | None:
        """The manual that owns a chapter number ("7.1.3")."""
        return next((form.id for form in self.by_id.values() if number in form.chapters), None)

    def chapters(self) -> list[tuple[str, str]]:
        """(manual, chapter) of every known chapter."""
        return [(form.id, chapter) for form in self.by_id.values() for chapter in form.chapters]

    def context_of(self, provision_id: str, decree: date | None = None) -> Context:
        """The context of a text that stands in a provision: its law, its article, its definitions."""
        instrument = provision_id.partition(":")[0]
        form = self.get(instrument)
        definitions = dict(form.definitions) if form else {}
        if form and form.yearly:
            definitions["ley"] = instrument
        year = int(instrument.rpartition("-")[2]) if form and form.yearly and instrument != form.id else None
        return Context(instrument, provision_id, decree, definitions, year)


def _form(identifier: str, raw: dict[str, Any]) -> Form:
    values = dict(raw)
    values["hyphened"] = frozenset(values.get("hyphened", ()))
    values["written"] = tuple(values.get("written", ()))
    values["chapters"] = {chapter: tuple(names) for chapter, names in values.get("chapters", {}).items()}
    return Form(id=identifier, **values)


@lru_cache(maxsize=1)
def load_forms() -> Forms:
    """Read `forms.yaml`; the result is immutable and shared."""
    raw = yaml.safe_load(_FORMS.read_text(encoding="utf-8"))
    forms = {identifier: _form(identifier, values) for identifier, values in raw["instruments"].items()}
    names, units = Trie(), Trie()
    for form in forms.values():
        for phrase in form.written:
            names.add(phrase, form.id)
        for chapter, written in form.chapters.items():
            for phrase in written:
                units.add(phrase, f"{form.id}:{chapter}")
    return Forms(forms, names, units, Context(definitions=raw["staff"]["definitions"]))
