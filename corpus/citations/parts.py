"""What hangs below an article: apartado, fracción, inciso, numeral and párrafo, one value or a list of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from corpus.latin_numbers import LATIN

from .reader import CONJUNCTIONS, Reader
from .words import (
    FROM_THE_END,
    ONLY,
    fold,
    ordinal_ten,
    ordinal_unit,
    ordinal_value,
    roman,
    roman_value,
    word_set,
)


class Level(IntEnum):
    """Depth of a part; a paragraph hangs on whatever comes before it."""

    ARTICLE = 0
    APARTADO = 1
    FRACCION = 2
    INCISO = 3
    NUMERAL = 4
    PARRAFO = 5


@dataclass(frozen=True, slots=True)
class Value:
    """One member of a list of parts, with its tokens and, for a range, its last member."""

    text: str
    start: int
    end: int
    until: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Parts of one level that stand together: "fracciones I y II", "primer y último párrafos"."""

    level: Level
    values: tuple[Value, ...]
    start: int
    end: int


KEYWORDS = (
    dict.fromkeys(
        ("fraccion", "fracciones", "fracc", "fraccs", "frac", "fracs", "fr", "frs", "fcc", "fraccs"), Level.FRACCION
    )
    | dict.fromkeys(("inciso", "incisos", "inc", "incs", "subinciso", "subincisos"), Level.INCISO)
    | dict.fromkeys(("parrafo", "parrafos", "parr", "parrs", "p", "pfo", "pfos"), Level.PARRAFO)
    | dict.fromkeys(("apartado", "apartados", "apdo"), Level.APARTADO)
    | dict.fromkeys(("numeral", "numerales", "punto", "subnumeral"), Level.NUMERAL)
)
_PLURAL = word_set("fracciones fraccs fracs frs incisos parrafos parrs apartados numerales")
_FRACTION_TYPOS = word_set("fraccin fracion fracciom fraccon faccion fraacion fraciones fraccio fraccionn fraccionm")
_QUOTES = frozenset({'"', "“", "”", "'", "«", "»"})
_ABBREVIATED = frozenset(
    ["fracc", "fraccs", "frac", "fracs", "fr", "frs", "fcc", "inc", "incs", "parr", "parrs", "p", "pfo", "pfos", "apdo"]
)
_MAX_LIST = 60


def keyword(reader: Reader, index: int) -> Level | None:
    """The level that the word at an index announces; "p" only as the abbreviation "p. 1"."""
    norm = reader.norm(index)
    level = KEYWORDS.get(norm)
    if level is None and norm in _FRACTION_TYPOS:
        return Level.FRACCION
    if norm == "p" and not (reader.norm(index + 1) == "." or reader.at(index + 1).kind == "n"):
        return None
    return level


def read_part(reader: Reader, index: int, bare: bool = False) -> Part | None:
    """The part that starts at a token: keyword first, ordinal first ("segundo párrafo") or, if `bare`, "V" and "c)"."""
    level = keyword(reader, index)
    if level is not None:
        at = index + 1
        if reader.norm(at) == "." and reader.norm(index) in _ABBREVIATED:
            at += 1
        return _listed(reader, level, index, at, reader.norm(index) in _PLURAL)
    return _paragraph_ordinals(reader, index) or (_bare(reader, index) if bare else None)


def _listed(reader: Reader, level: Level, start: int, at: int, plural: bool) -> Part | None:
    first = _value(reader, level, at)
    if first is None:
        return None
    values = [_ranged(reader, level, Value(first.text, start, first.end))]
    while len(values) < _MAX_LIST:
        after = reader.separator(values[-1].end)
        if after == values[-1].end:
            break
        value = _value(reader, level, after, reader.at(at).text)
        if value is None or not _continues(reader, level, value, plural):
            break
        values.append(_ranged(reader, level, value))
    return Part(level, tuple(values), start, values[-1].end)


def _continues(reader: Reader, level: Level, value: Value, plural: bool) -> bool:
    """Whether a further value belongs to the list and not to the sentence that goes on."""
    if level is Level.INCISO:
        return reader.norm(value.end - 1) == ")" or (plural and reader.norm(value.start) not in CONJUNCTIONS)
    if level is Level.PARRAFO:
        return plural
    if level is Level.APARTADO:
        return plural
    token = reader.at(value.start)
    if token.kind == "n":
        return plural
    if level is Level.FRACCION and token.text.islower():
        return plural and len(token.text) > 1
    return True


def _value(reader: Reader, level: Level, at: int, first_text: str = "") -> Value | None:
    """One value of a level; in a list of roman fractions, digits are an article and not a fraction."""
    token = reader.at(at)
    if level is Level.FRACCION:
        return _fraction(reader, at, first_text)
    if level is Level.INCISO:
        return _inciso(reader, at)
    if level is Level.PARRAFO:
        return _paragraph(reader, at)
    if level is Level.APARTADO:
        if token.kind == "w" and len(token.text) == 1 and token.text.isupper():
            return Value(token.text, at, at + 2 if reader.norm(at + 1) == ")" else at + 1)
        return None
    if token.kind == "n" and len(token.text) <= 2 and not reader.dotted(at):
        return Value(str(int(token.text)), at, at + 1)
    return None


