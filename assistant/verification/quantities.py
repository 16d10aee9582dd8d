"""Quantities of a text: value and unit, in digits or words ("quince días hábiles", "50%", "$630.00", "7:30")."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from corpus.citations.words import MONTHS, fold, ordinal_ten, ordinal_unit, ordinal_value

from .text import NUMBER_WORDS, Term

_CARDINALS = {**NUMBER_WORDS, "un": 1, "uno": 1, "una": 1}
_ARTICLES = frozenset({"un", "uno", "una"})
_FRACTIONS = {"mitad": Decimal("0.5"), "doble": Decimal(2), "triple": Decimal(3)}
_UNITS = {
    "dia": "dia",
    "dias": "dia",
    "mes": "mes",
    "meses": "mes",
    "mensualidades": "mes",
    "bimestre": "bimestre",
    "bimestres": "bimestre",
    "semestre": "semestre",
    "ano": "ano",
    "anos": "ano",
    "hora": "hora",
    "horas": "hora",
    "minuto": "minuto",
    "minutos": "minuto",
    "peso": "peso",
    "pesos": "peso",
    "vez": "vez",
    "veces": "vez",
    "uma": "uma",
    "salario": "salario",
    "salarios": "salario",
    "ejercicio": "ejercicio",
    "ejercicios": "ejercicio",
    "periodo": "periodo",
    "periodos": "periodo",
    "unidad": "unidad",
    "unidades": "unidad",
    "parte": "parte",
    "partes": "parte",
}
_QUALIFIERS = (
    ("habil", "habil"),
    ("natural", "natural"),
    ("mensual", "mensual"),
    ("anual", "anual"),
    ("diari", "diario"),
)
_LINKS = frozenset({"de", "del", "por", "el", "la", "los", "las"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value with its unit ("" where none follows) and the terms it stands on, from `first` to `last` included."""

    value: Decimal
    unit: str
    qualifier: str
    first: int
    last: int
    text: str

    def same(self, other: Quantity) -> bool:
        """Equal amount of the same thing; a unit or a qualifier that only one of them has is a difference."""
        mine, theirs = _months(self), _months(other)
        if mine != theirs:
            return False
        return self.qualifier == other.qualifier or "" in (self.unit, other.unit)


def _months(quantity: Quantity) -> tuple[Decimal, str]:
    """Years are twelve months, so that "un año" and "doce meses" are the same term."""
    if quantity.unit == "ano":
        return quantity.value * 12, "mes"
    return quantity.value, quantity.unit


def quantities(found: list[Term], skip: list[tuple[int, int]] | None = None) -> list[Quantity]:
    """Every quantity in a list of terms; character spans in `skip` (citations) hold none."""
    out: list[Quantity] = []
    index = 0
    while index < len(found):
        term = found[index]
        if any(start <= term.start < end for start, end in skip or ()):
            index += 1
            continue
        read = _digits(term) if term.text[0].isdigit() or term.text[0] == "$" else _words(found, index)
        if read is None:
            index += 1
            continue
        value, unit, after = read[0], read[1], index + read[2]
        unit, qualifier, last = _unit(found, after, unit)
        article = read[2] == 1 and fold(term.text) in _ARTICLES
        if article and unit not in ("dia", "mes", "ano", "hora", "bimestre"):
            index += 1
            continue
        if not (unit == "" and read[3]):
            text = " ".join(item.text for item in found[index : max(last, after)])
            out.append(Quantity(value, unit, qualifier, index, max(last, after) - 1, text))
        index = max(last, after)
    return out


def _digits(term: Term) -> tuple[Decimal, str, int, bool] | None:
    raw, unit = term.key, ""
    if raw.startswith("$"):
        raw, unit = raw[1:], "peso"
    if raw.endswith("%"):
        raw, unit = raw[:-1], "por_ciento"
    if ":" in raw:
        hours, _, minutes = raw.partition(":")
        return Decimal(int(hours.replace(",", "") or 0) * 60 + int(minutes)), "reloj", 1, False
    try:
        return Decimal(raw.replace(",", "").rstrip(".")), unit, 1, False
    except InvalidOperation:
        return None


def _words(found: list[Term], index: int) -> tuple[Decimal, str, int, bool] | None:
    """(value, unit, terms read, whether it is an ordinal) of a number in words."""
    norm = fold(found[index].text)
    if norm == "cada":
        following = fold(found[index + 1].text) if index + 1 < len(found) else ""
        return (Decimal(1), "", 1, True) if following in _UNITS else None
    if norm in _FRACTIONS:
        return _FRACTIONS[norm], "fraccion", 1, False
    total, used = _cardinal(found, index)
    if used:
        decimals, more = _decimals(found, index + used)
        return Decimal(f"{total}.{decimals}") if more else Decimal(total), "", used + more, False
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


def _ordinal(found: list[Term], index: int, norm: str) -> tuple[Decimal, str, int, bool] | None:
    ten = ordinal_ten(norm)
    following = fold(found[index + 1].text) if index + 1 < len(found) else ""
    if ten:
        unit = ordinal_unit(following)
        return Decimal(ten + (unit or 0)), "", 2 if unit else 1, True
    value = ordinal_value(norm)
    if value is None or value == 0:
        return None
    return Decimal(value), "", 1, True


def _cardinal(found: list[Term], index: int) -> tuple[int, int]:
    total, current, used, at = 0, 0, 0, index
    while at < len(found):
        norm = fold(found[at].text)
        if norm in _ARTICLES and at + 1 < len(found) and fold(found[at + 1].text) in _CARDINALS:
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


def _unit(found: list[Term], at: int, known: str) -> tuple[str, str, int]:
    """The unit after a number, its qualifier (hábil, natural, calendario, anual, mensual) and the index after."""
    norms = [fold(term.text) for term in found[at : at + 4]] + [""] * 4
    if known in ("peso", "por_ciento", "reloj", "fraccion"):
        qualifier, extra = _qualifier(norms[0]) if known == "por_ciento" else ("", 0)
        return known, qualifier, at + extra
    if norms[0] == "por" and norms[1] in ("ciento", "cien"):
        qualifier, extra = _qualifier(norms[2])
        return "por_ciento", qualifier, at + 2 + extra
    if norms[0] == "de" and norms[1] in MONTHS:
        return f"de_{norms[1]}", "", at + 2
    if norms[0] == "terceras" and norms[1] == "partes":
        return "tercios", "", at + 2
    if norms[0] == "cuartas" and norms[1] == "partes":
        return "cuartos", "", at + 2
    if norms[0] in _UNITS:
        qualifier, extra = _qualifier(norms[1])
        return _UNITS[norms[0]], qualifier, at + 1 + extra
    if norms[0] in ("ultimos", "primeros", "siguientes") and norms[1] in _UNITS:
        return _UNITS[norms[1]], "", at + 2
    return "", "", at


def _qualifier(norm: str) -> tuple[str, int]:
    for stem, label in _QUALIFIERS:
        if norm.startswith(stem):
            return label, 1
    return "", 0


def unit_before(found: list[Term], quantity: Quantity) -> str:
    """The unit that stands before a bare value: the "día" of "día 17"."""
    for term in reversed(found[max(0, quantity.first - 2) : quantity.first]):
        norm = fold(term.text)
        if norm in _UNITS:
            return _UNITS[norm]
        if norm not in _LINKS:
            return ""
    return ""
