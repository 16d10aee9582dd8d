"""Who is who: the actors that a text names, by the names of `roster.yaml`, and the ones that stand for each other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from corpus.citations.words import fold

from .text import stem

_ROSTER = Path(__file__).with_name("roster.yaml")
_WORD = re.compile(r"[^\W\d_]+")
_ENDINGS = ("es", "as", "os", "s", "a", "o", "e")
_ROOT = 3
_LAWS = re.compile(
    r"\b(?:ley(?:es)?(?: general| federal)?|codigo|reglamento|buzon|decreto|seguros? de|ramo|derechos?)"
    r"(?: del?| de la)?$"
)
"""A law or a mailbox may have the name of an actor in its own."""
_BODY = re.compile(
    r"\b(?:Secretar[ií]a|Comisi[oó]n|Tribunal|Consejo|Instituto|Procuradur[ií]a|Fiscal[ií]a|C[aá]mara|Auditor[ií]a|Agencia"
    r"|Banco|Servicio|Centro|Coordinaci[oó]n|Subsecretar[ií]a|Universidad|Ministerio|Organizaci[oó]n|Junta)"
    r"(?: (?:del?|la|las|los|el|y|e|para|en|[A-ZÁÉÍÓÚÑ][^\W\d_]+))*(?: [A-ZÁÉÍÓÚÑ][^\W\d_]+)"
)
"""A public body by its proper name: "Secretaría de Energía"."""
_TELLING = 4
_PARTICIPLES = ("embargado", "ejecutado", "embargados", "ejecutados", "embargada", "asegurada", "embargadas")
_DETERMINERS = [[word] for word in ("el", "los", "la", "las", "un", "al", "del", "cada", "dicho", "propio", "su")]


@dataclass(frozen=True, slots=True)
class Mention:
    """One naming of an actor; `start` and `end` are of the text."""

    actor: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Roster:
    """`roster.yaml` ready to look up."""

    names: Mapping[str, Sequence[tuple[tuple[str, ...], str]]]
    """Names by their first word, longest first, with the actor of each."""
    hints: Mapping[str, Sequence[str]]
    """Words of the law, or phrases without number and gender, that are enough to hold an actor for named."""
    kin: Mapping[str, frozenset[str]]
    """Each actor with its classes and its members."""


@lru_cache(maxsize=1)
def roster() -> Roster:
    """Read the roster once."""
    raw = yaml.safe_load(_ROSTER.read_text(encoding="utf-8"))["actors"]
    names: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    classes = {actor: set((entry.get("is") or "").split()) for actor, entry in raw.items()}
    for actor, entry in raw.items():
        for name in entry["names"].split(", "):
            words = tuple(_bare(word) for word in name.split())
            names[words[0]].append((words, actor))
    for found in names.values():
        found.sort(key=lambda pair: -len(pair[0]))
    hints = {
        actor: tuple(_flat(hint) if " " in hint else hint for hint in entry["hints"].split(", "))
        for actor, entry in raw.items()
        if entry.get("hints")
    }
    kin = {
        actor: frozenset({actor} | above | {other for other, its in classes.items() if actor in its})
        for actor, above in classes.items()
    }
    return Roster(names, hints, kin)


@lru_cache(maxsize=65536)
def _bare(word: str) -> str:
    """A folded noun without number and gender."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _ROOT:
            return word.removesuffix(ending)
    return word


def _flat(phrase: str) -> str:
    return " ".join(map(_bare, phrase.split()))


@lru_cache(maxsize=4096)
def mentions(text: str) -> tuple[Mention, ...]:
    """The actors that a text names, in order; the longest name wins."""
    words = [(_bare(fold(match.group())), match.start(), match.end()) for match in _WORD.finditer(text)]
    keys = [word for word, _, _ in words]
    found: list[Mention] = []
    index = 0
    while index < len(words):
        size = 1
        for name, actor in roster().names.get(keys[index], ()):
            if tuple(keys[index : index + len(name)]) == name:
                size = len(name)
                start, end = words[index][1], words[index + size - 1][2]
                before = fold(text[max(0, start - 40) : start]).strip()
                if not _LAWS.search(before) and not _no_noun(text[start:end], before):
                    found.append(Mention(actor, text[start:end], start, end))
                break
        index += size
    return tuple(found)


def _no_noun(name: str, before: str) -> bool:
    """Whether a word only looks like an actor: "haciendo", "lo embargado", "después de ejecutado"."""
    participle = fold(name).endswith(_PARTICIPLES) and before.split()[-1:] not in _DETERMINERS
    return fold(name).endswith("ndo") or participle


@lru_cache(maxsize=8192)
def named(text: str) -> frozenset[str]:
    """The actors that a text of the law names or hints at."""
    words = [fold(match.group()) for match in _WORD.finditer(text)]
    roots = {stem(word) for word in words} | {_bare(word) for word in words}
    flat = f" {' '.join(map(_bare, words))} "
    hinted = {
        actor
        for actor, hints in roster().hints.items()
        if any(f" {hint} " in flat if " " in hint else stem(hint) in roots or _bare(hint) in roots for hint in hints)
    }
    return frozenset(hinted | {mention.actor for mention in mentions(text)})


def names(text: str, actor: str) -> bool:
    """Whether a text names an actor, its class or one of its members."""
    return bool(roster().kin[actor] & named(text))


def bodies(text: str) -> list[tuple[str, frozenset[str]]]:
    """Public bodies called by a proper name, each with the roots of the words that tell it from others."""
    found = []
    for match in _BODY.finditer(text):
        # What an acronym stands for cannot be told.
        words = match.group().split()[1:]
        telling = frozenset(stem(fold(word)) for word in words if word.istitle() and len(word) >= _TELLING)
        if telling:
            found.append((match.group(), telling))
    return found


@lru_cache(maxsize=4096)
def roots(text: str) -> frozenset[str]:
    """The roots of all words of a text."""
    return frozenset(stem(fold(match.group())) for match in _WORD.finditer(text))
