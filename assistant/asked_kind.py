"""Does a text hold the kind of thing that a question asks for: a term, a share, an amount, a day, a number of things?

"¿En cuántos días regresa la jefatura el expediente?" lies near the function on those files, which sets no term: search
alone takes it for answered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from retriever.terms import fold, stem

_NUMBER = (
    r"(?:\d[\d,.]*|un[oa]?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieci\w+|"
    r"veint\w+|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien|ciento|\w*cientos|mil|mitad|tercio|"
    r"primer[oa]?|segund[oa]|tercer[oa]?)"
)
_TIME = r"(?:dias?|meses|mes|anos?|horas?|semanas?|bimestres?|ejercicios?)"
_ASKED_TIME = (
    rf"\bcuant[oa]s {_TIME}\b",
    r"\b(?:en|dentro de|por) (?:que|cuanto) (?:plazo|tiempo|termino)",
    r"\bcuanto (?:tiempo|tarda|dura)\b",
    r"\b(?:que|cual es el) (?:plazo|termino)\b",
    r"\bplazo (?:hay|tiene|para)\b",
    r"\bcada (?:cuando|cuanto|que tiempo)\b",
    r"\ben cuanto se\b",
)
_TIMES = (
    rf"\b{_NUMBER}(?: \w+)? {_TIME}\b",
    rf"\bdia {_NUMBER}",
    r"\b(?:mensual|bimestral|anual|semestral|cuatrimestral|trimestral|semanal|diari)\w*",
    r"\binmediat\w+|\bmismo dia\b|\bsiguiente",
)
_ASKED_SHARE = (r"\b(?:que|cual es (?:el|la)) (?:porcentaje|tasa|proporcion)\b", r"\bpor ciento\b", r"\bcuanto por\b")
_SHARES = (r"%", r"\bpor ciento\b", r"\bal millar\b", r"\b(?:mitad|tercio|parte)\b")
_ASKED_AMOUNT = (
    r"\b(?:de|por|hasta|desde) cuanto\b(?! tiempo)",
    r"\bcuanto (?:cuesta|cobran?|es|vale|paga|ponen?|dan?)\b",
    r"\bque (?:monto|importe|cantidad|multa|tope|rango)\b",
    r"\b(?:monto|importe|tope|rango)s? (?:maximo|minimo|de)\b",
)
_AMOUNTS = (
    r"\$|%",
    r"\b(?:pesos|veces|por ciento|valor|costo|monto|importe)\b",
    r"\bsalarios? minimos?\b|\bunidad(?:es)? de (?:medida|inversion)",
)
_ASKED_HOUR = (r"\ba que hora\b", r"\bhora (?:limite|de corte)\b", r"\bque horario\b")
_HOURS = (r"\bhoras?\b", r"\bhorario")
_ASKED_DATE = (r"\b(?:que|cual es la) fecha\b", r"\bfecha (?:de corte|limite)\b")
_DATES = (
    r"\bdias?\b|\bfecha",
    r"\b(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)\b",
)
_KINDS = tuple(
    (re.compile("|".join(asked)), re.compile("|".join(values)))
    for asked, values in (
        (_ASKED_TIME, _TIMES),
        (_ASKED_SHARE, _SHARES),
        (_ASKED_AMOUNT, _AMOUNTS),
        (_ASKED_HOUR, _HOURS),
        (_ASKED_DATE, _DATES),
    )
)
_MONTHLY = ("parcialidades", "mensualidades", "abonos", "pagos")
"""Counted by the laws in months."""
_COUNTED = re.compile(r"\bcuant[oa]s (?:(?:de|los|las|mas) )?(\w{4,})")


def holds_what_is_asked(question: str, texts: Iterable[str]) -> bool:
    """Whether a text has a value of every kind that the question asks for; true where it asks for none."""
    asked, held = fold(question), [fold(text) for text in texts]
    for wanted, value in _KINDS:
        if wanted.search(asked) and not any(value.search(text) for text in held):
            return False
    return all(_counts(found, held) for found in _COUNTED.findall(asked))


def _counts(noun: str, texts: Iterable[str]) -> bool:
    if re.fullmatch(_TIME, noun) or noun in _MONTHLY:
        return True
    near = re.compile(rf"\b{_NUMBER} (?:\w+ )?{re.escape(stem(noun))}")
    return any(near.search(text) for text in texts)