def _fraction(reader: Reader, at: int, first_text: str) -> Value | None:
    token = reader.at(at)
    number: int | None = None
    after = at + 1
    if token.kind == "n" and len(token.text) <= 3 and not reader.dotted(at):
        if first_text and not first_text.isdecimal():
            return None
        number = int(token.text) or None
        if reader.norm(after) in ("a", "ª", "º", "o") and reader.joined(after):
            after += 2 if reader.norm(after + 1) == "." else 1
    elif token.kind == "w":
        number = roman_value(token.text)
        if number is None:
            found = _ordinal(reader, at)
            number, after = found if found else (None, after)
            if keyword(reader, after) is Level.PARRAFO:
                return None
    if not number:
        return None
    text = roman(number)
    latin = after + 1 if reader.norm(after) == "-" else after
    if reader.norm(latin) in LATIN:
        return Value(f"{text}-{LATIN[reader.norm(latin)]}", at, latin + 1)
    return Value(text, at, after)


def _inciso(reader: Reader, at: int) -> Value | None:
    opening = 1 if reader.norm(at) in _QUOTES or reader.norm(at) == "(" else 0
    token = reader.at(at + opening)
    if token.kind != "w" or len(token.text) > 2 or (len(token.text) == 2 and len(set(token.norm)) > 1):
        return None
    after = at + opening + 1
    if reader.norm(after) == ")":
        after += 1
    elif len(token.text) == 2 or (token.text.islower() and token.norm in CONJUNCTIONS and not opening):
        return None
    if opening and reader.norm(after) in _QUOTES:
        after += 1
    return Value(fold_letter(token.text), at, after)


def fold_letter(text: str) -> str:
    """An inciso letter in lower case; the eñe stays."""
    return text.lower() if text.lower() == "ñ" else fold(text)


def _ordinal(reader: Reader, at: int) -> tuple[int, int] | None:
    """The ordinal at an index, two words joined ("vigésimo tercero"), and the index after it."""
    norm = reader.norm(at)
    ten = ordinal_ten(norm)
    if ten:
        unit = ordinal_unit(reader.norm(at + 1))
        return (ten + unit, at + 2) if unit else (ten, at + 1)
    value = ordinal_value(norm)
    return (value, at + 1) if value is not None else None


read_ordinal = _ordinal


def _paragraph(reader: Reader, at: int) -> Value | None:
    token = reader.at(at)
    if token.kind == "n" and len(token.text) <= 2 and not reader.dotted(at) and int(token.text):
        after = at + 1
        if reader.norm(after) in ("o", "º", "°") and reader.joined(after):
            after += 2 if reader.norm(after + 1) == "." and reader.joined(after + 1) else 1
        return Value(f"p{int(token.text)}", at, after)
    if token.norm in FROM_THE_END:
        return Value(f"p{FROM_THE_END[token.norm]}", at, at + 1)
    found = _ordinal(reader, at)
    if found and found[0] != ONLY:
        return Value(f"p{found[0]}", at, found[1])
    return None


def _paragraph_ordinals(reader: Reader, index: int) -> Part | None:
    """ "primer, segundo y último párrafos", "1er. párrafo": the values come before the word."""
    values: list[Value] = []
    at = index
    while len(values) < 12:
        value = _paragraph(reader, at)
        if value is None:
            return None
        after = value.end
        if reader.norm(after) in ("er", "do", "to", "vo", "no", "mo") and reader.joined(after):
            after += 2 if reader.norm(after + 1) == "." else 1
        elif reader.at(after - 1).kind == "n":
            return None
        values.append(Value(value.text, at, after))
        if keyword(reader, after) is Level.PARRAFO and reader.norm(after) != "p":
            after += 2 if reader.norm(after) in ("parr", "parrs") and reader.norm(after + 1) == "." else 1
            last = values[-1]
            values[-1] = Value(last.text, last.start, after)
            return Part(Level.PARRAFO, tuple(values), index, after)
        at = reader.separator(after)
        if at == after:
            return None
    return None


def _bare(reader: Reader, index: int) -> Part | None:
    """A fraction or an inciso with no word before it: the V and the c) of "66-A, V, c)"."""
    token = reader.at(index)
    if token.kind != "w":
        return None
    if reader.norm(index + 1) == ")":
        inciso = _inciso(reader, index)
        if inciso is None or token.text.isupper():
            return None
        return Part(Level.INCISO, (_ranged(reader, Level.INCISO, inciso),), index, inciso.end)
    shown = token.text.isupper() or (reader.loose and len(token.text) > 1)
    if not shown or roman_value(token.text) is None or not set(token.norm) & set("ivx"):
        return None
    value = _fraction(reader, index, "")
    if value is None:
        return None
    return Part(Level.FRACCION, (_ranged(reader, Level.FRACCION, value),), index, value.end)


def _ranged(reader: Reader, level: Level, value: Value) -> Value:
    """Extend a value to a range where "a", "al" or "a la" and another value of the level follow."""
    if reader.norm(value.end) not in ("a", "al"):
        return value
    at = value.end + 1
    at += 1 if reader.norm(at) in ("el", "la") else 0
    if level is Level.FRACCION and reader.at(at).kind == "n" and reader.at(value.end - 1).kind != "n":
        return value
    last = _value(reader, level, at)
    if last is None or (level is Level.INCISO and reader.norm(last.end - 1) != ")" and len(reader.at(at).text) > 1):
        return value
    return Value(value.text, value.start, last.end, last.text)
