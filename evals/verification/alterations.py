"""Sentences made from the corpus by machine: the law's own with small harmless changes, and with one harmful change.

They only complete what people wrote, where it is thin: false clauses appended to true sentences, a word of the same
provision in the place of another, negations and modals in long sentences. Nothing of the law is kept in a file.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import yaml

from assistant.verification.evidence import units_of
from assistant.verification.text import concept, stem
from corpus.citations.words import fold
from corpus.provisions import Status
from corpus.store import CorpusStore

from .dataset import GOOD, Labelled

_WORDINGS = Path(__file__).with_name("alterations.yaml")
_SEED = 5
_PROVISIONS = 200
_UNITS = 3
_HARMS = 2
_LAWS = ("LSS", "CFF")
_MODALS = ("podrá deberá", "podrán deberán", "deberá podrá", "deberán podrán", "puede debe", "debe puede")
_VERB = re.compile(
    r"\b(?:deberán?|debe|deben|podrán?|puede|pueden|tendrán?|tiene|tienen|será|es|serán|son|está|están|procede)\b"
)
_NUMBER = re.compile(r"\b(\w+)(?= (?:días|meses|años|veces|por ciento|semanas|horas|ejercicios)\b)")
_ITEM = re.compile(r"^(?:[IVXL]+|[a-z]|\d+)[.)]-?\s*")
_EXCEPTION = re.compile(r",? (?:salvo|excepto|con excepción|a menos|siempre que|siempre y cuando)[^.;,]*")
_ONLY = re.compile(r"\b(?:sólo|únicamente|exclusivamente|solamente) ")


class Alterer:
    """Alters sentences with a generator of its own, so that the same corpus gives the same sentences."""

    def __init__(self) -> None:
        data = yaml.safe_load(_WORDINGS.read_text(encoding="utf-8"))
        self._random = random.Random(_SEED)  # noqa: S311
        self._harmless: list[list[str]] = data["harmless"]
        self._opposites: list[list[str]] = data["opposites"]
        self._numbers: dict[str, str] = data["numbers"]
        self._actors: list[str] = data["actors"]
        self._appended: list[str] = data["appended"]

    def sentences(self, store: CorpusStore, avoided: frozenset[str]) -> Iterator[Labelled]:
        """Good and altered sentences of provisions in force, without the avoided ones."""
        roots = [root for law in _LAWS for root in store.roots(law)]
        roots = [root for root in roots if root.status is not Status.DEROGADO and ":T/" not in root.id]
        roots = [root for root in roots if root.id not in avoided]
        for root in self._random.sample(roots, min(_PROVISIONS, len(roots))):
            vocabulary = sorted(set(re.findall(r"\b[a-záéíóúñ]{6,}\b", root.text)))
            units = [u for u in units_of(root.id, root.text) if not u.pair and not u.intro and _usable(u.text)]
            for unit in self._random.sample(units, min(_UNITS, len(units))):
                yield from self._of(_sentence(unit.text), root.id, vocabulary)

    def _of(self, sentence: str, root: str, vocabulary: Sequence[str]) -> Iterator[Labelled]:
        light = self._light(sentence)
        if light != sentence:
            yield Labelled(light, (root,), GOOD)
        harms: dict[str, Callable[[str], str]] = {
            "number": self._number,
            "negation": self._negation,
            "modality": lambda text: self._replace(text, [pair.split() for pair in _MODALS]),
            "opposite": lambda text: self._replace(text, self._opposites),
            "actors": self._actor,
            "exception": lambda text: _ONLY.sub("", _EXCEPTION.sub("", text, count=1), count=1),
            "appended": lambda text: f"{text.rstrip('.')}, {self._random.choice(self._appended)}.",
            "term": lambda text: self._neighbouring_word(text, vocabulary),
        }
        for base in dict.fromkeys((sentence, light)):
            for kind in self._random.sample(sorted(harms), _HARMS):
                altered = harms[kind](base)
                if altered not in (base, sentence):
                    yield Labelled(altered, (root,), kind)

    def _light(self, text: str) -> str:
        changes = self._random.randint(2, 5)
        for old, new in self._random.sample(self._harmless, len(self._harmless)):
            changed = _swap(text, old, new)
            changes -= changed != text
            text = changed
            if not changes:
                break
        return text

    def _replace(self, text: str, pairs: Sequence[Sequence[str]]) -> str:
        for old, new in self._random.sample(pairs, len(pairs)):
            changed = _swap(text, old, new)
            if changed != text:
                return changed
        return text

    def _number(self, text: str) -> str:
        found = [match for match in _NUMBER.finditer(text) if match[1].lower() in self._numbers]
        if not found:
            return text
        match = self._random.choice(found)
        return text[: match.start()] + self._numbers[match[1].lower()] + text[match.end() :]

    def _negation(self, text: str) -> str:
        if " no " in text:
            return text.replace(" no ", " ", 1)
        found = list(_VERB.finditer(text))
        if not found:
            return text
        at = self._random.choice(found).start()
        return f"{text[:at]}no {text[at:]}"

    def _actor(self, text: str) -> str:
        here = [actor for actor in self._actors if _swap(text, actor, "") != text]
        if not here:
            return text
        actor = self._random.choice(here)
        others = [other for other in self._actors if other.split()[0] == actor.split()[0] and other not in here]
        return _swap(text, actor, self._random.choice(others)) if others else text

    def _neighbouring_word(self, text: str, vocabulary: Sequence[str]) -> str:
        """A word of the same provision with the same ending in the place of another."""
        held = {stem(fold(word)) for word in re.findall(r"\w+", text)}
        words = re.findall(r"\b[a-záéíóúñ]{6,}\b", text)
        for word in self._random.sample(words, len(words)):
            others = [other for other in vocabulary if other[-3:] == word[-3:] and stem(fold(other)) not in held]
            others = [other for other in others if concept(fold(other)) != concept(fold(word))]
            if others:
                return _swap(text, word, self._random.choice(others))
        return text


def _usable(text: str) -> bool:
    return 8 <= len(text.split()) <= 60 and not text.rstrip().endswith(":") and "deroga" not in text


def _sentence(text: str) -> str:
    """An item of an enumeration as a sentence."""
    bare = re.sub(r",? (?:y|o)$", "", _ITEM.sub("", text).strip().rstrip(";").rstrip())
    return f"{bare[:1].upper()}{bare[1:].rstrip('.')}."


def _swap(text: str, old: str, new: str) -> str:
    match = re.search(rf"(?<!\w){re.escape(old)}(?!\w)", text, re.IGNORECASE)
    if not match:
        return text
    written = new if match.start() else f"{new[:1].upper()}{new[1:]}"
    return text[: match.start()] + written + text[match.end() :]
