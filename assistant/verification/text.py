"""Text to comparable tokens: concepts with their place, negations, modals, actors and quantities marked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

import Stemmer
import yaml

from corpus.citations.words import fold

_LEXICON = Path(__file__).with_name("lexicon.yaml")
_WORD = re.compile(
    r"\$?(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+(?:,\d+)*)(?:\.\d+)?(?::\d\d)?(?:\s?%)?"
    r"|[^\W\d_]+|[^\w\s]",
    re.UNICODE,
)
_DERIVED = (
    "aciones",
    "acion",
    "icion",
    "amient",
    "imient",
    "ativ",
    "itiv",
    "ador",
    "edor",
    "idor",
    "abil",
    "ibil",
    "ars",
)
_ROOT = 4
"""Letters that a root keeps at least."""
_LIGHT_VERBS = ("qued", "consider", "tendr", "tuvi", "habr", "hubi", "estar", "estuv", "resulta")
_PREFIXED = {
    f"{'im' if word[0] == 'p' else 'in'}{word}{plural}": word + plural
    for word in ("suficiente", "competente", "existente", "procedente", "competencia", "existencia", "suficiencia")
    for plural in ("", "s")
}
_YES = "sí"
_NEGATORS = frozenset({"no", "nunca", "jamas", "tampoco", "ni", "sin", "ningun", "ninguna", "ninguno"})


NUMBER_WORDS = {
    word: value
    for value, words in {
        0: "cero",
        2: "dos",
        3: "tres",
        4: "cuatro",
        5: "cinco",
        6: "seis",
        7: "siete",
        8: "ocho",
        9: "nueve",
        10: "diez",
        11: "once",
        12: "doce",
        13: "trece",
        14: "catorce",
        15: "quince",
        16: "dieciseis",
        17: "diecisiete",
        18: "dieciocho",
        19: "diecinueve",
        20: "veinte",
        21: "veintiun veintiuno veintiuna",
        22: "veintidos",
        23: "veintitres",
        24: "veinticuatro",
        25: "veinticinco",
        26: "veintiseis",
        27: "veintisiete",
        28: "veintiocho",
        29: "veintinueve",
        30: "treinta",
        40: "cuarenta",
        50: "cincuenta",
        60: "sesenta",
        70: "setenta",
        80: "ochenta",
        90: "noventa",
        100: "cien ciento",
        200: "doscientos doscientas",
        300: "trescientos trescientas",
        400: "cuatrocientos cuatrocientas",
        500: "quinientos quinientas",
        600: "seiscientos seiscientas",
        700: "setecientos setecientas",
        800: "ochocientos ochocientas",
        900: "novecientos novecientas",
    }.items()
    for word in words.split()
}
"""Cardinal numbers in words; "un" and "una" are articles until a unit follows."""


class Kind(StrEnum):
    CONCEPT = "concept"
    LIGHT = "light"
    NEGATION = "negation"
    MARK = "mark"
    ACTOR = "actor"
    NUMBER = "number"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class Term:
    """One token or one phrase of the lexicon; `key` is what is compared."""

    key: str
    kind: Kind
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`lexicon.yaml` ready to look up."""

    concept_of: dict[str, str]
    phrases: dict[tuple[str, ...], tuple[str, Kind]]
    longest: int
    light: frozenset[str]
    role_of: dict[str, str]
    antonyms: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    operative: frozenset[str] = frozenset()
    calendar: frozenset[str] = frozenset()
    weak: frozenset[str] = frozenset()


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    return Stemmer.Stemmer("spanish")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The Spanish stem of a folded word."""
    return fold(str(_stemmer().stemWord(word)))


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Read the lexicon once."""
    raw = yaml.safe_load(_LEXICON.read_text(encoding="utf-8"))
    concept_of: dict[str, str] = {}
    stems: dict[str, str] = {}
    for line in raw["synonyms"]:
        words = [fold(word.strip('"')) for word in line.split()]
        for word in words:
            concept_of.setdefault(word, words[0])
            stems.setdefault(stem(word), words[0])
    concept_of = {**stems, **concept_of}
    phrases: dict[tuple[str, ...], tuple[str, Kind]] = {}
    for label, forms in raw["phrases"].items():
        for form in forms:
            kind = Kind.NEGATION if label in ("NEG", "NIEGA") else Kind.MARK
            phrases[tuple(fold(form).split())] = (label, kind)
    for label, forms in raw["actors"].items():
        for form in forms:
            phrases[tuple(fold(form).split())] = (label, Kind.ACTOR)
    for key, forms in raw["compounds"].items():
        for form in forms:
            phrases[tuple(fold(form).split())] = (concept_of.get(key, key), Kind.CONCEPT)
    roles = {actor: role for role, actors in raw["roles"].items() for actor in actors}
    own = {key: concept_of.get(key, key) for key in raw["compounds"]}
    pairs = [tuple(own.get(word) or _idea(fold(word), concept_of) for word in pair) for pair in raw["antonyms"]]
    antonyms = frozenset((a, b) for a, b in pairs) | frozenset((b, a) for a, b in pairs)
    light = frozenset(fold(word) for word in raw["light"].split())
    operative, calendar, weak = (
        frozenset(_idea(word, concept_of) for word in map(fold, raw[name].split()))
        for name in ("operative", "calendar", "weak")
    )
    return Lexicon(concept_of, phrases, max(map(len, phrases)), light, roles, antonyms, operative, calendar, weak)


