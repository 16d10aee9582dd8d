"""Which fraction of LSS 304 A an infraction is: the one named, or the one whose words are used."""

from __future__ import annotations

import re

from assistant.understanding.spans import fold

_FRACTION_SAID = r"\bfr(?:acc?(?:ion)?)?\.?\s*([ivx]{1,6})\b"
_NAMED = re.compile(
    rf"\b304\s*-?\s*a\b.{{0,24}}?{_FRACTION_SAID}|{_FRACTION_SAID}.{{0,20}}\b304\s*-?\s*a\b|"
    # 304 B has five fractions: a sixth or later one is of 304 A, whose infractions it punishes.
    r"\b304\s*-?\s*b\b.{0,12}?\bfr(?:acc?(?:ion)?)?\.?\s*(vi{1,3}|ix|x[ivx]{0,4})\b"
)
_FRACTION = re.compile(_FRACTION_SAID)
_WORDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("I", re.compile(r"no registrarse|registrarse (?:tarde|fuera)|alta patronal")),
    ("II", re.compile(r"no (?:inscribir|dar de alta|afiliar)|sin (?:inscribir|afiliar|seguro)")),
    ("III", re.compile(r"modificacion\w* (?:de )?(?:al )?salari\w+|no (?:comunicar|avisar) .{0,20}salario")),
    ("IV", re.compile(r"no determinar|determinar .{0,20}extemporane\w+")),
    ("VI", re.compile(r"datos falsos")),
    ("VII", re.compile(r"nominas?|listas? de raya")),
    ("VIII", re.compile(r"constancia .{0,20}dias laborados")),
    ("X", re.compile(r"obstaculizar|impedir .{0,30}(?:visita|inspeccion)")),
    ("XII", re.compile(r"riesgos? de trabajo|accidentes? de trabajo")),
    ("XIV", re.compile(r"(?:alterar|romper|destruir) .{0,20}sellos|(?:alterar|romper|destruir) sellos")),
    ("XV", re.compile(r"siniestralidad")),
    ("XVI", re.compile(r"cambio de domicilio")),
    ("XVII", re.compile(r"no retener|no enterar .{0,30}retenid\w+|cuotas retenidas")),
    ("XVIII", re.compile(r"huelga|razon social|fusion|suspension")),
    ("XX", re.compile(r"dictamen obligatorio|no dictaminar")),
    ("XXI", re.compile(r"registro de (?:la )?obra")),
    ("XXII", re.compile(r"subcontratacion|servicios especializados")),
)


def fraction_named(question: str) -> str | None:
    """The last fraction of 304 A that the question names, in roman numerals.

    "La fracción I del 304 A — ¿y la de la fracción XXII?" asks for the last one.
    """
    folded = fold(question)
    return str(_FRACTION.findall(folded)[-1]).upper() if _NAMED.search(folded) else None


def infraction_named(question: str) -> str | None:
    """The fraction in roman numerals, or None where the words fit none or several."""
    named = fraction_named(question)
    if named is not None:
        return named
    folded = fold(question)
    fitting = [fraction for fraction, pattern in _WORDS if pattern.search(folded)]
    return fitting[0] if len(fitting) == 1 else None
