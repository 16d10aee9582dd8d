"""Numbers as texts write them: "62 390", "160 mil 619.6 millones", "dos punto cinco", "tercer", "la cuarta parte"."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from corpus.citations.words import fold, ordinal_ten, ordinal_unit, ordinal_value

from .text import NUMBER_WORDS, Term, word_at

_CARDINALS = {**NUMBER_WORDS, "un": 1, "uno": 1, "una": 1}
ARTICLES = frozenset({"un", "uno", "una"})
_FRACTIONS = {"mitad": Decimal("0.5"), "doble": Decimal(2), "triple": Decimal(3)}
_PARTS = {
    name: Decimal(value)
    for value, names in {
        2: "medio medios",
        3: "tercera terceras tercio tercios",
        4: "cuarta cuartas cuarto cuartos",
        5: "quinta quintas quinto quintos",
        10: "decima decimas decimo decimos",
    }.items()
    for name in names.split()
}
_MILLIONS = frozenset({"millon", "millones"})
_MILLION = 1_000_000
_BLANKS = str.maketrans("", "", ", \u00a0\u202f")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number read: its value, the unit that it already says ("$", "%"), its terms, whether it only orders."""

    value: Decimal
    unit: str
    size: int
    ordinal: bool = False


def numeral(found: list[Term], index: int) -> Numeral | None:
    """The number that begins at a term; None where none does."""
    term = found[index]
    part = _part(found, index)
    if part is not None:
        return part
    if term.text[0].isdigit() or term.text[0] == "$":
        read = _digits(term)
        return read and _scaled(found, index, read)
    return _words(found, index)


def _part(found: list[Term], index: int) -> Numeral | None:
    """ "La cuarta parte", "tres cuartas partes", "dos tercios"."""
    total, used = _cardinal(found, index)
    norm = fold(found[index + used].text) if index + used < len(found) else ""
    following = word_at(found, index + used + 1)
    if norm not in _PARTS:
        return None
    if following in ("parte", "partes"):
        return Numeral(Decimal(total or 1) / _PARTS[norm], "fraccion", used + 2)
    if used and norm in ("tercio", "tercios", "cuartos", "quintos", "decimos"):
        return Numeral(Decimal(total) / _PARTS[norm], "fraccion", used + 1)
    return None


def _digits(term: Term) -> Numeral | None:
    raw, unit = term.key, ""
    if raw.startswith("$"):
        raw, unit = raw[1:], "peso"
    if raw.endswith("%"):
        raw, unit = raw[:-1], "por_ciento"
    if ":" in raw:
        hours, _, minutes = raw.partition(":")
        return Numeral(Decimal(int(hours.translate(_BLANKS) or 0) * 60 + int(minutes)), "reloj", 1)
    try:
        return Numeral(Decimal(raw.translate(_BLANKS)), unit, 1)
    except InvalidOperation:
        return None


def _scaled(found: list[Term], index: int, read: Numeral) -> Numeral:
    """A number in digits with the "mil" and the "millones" that follow it, or with the "o." of "1o."."""
    norms = [fold(term.text) for term in found[index + 1 : index + 4]] + [""] * 3
    value, size = read.value, read.size
    if norms[0] == "mil":
        value, size = value * 1000, size + 1
        rest = _digits(found[index + 2]) if norms[1][:1].isdigit() else None
        if rest is not None and rest.value < 1000 and not rest.unit:
            value, size = value + rest.value, size + 1
    if norms[size - 1] in _MILLIONS:
        return Numeral(value * _MILLION, read.unit, size + 1)
    if size == 1 and norms[0] == "o" and found[index + 1].start == found[index].end:
        size += 2 if norms[1] == "." else 1
    return Numeral(value, read.unit, size)


def _words(found: list[Term], index: int) -> Numeral | None:
    norm = fold(found[index].text)
    if norm == "medio" and index + 1 < len(found) and fold(found[index + 1].text) == "ano":
        return Numeral(Decimal("0.5"), "", 1)
    if norm in _FRACTIONS:
        # "A mitad del año" is no half.
        middle = norm == "mitad" and index > 0 and fold(found[index - 1].text) == "a"
        return None if middle else Numeral(_FRACTIONS[norm], "fraccion", 1)
    total, used = _cardinal(found, index)
    if used:
        decimals, more = _decimals(found, index + used)
        value = Decimal(f"{total}.{decimals}") if more else Decimal(total)
        following = fold(found[index + used + more].text) if index + used + more < len(found) else ""
        if following in _MILLIONS:
            return Numeral(value * _MILLION, "", used + more + 1)
        return Numeral(value, "", used + more)
    return _ordinal(found, index, norm)


def _decimals(found: list[Term], index: int) -> tuple[str, int]:
    """The digits and the terms of "punto cero setenta y cinco"; nothing where no "punto" follows."""
    if index >= len(found) or fold(found[index].text) != "punto":
        return "", 0
    at, zeros = index + 1, ""
    while at < len(found) and fold(found[at].text) == "cero":
        at, zeros = at + 1, f"{zeros}0"
    value, used = _cardinal(found, at)
    return (f"{zeros}{value}", at + used - index) if used else ("", 0)


def _ordinal(found: list[Term], index: int, norm: str) -> Numeral | None:
    ten = ordinal_ten(norm)
    following = word_at(found, index + 1)
    if ten:
        unit = ordinal_unit(following)
        return Numeral(Decimal(ten + (unit or 0)), "", 2 if unit else 1, True)
    value = ordinal_value(norm)
    return Numeral(Decimal(value), "", 1, True) if value else None


def _cardinal(found: list[Term], index: int) -> tuple[int, int]:
    total, current, used, at = 0, 0, 0, index
    while at < len(found):
        norm = fold(found[at].text)
        if norm in ARTICLES and at + 1 < len(found) and fold(found[at + 1].text) in _CARDINALS:
            return 0, 0
        if norm in _CARDINALS:
            current += _CARDINALS[norm]
        elif norm == "mil" and (current or used == 0):
            total, current = (current or 1) * 1000, 0
        elif norm == "y" and current >= 30 and at + 1 < len(found) and _small(found[at + 1]):
            at += 1
            continue
        else:
            break
        at += 1
        used = at - index
    return total + current, used


def _small(term: Term) -> bool:
    return 0 < _CARDINALS.get(fold(term.text), 99) < 10