def terms(text: str) -> list[Term]:
    """All terms of a text in order; phrases of the lexicon are one term."""
    lex = lexicon()
    tokens = [
        (match.group(), match.start(), match.end()) for match in _WORD.finditer(unicodedata.normalize("NFC", text))
    ]
    # "Sí procede" affirms: only "si" without its accent is a condition.
    norms = [_YES if token.lower() == _YES else fold(token) for token, _, _ in tokens]
    found: list[Term] = []
    index = 0
    while index < len(tokens):
        phrase = _phrase(norms, index, lex)
        if phrase:
            (key, kind), size = phrase
            end = tokens[index + size - 1][2]
            found.append(Term(key, kind, text[tokens[index][1] : end], tokens[index][1], end))
            index += size
            continue
        found += _single(tokens[index], norms[index], lex)
        index += 1
    return found


def _phrase(norms: list[str], index: int, lex: Lexicon) -> tuple[tuple[str, Kind], int] | None:
    for size in range(min(lex.longest, len(norms) - index), 0, -1):
        found = lex.phrases.get(tuple(norms[index : index + size]))
        if found:
            return found, size
    return None


def _single(token: tuple[str, int, int], norm: str, lex: Lexicon) -> list[Term]:
    text, start, end = token
    if norm in _PREFIXED:
        # "insuficiente" denies "suficiente"
        denied = Term("no", Kind.NEGATION, "no", start, start)
        return [denied, Term(concept(_PREFIXED[norm]), Kind.CONCEPT, text, start, end)]
    return [_plain_term(token, norm, lex)]


def _plain_term(token: tuple[str, int, int], norm: str, lex: Lexicon) -> Term:
    text, start, end = token
    # A lone combining mark folds into nothing, and is then a sign.
    if norm[:1].isdigit() or norm[:1] == "$":
        return Term(norm, Kind.NUMBER, text, start, end)
    if not norm[:1].isalpha():
        return Term(norm, Kind.SIGN, text, start, end)
    if norm in _NEGATORS:
        return Term(norm, Kind.NEGATION, text, start, end)
    if norm in NUMBER_WORDS:
        return Term(norm, Kind.NUMBER, text, start, end)
    if norm in lex.light or norm == _YES or norm.startswith(_LIGHT_VERBS):
        return Term(norm, Kind.LIGHT, text, start, end)
    return Term(concept(norm), Kind.CONCEPT, text, start, end)


@lru_cache(maxsize=65536)
def concept(norm: str) -> str:
    """The idea that a folded word stands for: its synonym group, or its stem."""
    return _idea(norm, lexicon().concept_of)


def _idea(norm: str, concept_of: dict[str, str]) -> str:
    root = family(stem(norm))
    return concept_of.get(norm) or concept_of.get(stem(norm)) or concept_of.get(root) or root


def family(stemmed: str) -> str:
    """The root that a verb shares with its nouns and adjectives: "ampliación", "ampliarse" and "amplíe" are one."""
    for ending in _DERIVED:
        if stemmed.endswith(ending) and len(stemmed) - len(ending) >= _ROOT:
            stemmed = stemmed.removesuffix(ending)
            break
    if stemmed.endswith("qu"):
        stemmed = f"{stemmed[:-2]}c"
    elif stemmed.endswith(("gu", "zc")):
        stemmed = stemmed[:-1]
    return stemmed[:-1] + "z" if stemmed.endswith("c") and len(stemmed) > _ROOT else stemmed


def word_at(found: Sequence[Term], index: int) -> str:
    """The folded word at a place, or nothing outside the text."""
    return fold(found[index].text) if 0 <= index < len(found) else ""
