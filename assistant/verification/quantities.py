"""Quantities of a text: value and unit, in digits or words ("quince días hábiles", "50%", "$630.00", "7:30")."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from corpus.citations.words import MONTHS, fold

from .numerals import ARTICLES, Numeral, numeral
from .text import Term, word_at

_UNITS = {
    word: unit
    for unit, words in {
        "dia": "dia dias",
        "semana": "semana semanas",
        "quincena": "quincena quincenas",
        "mes": "mes meses mensualidad mensualidades",
        "bimestre": "bimestre bimestres",
        "trimestre": "trimestre trimestres",
        "cuatrimestre": "cuatrimestre cuatrimestres",
        "semestre": "semestre semestres",
        "ano": "ano anos anualidad anualidades",
        "hora": "hora horas",
        "minuto": "minuto minutos",
        "peso": "peso pesos",
        "vez": "vez veces",
        "uma": "uma umas",
        "salario": "salario salarios",
        "ejercicio": "ejercicio ejercicios",
        "periodo": "periodo periodos",
        "unidad": "unidad unidades",
        "parte": "parte partes",
    }.items()
    for word in words.split()
}
_MONTHS_OF = {"mes": 1, "bimestre": 2, "trimestre": 3, "cuatrimestre": 4, "semestre": 6, "ano": 12, "ejercicio": 12}
_SINGULAR = frozenset({"por_ciento", "dia", "semana", "mes", "bimestre", "trimestre", "semestre", "ano", "hora"})
"""Units that "un" and "una" count."""
_MINIMA = frozenset({"vez", "uma", "salario", "unidad"})
""" "Diez veces el salario mínimo" is "diez salarios mínimos"."""
_QUALIFIERS = (
    ("habil", "habil"),
    ("natural", "natural"),
    ("mensual", "mensual"),
    ("anual", "anual"),
    ("diari", "diario"),
)
_DAYS = frozenset({"habil", "natural"})
_LINKS = frozenset({"de", "del", "por", "el", "la", "los", "las"})
_AMONG = frozenset({"ultimos", "ultimas", "primeros", "primeras", "siguientes"})
_JOINTS = frozenset({"a", "al", "hasta", "y", "o", "u", "ni"})
_CENTS = 100
_DATE = 5
"""Terms of a date in digits: day, month and year with what parts them."""
_LABELLED = frozenset({"bis", "ter", "quater", "quinquies", "sexies"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value with its unit ("" where none follows) and the terms it stands on, from `first` to `last` included."""

    value: Decimal
    unit: str
    qualifier: str
    first: int
    last: int
    text: str

    @property
    def measure(self) -> tuple[Decimal, str]:
        """Value and unit in the plainest form: "un año" is twelve months, "la mitad" is "50%"."""
        if self.unit in _MONTHS_OF:
            return self.value * _MONTHS_OF[self.unit], "mes"
        if self.unit == "semana":
            return self.value * 7, "dia"
        if self.unit == "reloj":
            return self.value / 60, "hora"
        if self.unit == "fraccion":
            return self.value * 100, "por_ciento"
        return self.value, "minima" if self.unit in _MINIMA else self.unit

    def same(self, other: Quantity) -> bool:
        """Equal amount of the same thing; working days are not calendar days, and neither are told from bare ones."""
        if self.measure != other.measure:
            return False
        if self.qualifier in _DAYS and self.qualifier != other.qualifier:
            return False
        return "" in (self.qualifier, other.qualifier) or self.qualifier == other.qualifier


def quantities(found: list[Term], skip: list[tuple[int, int]] | None = None) -> list[Quantity]:
    """Every quantity in a list of terms; character spans in `skip` (citations) hold none."""
    out: list[Quantity] = []
    index = 0
    while index < len(found):
        term = found[index]
        if any(start <= term.start < end for start, end in skip or ()):
            index += 1
            continue
        dated = _numeric_date(found, index)
        if dated:
            out += dated
            index = dated[-1].last + 1
            continue
        read = numeral(found, index)
        quantity = _quantity(found, index, read) if read else None
        if quantity is None:
            index += 1
            continue
        if not (read and read.ordinal and _only_orders(quantity)):
            out.append(quantity)
        index = quantity.last + 1
    return [_ranged(found, out, at) for at in range(len(out))]


