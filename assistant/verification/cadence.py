"""Words of time: how often ("cada trimestre", "dos veces al año"), in which month, on which day of the week."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from corpus.citations.words import MONTHS, fold

from .claim import Claim
from .evidence import Unit
from .quantities import Quantity
from .text import Term, word_at

_EVERY = {
    "diari": "dia",
    "cotidian": "dia",
    "seman": "semana",
    "quincen": "quincena",
    "mensual": "mes",
    "bimestr": "2 mes",
    "trimestr": "3 mes",
    "cuatrimestr": "4 mes",
    "semestr": "6 mes",
    "anual": "12 mes",
}
_NOUNS = {"ano": "12 mes", "anos": "12 mes", "mes": "mes", "meses": "mes", "dia": "dia", "dias": "dia"}
_PER_YEAR = {2: "6 mes", 3: "4 mes", 4: "3 mes", 6: "2 mes", 12: "mes"}
_WEEK = re.compile(r"(?:lunes|martes|miercoles|jueves|viernes|sabados?|domingos?)$")


def cadence_fault(claim: Claim, units: Sequence[Unit]) -> str:
    """A word of time that the cited provisions say in no form; "" where all stand."""
    mine = _named(claim.terms, claim.quantities)
    if not mine:
        return ""
    said = {name for unit in units for name in _said(unit)}
    if any(_often(unit.terms, quantity) for unit in units for quantity in unit.quantities):
        # Beside "cada dos años", "dentro del año siguiente" does not say how often.
        said = {name for unit in units for name in _named(unit.terms, unit.quantities)}
    return next((f"el texto citado no dice «{text}»" for name, text in mine.items() if name not in said), "")


def is_cadence(claim: Claim, quantity: Quantity) -> bool:
    """Whether a quantity says how often: "cada tres meses", "dos veces al año"."""
    return bool(_often(claim.terms, quantity))


@lru_cache(maxsize=5000)
def _said(unit: Unit) -> frozenset[str]:
    """What a unit names, "año" and "seis meses" included: they say what "anual" and "semestral" say."""
    inside = {at for held in unit.quantities if held.value != 1 for at in range(held.first, held.last + 1)}
    nouns = {
        _NOUNS[norm]
        for index, term in enumerate(unit.terms)
        if index not in inside and (norm := fold(term.text)) in _NOUNS
    }
    terms = {_months(quantity) for quantity in unit.quantities}
    return frozenset({*_named(unit.terms, unit.quantities), *nouns, *terms})


def _named(found: Sequence[Term], held: Sequence[Quantity]) -> dict[str, str]:
    """Each period, month and day of the week that terms name, with the words that do."""
    out: dict[str, str] = {}
    for index, term in enumerate(found):
        norm = fold(term.text)
        name = _period(norm) if not _newspaper(found, index) else ""
        if not name and (norm in MONTHS or _WEEK.match(norm)):
            name = norm.removesuffix("s") if norm.startswith(("sab", "dom")) else norm
        if norm in _NOUNS and index and fold(found[index - 1].text) == "cada":
            name = _NOUNS[norm]
        if name:
            out.setdefault(name, term.text)
    for quantity in held:
        name = _often(found, quantity)
        if name:
            out.setdefault(name, quantity.text)
    return out


def _period(norm: str) -> str:
    stem = next((stem for stem in _EVERY if norm.startswith(stem)), "")
    return _EVERY.get(stem, "")


def _months(quantity: Quantity) -> str:
    value, name = quantity.measure
    return _written(value) if name == "mes" else ""


def _often(found: Sequence[Term], quantity: Quantity) -> str:
    before = word_at(found, quantity.first - 1)
    if before == "cada":
        return _months(quantity)
    after = [fold(term.text) for term in found[quantity.last + 1 : quantity.last + 3]]
    if quantity.unit == "vez" and after in (["al", "ano"], ["por", "ano"]):
        return _PER_YEAR.get(int(quantity.value), "")
    return ""


def _written(value: Decimal) -> str:
    return "mes" if value == 1 else f"{value.normalize():f} mes"


def _newspaper(found: Sequence[Term], index: int) -> bool:
    """ "El Diario Oficial", "un diario de mayor circulación" and "uso diario" say nothing of time."""
    if not fold(found[index].text).startswith("diari"):
        return False
    before = word_at(found, index - 1)
    after = word_at(found, index + 1)
    return before in ("", "el", "un", "los", "del", "en", "al", "uso") or after in ("oficial", "oficiales", "de")