def _quantity(found: list[Term], index: int, read: Numeral) -> Quantity | None:
    after = index + read.size
    unit, qualifier, last = _unit(found, after, read.unit)
    article = read.size == 1 and fold(found[index].text) in ARTICLES
    if article and unit not in _SINGULAR and not _opens_range(found, index):
        return None
    if not unit and _is_label(found, after):
        return None
    end = max(last, after)
    cents, more = _cents(found, end) if unit == "peso" else (Decimal(0), 0)
    end += more
    text = " ".join(item.text for item in found[index:end])
    return Quantity(read.value + cents, unit, qualifier, index, end - 1, text)


def _cents(found: list[Term], at: int) -> tuple[Decimal, int]:
    """The "con sesenta y ocho centavos" or "68/100" after pesos, and how many terms it takes."""
    start = at + 1 if word_at(found, at) == "con" else at
    read = numeral(found, start) if start < len(found) else None
    if read is None or read.unit or not 0 <= read.value < _CENTS or read.value % 1:
        return Decimal(0), 0
    after = start + read.size
    if start > at and word_at(found, after).startswith("centavo"):
        return read.value / _CENTS, after + 1 - at
    if [term.text for term in found[after : after + 2]] == ["/", str(_CENTS)]:
        return read.value / _CENTS, after + 2 - at
    return Decimal(0), 0


def _numeric_date(found: list[Term], at: int) -> list[Quantity]:
    """Day and year of "1/09/2021"; nothing where no such date begins."""
    parts = found[at : at + _DATE]
    if len(parts) < _DATE or parts[1].text not in "/-" or parts[3].text != parts[1].text:
        return []
    day, month, year = (parts[place].text for place in (0, 2, 4))
    if not (day.isdecimal() and month.isdecimal() and year.isdecimal() and len(year) == len("2021")):
        return []
    name = next((name for name, number in MONTHS.items() if number == int(month)), "")
    if not name or parts[-1].end - parts[0].start > len("01/09/2021"):
        return []
    text = "".join(part.text for part in parts)
    return [
        Quantity(Decimal(day), f"de_{name}", "", at, at + _DATE - 2, text),
        Quantity(Decimal(year), "", "", at + _DATE - 1, at + _DATE - 1, year),
    ]


def _only_orders(quantity: Quantity) -> bool:
    """ "La primera mensualidad" and "la segunda vez" order; "el tercer día" is a term and "primero de enero" a date."""
    return quantity.unit in ("", "vez", "parte") or (quantity.value == 1 and not quantity.unit.startswith("de_"))


def _is_label(found: list[Term], after: int) -> bool:
    """ "29-C", "115 bis": the label of an article that the sentence does not call one."""
    norms = [fold(term.text) for term in found[after : after + 2]] + ["", ""]
    if norms[0] == "-":
        return found[after].start == found[after - 1].end and norms[1].isalpha()
    return norms[0] in _LABELLED


def _opens_range(found: list[Term], index: int) -> bool:
    """The "uno" of "de uno a seis años"."""
    if fold(found[index].text) != "uno" or index + 2 >= len(found):
        return False
    return fold(found[index + 1].text) in ("a", "y", "hasta") and numeral(found, index + 2) is not None


def _ranged(found: list[Term], held: list[Quantity], at: int) -> Quantity:
    """A bare value takes the unit of the one that it is joined to: "de 1 a 6 años", "entre el 20 y el 25%"."""
    mine = held[at]
    if mine.unit or at + 1 == len(held):
        return mine
    following = held[at + 1]
    between = [fold(term.text) for term in found[mine.last + 1 : following.first]]
    joined = between[:1] and between[0] in _JOINTS and all(word in _LINKS for word in between[1:])
    return replace(mine, unit=following.unit, qualifier=following.qualifier) if joined else mine


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
    skipped = 1 if norms[0] in _AMONG or (norms[0] == "de" and norms[1] in ("pesos", "veces")) else 0
    if norms[skipped] in _UNITS:
        qualifier, extra = _qualifier(norms[skipped + 1])
        return _UNITS[norms[skipped]], qualifier, at + skipped + 1 + extra
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
